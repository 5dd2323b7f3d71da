import * as vscode from 'vscode';
import { eventKey, eventName } from '../../core/events/eventReference.ts';
import { byteLength } from '../../core/quantities.ts';
import { isCancellation } from '../../core/failures/failure.ts';
import { functionKey } from '../../core/functionReference.ts';
import type { DeployedTarget } from '../../core/invocations/deployedReference.ts';
import type { Invocation } from '../../core/invocations/invocationHistory.ts';
import { logError } from '../../editor/log.ts';
import { withLateProgress } from '../../editor/progress.ts';
import { checkEventFits, invokeDeployed } from '../../workflows/invokeDeployed.ts';
import type { AwsConnection } from '../../workflows/ports.ts';
import type { CommandServices } from '../commandServices.ts';
import { deployedTarget } from './deployedTarget.ts';
import { eventText } from './eventText.ts';
import { sayShortly, showEvent } from './presentInvocation.ts';
import { rememberEvent } from './recentEvents.ts';

/** `Lambda: Invoke with This Event…` */
export async function invokeInAws(args: readonly unknown[], services: CommandServices): Promise<void> {
  const target = await deployedTarget(args, vscode.l10n.t('Invoke in AWS'), services);
  if (target === undefined) return;
  await runDeployed(target, { showsEvent: args.length > 0 }, services);
}

/** Invokes a deployed function: its log in the channel, the result beside the event, both kept in the history. */
export async function runDeployed(
  target: DeployedTarget,
  { showsEvent }: { readonly showsEvent: boolean },
  services: CommandServices,
): Promise<void> {
  const { reference, event } = target;
  const { functionName, qualifier, type } = reference;
  const { history, running, output, results, connection, clock, log, memory } = services;
  const payload = await eventText(event, services);
  checkEventFits(payload, type);
  memory.write('deployedTargets', { ...memory.read('deployedTargets'), [eventKey(event)]: reference });
  memory.write('lastInvocation', target);
  rememberEvent(`aws:${functionName}`, event, services);
  const controller = new AbortController();
  const { signal } = controller;
  const title = vscode.l10n.t('Invoking {0}:{1} in AWS', functionName, qualifier);
  let begun: Invocation | undefined;
  const lines = output.begin(`${functionName}:${qualifier}`, eventName(event), reference);
  try {
    const ended = await withLateProgress(title, controller, async (report) => {
      const opened = await connection.open({ signal, onProgress: report });
      const source = { kind: 'aws', qualifier, place: placeOf(opened) } as const;
      begun = history.begin({
        ...{ functionName, reference, event, source, startedAt: clock.now() },
        sentBytes: byteLength(payload),
      });
      running.add(begun.id, functionKey(reference), controller);
      const dependencies = { connection: opened, history };
      return invokeDeployed(begun, reference, payload, dependencies, {
        signal,
        onLine: (line) => lines.write(line),
      });
    });
    const shown = showsEvent ? showEvent(event) : Promise.resolve();
    void shown
      .then(() => results.show(ended))
      .catch((error: unknown) => logError(log, `Showing the result of ${functionName}`, error));
    sayShortly(ended);
  } catch (error) {
    const state = begun && history.get(begun.id)?.state;
    const message = error instanceof Error ? error.message : String(error);
    lines.write({ source: 'ours', text: state?.kind === 'cancelled' ? state.stopped : message });
    if (isCancellation(error) && state?.kind === 'cancelled') {
      // Said aloud: the person may think that what they cancelled has stopped.
      void services.dialogs.notify('info', state.stopped, []);
    }
    throw error;
  } finally {
    lines.close();
    if (begun !== undefined) running.remove(begun.id);
  }
}

export const placeOf = ({ region, profile, endpoint }: AwsConnection): string =>
  [profile, region, endpoint].filter((part) => part !== undefined).join(' · ');
