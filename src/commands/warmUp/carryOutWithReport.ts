import * as vscode from 'vscode';
import { qualifiedName } from '../../core/functions/functionName.ts';
import type { AwsConnection, CallOptions } from '../../workflows/ports.ts';
import { carryOutWarmUp } from '../../workflows/warmUp/carryOutWarmUp.ts';
import type { PlannedWarmUp, WarmUpTarget } from '../../workflows/warmUp/planWarmUp.ts';
import * as plans from '../plans/planWithReport.ts';
import type { WarmUpServices } from './warmUpServices.ts';

export interface PlannedHere extends plans.PlannedHere<PlannedWarmUp> {
  /** What is kept warm: `calc`, `calc:PRODUCTION`. */
  readonly name: string;
}

/** Connects and plans; shown, and cancellable, when it takes a while. Writes nothing. */
export async function planWithReport(
  target: WarmUpTarget,
  services: WarmUpServices,
  plan: (connection: AwsConnection, options: CallOptions) => Promise<PlannedWarmUp>,
): Promise<PlannedHere> {
  const name = qualifiedName(target.functionName, target.alias);
  const title = vscode.l10n.t('Planning the warm-up of {0}', name);
  return { ...(await plans.planWithReport(title, services, plan)), name };
}

/** Carries out a plan; true when all of it is done. */
export async function carryOutWithReport(
  title: string,
  { planned, connection, name }: PlannedHere,
  services: WarmUpServices,
): Promise<boolean> {
  const cancelled = (done: string) =>
    vscode.l10n.t(
      'The change of the warm-up of {0} was cancelled. Done before: {1}. Running the command again continues from here.',
      name,
      done,
    );
  const { clock, functionChanged } = services;
  try {
    return await plans.carryOutWithReport(
      { title, name, cancelled },
      (options) => carryOutWarmUp(planned.steps, { connection, clock }, options),
      services,
    );
  } finally {
    functionChanged(planned.target.functionName);
  }
}
