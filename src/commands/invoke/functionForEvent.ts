import * as vscode from 'vscode';
import { nearestFunctions } from '../../core/events/eventFiles.ts';
import { eventKey, eventName } from '../../core/events/eventReference.ts';
import type { EventReference } from '../../core/events/eventReference.ts';
import { invocationFailures } from '../../core/failures/invocationFailures.ts';
import { functionKey } from '../../core/functionReference.ts';
import type { FunctionReference } from '../../core/functionReference.ts';
import { baseName } from '../../core/workspacePath.ts';
import type { ManifestEntry } from '../../editor/manifestIndex.ts';
import { back } from '../../editor/multiStep.ts';
import type { CommandServices } from '../commandServices.ts';
import { handlerAnswers } from '../targets/handlerAnswers.ts';

type Services = Pick<CommandServices, 'manifests' | 'memory' | 'history' | 'dialogs' | 'files' | 'clock'>;

/** The functions that an event file may be for: those whose manifest is nearest. */
export async function functionsNear(
  file: string,
  { manifests }: Pick<Services, 'manifests'>,
): Promise<ManifestEntry[]> {
  return nearestFunctions(file, await manifests.all());
}

/**
 * The function that an event is for. Where several are equally near the person is asked once; where there is no manifest, a
 * handler that is open answers two questions. The answer is remembered for the event. Undefined when the person gave up.
 */
export async function functionForEvent(
  event: EventReference & { readonly kind: 'document' },
  title: string,
  services: Services,
): Promise<FunctionReference | undefined> {
  const { manifests, memory } = services;
  const uri = vscode.Uri.parse(event.uri);
  const inFile = uri.scheme === 'file';
  const near = inFile ? await functionsNear(uri.fsPath, services) : await manifests.all();
  const candidates = near.map(({ file }): FunctionReference => ({ kind: 'manifest', file }));
  const [only, ...others] = candidates;
  if (only !== undefined && others.length === 0) return only;
  const known = remembered(event, services);
  const fits = (one: FunctionReference) =>
    candidates.length === 0 || candidates.some((candidate) => functionKey(candidate) === functionKey(one));
  if (known !== undefined && fits(known)) return known;
  const chosen =
    only === undefined
      ? await bareFunction(eventName(event), title, services)
      : await pickFunction(near, eventName(event), title, services);
  if (chosen !== undefined && inFile) {
    memory.write('eventFunctions', { ...memory.read('eventFunctions'), [eventKey(event)]: chosen });
  }
  return chosen;
}

/** What was chosen for the event; for an untitled document in this session only, as the next one may have its name. */
function remembered(event: EventReference, { memory, history }: Services): FunctionReference | undefined {
  const key = eventKey(event);
  const kept = memory.read('eventFunctions')?.[key];
  if (kept !== undefined) return kept;
  return history
    .all()
    .filter((one) => eventKey(one.event) === key)
    .map(({ reference }) => reference)
    .find((reference) => reference.kind !== 'deployed');
}

async function pickFunction(
  entries: readonly ManifestEntry[],
  event: string,
  title: string,
  { dialogs }: Services,
): Promise<FunctionReference | undefined> {
  const items = entries.map(({ file, functionName }) => ({
    label: functionName ?? baseName(file),
    description: vscode.workspace.asRelativePath(file),
    value: file,
  }));
  const placeholder = vscode.l10n.t('Function that {0} is for', event);
  const file = await dialogs.pick({ title, placeholder, items });
  return file === undefined || file === back ? undefined : { kind: 'manifest', file };
}

async function bareFunction(
  event: string,
  title: string,
  services: Services,
): Promise<FunctionReference | undefined> {
  const handlers = services.manifests.bareHandlers();
  const [only, ...others] = handlers;
  if (only === undefined) throw invocationFailures.noFunctionFor(event);
  if (others.length === 0) return handlerAnswers(only, title, services);
  const items = handlers.map((file) => ({ label: vscode.workspace.asRelativePath(file), value: file }));
  const placeholder = vscode.l10n.t('Handler that {0} is for', event);
  const file = await services.dialogs.pick({ title, placeholder, items });
  return file === undefined || file === back ? undefined : handlerAnswers(file, title, services);
}
