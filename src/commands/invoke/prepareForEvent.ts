import type * as vscode from 'vscode';
import type { CommandServices } from '../commandServices.ts';
import { runnableFunction } from '../targets/runnableFunction.ts';
import { isEventDocument } from './activeEvent.ts';
import { functionsNear } from './functionForEvent.ts';

/** Starts the standby container of an event's function, where there is no doubt which one that is. Says nothing. */
export async function prepareForEvent(
  uri: vscode.Uri,
  services: Pick<CommandServices, 'manifests' | 'parsedManifests' | 'files' | 'localInvoker'>,
): Promise<void> {
  if (uri.scheme !== 'file' || !(await isEventDocument(uri, services))) return;
  const [only, ...others] = await functionsNear(uri.fsPath, services);
  if (only === undefined || others.length > 0) return;
  const source = await runnableFunction({ kind: 'manifest', file: only.file }, services);
  await (await services.localInvoker()).prepare(source);
}
