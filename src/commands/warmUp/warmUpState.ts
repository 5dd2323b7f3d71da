import { isFailure } from '../../core/failures/failure.ts';
import type { DeploymentTarget } from '../../workflows/planDeployment.ts';
import type { AwsConnection, CallOptions, Clock } from '../../workflows/ports.ts';
import { nextRunsText } from '../../core/warmUp/scheduleMeaning.ts';
import { planWarmUpOn } from '../../workflows/warmUp/planWarmUp.ts';
import type { WarmUpState } from '../../workflows/workspaceStates.ts';
import { specOf, targetOf } from './warmUpSpec.ts';

/** How the warm-up of a manifest stands to the account. What may not be read has no state: it is a detail of a row. */
export async function warmUpState(
  { manifest, manifestFile }: DeploymentTarget,
  connection: AwsConnection,
  clock: Pick<Clock, 'now'>,
  options: CallOptions,
): Promise<WarmUpState | undefined> {
  const { warmUp } = manifest;
  if (warmUp === undefined) return undefined;
  try {
    const target = targetOf(manifest, warmUp, manifestFile);
    const { live, steps } = await planWarmUpOn(target, specOf(warmUp, false), connection, options);
    const { rule } = live;
    if (rule === undefined) return { state: 'missing', differs: false, nextRuns: '' };
    const nextRuns = nextRunsText(rule.schedule ?? '', clock.now()) ?? '';
    return { state: rule.enabled ? 'on' : 'off', differs: steps.length > 0, nextRuns };
  } catch (error) {
    if (isFailure(error, 'warmUp.functionMissing', 'warmUp.aliasMissing'))
      return { state: 'missing', differs: false, nextRuns: '' };
    if (isFailure(error)) return undefined;
    throw error;
  }
}
