import * as vscode from 'vscode';
import { isEventFile } from '../../core/events/eventFiles.ts';
import { functionKey } from '../../core/functionReference.ts';
import type { FunctionReference } from '../../core/functionReference.ts';
import { concernsRun } from '../../core/events/runConcern.ts';
import type { CommandServices } from '../commandServices.ts';
import { codeRootOf } from '../../workflows/build/prepareCode.ts';
import { runnableFunction } from '../targets/runnableFunction.ts';
import { chooseEvent } from './chooseEvent.ts';
import { pointedTarget } from './invocationTarget.ts';
import { eventsUsed } from './recentEvents.ts';
import { runInvocation } from './runInvocation.ts';

/**
 * `Lambda: Toggle Invoke on Save`, for one function. Turned on it runs at once: with the event that is pointed at, else the
 * one that it was invoked with last, else one that the person chooses.
 */
export async function toggleInvokeOnSave(args: readonly unknown[], services: CommandServices): Promise<void> {
  const { onSave } = services;
  const title = vscode.l10n.t('Invoke on Save');
  const pointed = await pointedTarget(args, title, services);
  if (pointed === undefined) return;
  const { reference } = pointed;
  if (onSave.isOn(reference)) {
    onSave.turnOff(reference);
    return;
  }
  const event =
    pointed.event ??
    eventsUsed(functionKey(reference), services)[0] ??
    (await chooseEvent(reference, title, services));
  if (event === undefined) return;
  onSave.turnOn(reference, await watchedFiles(reference, services));
  await runInvocation({ reference, event }, { fresh: false }, services);
}

/** Which saved files run the function again. Root and named files are those of the manifest at the time of the save. */
async function watchedFiles(
  reference: FunctionReference,
  services: CommandServices,
): Promise<(file: string) => boolean> {
  const { manifests } = services;
  const root = codeRootOf(await runnableFunction(reference, services));
  let used: readonly string[] = [];
  const look = async () => {
    const source = await runnableFunction(reference, services);
    used = await (await services.localInvoker()).usedPlaces(source);
  };
  await look();
  const entries = await manifests.all();
  return (file) => {
    const entry = reference.kind === 'manifest' ? manifests.entry(reference.file) : undefined;
    const [event] = eventsUsed(functionKey(reference), services);
    // A manifest that cannot be read is said by the run that this save starts.
    if (file === entry?.file) void look().catch(() => undefined);
    return concernsRun(
      file,
      {
        root: entry?.root ?? root,
        named: entry === undefined ? [reference.file] : [entry.file, ...entry.environmentFiles],
        used,
        event: event?.kind === 'document' ? vscode.Uri.parse(event.uri).fsPath : undefined,
      },
      (one) => isEventFile(one, entries),
    );
  };
}
