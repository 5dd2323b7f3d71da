import { pointerTo } from '../../core/aliases/aliasPointer.ts';
import type { DeploymentResult } from '../../workflows/carryOutDeployment.ts';
import type { CallOptions } from '../../workflows/ports.ts';
import { rememberFormer } from '../alias/aliasMemory.ts';
import { placeOf } from '../alias/aliasPlace.ts';
import type { CommandServices } from '../commandServices.ts';
import type { PlannedHere } from './planInProgress.ts';

/** Where the alias pointed that this deploy moved: `Roll Back Alias…` leads there. */
export async function rememberMove(
  { dependencies: { connection } }: PlannedHere,
  { functionArn, steps, alias: moved }: DeploymentResult,
  services: Pick<CommandServices, 'clock' | 'log' | 'memory'>,
  options: CallOptions,
): Promise<void> {
  for (const { step } of steps) {
    if (step.kind !== 'moveAlias' || moved === undefined) continue;
    const { functionName, alias, from, routing } = step;
    const which = { functionName, alias, place: placeOf({ arn: functionArn }) };
    const former = { version: from, routing };
    await rememberFormer(which, former, pointerTo(moved.version), connection, services, options);
  }
}
