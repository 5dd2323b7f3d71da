import * as vscode from 'vscode';
import { isEventFile } from '../../core/events/eventFiles.ts';
import { eventName } from '../../core/events/eventReference.ts';
import { functionKey } from '../../core/functionReference.ts';
import { byteLength } from '../../core/quantities.ts';
import { isCancellation } from '../../core/failures/failure.ts';
import type { Invocation } from '../../core/invocations/invocationHistory.ts';
import { logError } from '../../editor/log.ts';
import { saveConcerned } from '../../editor/openDocuments.ts';
import { withLateProgress } from '../../editor/progress.ts';
import { sourcePlaces } from '../../workflows/build/prepareCode.ts';
import { recordInvocation } from '../../workflows/local/recordInvocation.ts';
import type { LocalInvoker } from '../../workflows/local/localInvoking.ts';
import type { FunctionSource } from '../../workflows/resolveFunction.ts';
import type { CommandServices } from '../commandServices.ts';
import { runnableFunction } from '../targets/runnableFunction.ts';
import { eventText } from './eventText.ts';
import type { InvocationTarget } from '../../core/invocations/invocationTarget.ts';
import { sayShortly, showEvent } from './presentInvocation.ts';
import { rememberInvocation } from './recentEvents.ts';

export type RunServices = Pick<
  CommandServices,
  | 'history'
  | 'running'
  | 'output'
  | 'results'
  | 'parsedManifests'
  | 'files'
  | 'manifests'
  | 'eventDiagnostics'
  | 'onSave'
  | 'sandboxReminder'
  | 'memory'
  | 'clock'
  | 'log'
> & { readonly localInvoker: () => Promise<Pick<LocalInvoker, 'invoke'>> };

export interface RunOptions {
  /** True asks for a cold start whatever is there. */
  readonly fresh: boolean;
  /** Ends the run when it is superseded; undefined when a person started it. */
  readonly superseded?: AbortSignal;
  /** True brings the event into view: it was pointed at elsewhere than in its editor. */
  readonly showsEvent?: boolean;
  /** Shows what is being waited for; undefined: a notification does. */
  readonly onPhase?: (text: string) => void;
}

/**
 * Runs a function here with an event: the log as it comes, the result beside the event, both kept in the history. Resolves
 * when the result is there; figures and drawing come after.
 */
export async function runInvocation(
  target: InvocationTarget,
  { fresh, superseded, showsEvent, onPhase }: RunOptions,
  services: RunServices,
): Promise<void> {
  const { reference, event } = target;
  const { onSave, history, running, results, log, clock } = services;
  const text = await eventText(event, services);
  const source = await runnableFunction(reference, services);
  await onSave.whileDeaf(() => saveCode(source, services));
  rememberInvocation(target, services);
  const { functionName } = source.manifest;
  const begun = history.begin({
    functionName,
    reference,
    event,
    sentBytes: byteLength(text),
    source: { kind: 'local' },
    startedAt: clock.now(),
  });
  const controller = new AbortController();
  superseded?.addEventListener('abort', () => controller.abort());
  running.add(begun.id, functionKey(reference), controller);
  try {
    const request = { source, event: text, fresh };
    const ended = await runWithOutput(begun, request, controller, onPhase, services);
    const shown = showsEvent === true ? showEvent(event) : Promise.resolve();
    // Not awaited: the result is there, drawing it is not what a person waits for.
    void shown
      .then(() => results.show(ended))
      .catch((error: unknown) => logError(log, `Showing the result of ${functionName}`, error));
    sayShortly(ended);
  } catch (error) {
    if (isCancellation(error)) sayShortly(history.get(begun.id) ?? begun);
    throw error;
  } finally {
    running.remove(begun.id);
  }
}

async function runWithOutput(
  begun: Invocation,
  request: { source: FunctionSource; event: string; fresh: boolean },
  controller: AbortController,
  onPhase: RunOptions['onPhase'],
  { localInvoker, history, output, sandboxReminder }: RunServices,
): Promise<Invocation> {
  const { functionName, event, reference } = begun;
  const lines = output.begin(functionName, eventName(event), reference);
  const reminder = sandboxReminder.take();
  if (reminder !== undefined) lines.write(reminder);
  try {
    const work = (report: (text: string) => void) =>
      recordInvocation(
        begun,
        request,
        { invoker: localInvoker, history },
        {
          signal: controller.signal,
          onLine: (line) => lines.write(line),
          onPhase: report,
          onReport: (ended) => {
            lines.close();
            sayShortly(ended);
          },
        },
      );
    if (onPhase !== undefined) return await work(onPhase);
    return await withLateProgress(vscode.l10n.t('Invoking {0}', functionName), controller, work);
  } catch (error) {
    const state = history.get(begun.id)?.state;
    const message = error instanceof Error ? error.message : String(error);
    const text = state?.kind === 'cancelled' ? state.stopped : message;
    lines.write({ source: 'ours', text });
    lines.close();
    throw error;
  }
}

/** The code is run from the disk, and the person means what the editor shows. Events stay unsaved: their buffer is sent. */
async function saveCode(source: FunctionSource, { manifests }: RunServices): Promise<void> {
  if (!vscode.workspace.textDocuments.some(({ isDirty }) => isDirty)) return;
  const entries = await manifests.all();
  const entry = entries.find(({ file }) => file === source.manifestFile);
  const named = entry === undefined ? [] : [entry.file, ...entry.environmentFiles];
  await saveConcerned([...sourcePlaces(source), ...named], (file) => isEventFile(file, entries));
}
