import * as vscode from 'vscode';
import { isCancellation } from '../../core/failures/failure.ts';
import { qualifiedName } from '../../core/warmUp/warmUpText.ts';
import { withProgress, withLateProgress } from '../../editor/progress.ts';
import type { AwsConnection, CallOptions } from '../../workflows/ports.ts';
import { carryOutWarmUp } from '../../workflows/warmUp/carryOutWarmUp.ts';
import type { PlannedWarmUp, WarmUpTarget } from '../../workflows/warmUp/planWarmUp.ts';
import type { WarmUpServices } from './warmUpServices.ts';

/** A plan, what it was made with, and where it goes, for titles. */
export interface PlannedHere {
  readonly planned: PlannedWarmUp;
  readonly connection: AwsConnection;
  /** `123456789012 · eu-west-1`, `local sandbox · us-east-1`. */
  readonly place: string;
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
  const controller = new AbortController();
  const { signal } = controller;
  const sandbox = services.connection.usesSandbox;
  const title = vscode.l10n.t('Planning the warm-up of {0}', name);
  return withLateProgress(title, controller, async (report) => {
    const connection = await services.connection.open({ signal, onProgress: report });
    const planned = await plan(connection, { signal });
    const { identity, region } = planned;
    const where = sandbox
      ? [vscode.l10n.t('local sandbox'), region]
      : [identity.accountId, region, connection.endpoint];
    return { planned, connection, name, place: where.filter((part) => part !== undefined).join(' · ') };
  });
}

/**
 * Carries out a plan; true when all of it is done. A cancellation after something had been done is not silent: the person
 * is told what.
 */
export async function carryOutWithReport(
  title: string,
  { planned, connection, name }: PlannedHere,
  { clock, dialogs, log, functionChanged }: WarmUpServices,
): Promise<boolean> {
  const done: string[] = [];
  try {
    await withProgress(title, (signal, report) =>
      carryOutWarmUp(
        planned.steps,
        { connection, clock },
        {
          signal,
          onStep: (text, index, count) => report(`${index + 1}/${count} ${text}…`),
          onDone: (text) => {
            done.push(text);
            log.info(`${name}: ${text}`);
          },
        },
      ),
    );
    return true;
  } catch (error) {
    if (!isCancellation(error) || done.length === 0) throw error;
    const sentence = vscode.l10n.t(
      'The change of the warm-up of {0} was cancelled. Done before: {1}. Running the command again continues from here.',
      name,
      done.join(', '),
    );
    log.info(sentence);
    void dialogs.notify('info', sentence, []);
    return false;
  } finally {
    functionChanged(planned.target.functionName);
  }
}
