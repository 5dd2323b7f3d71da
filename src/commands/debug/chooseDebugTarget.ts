import * as vscode from 'vscode';
import type { EventReference } from '../../core/events/eventReference.ts';
import type { FunctionReference } from '../../core/functionReference.ts';
import type { InvocationTarget } from '../../core/invocations/invocationTarget.ts';
import { resolvePath } from '../../core/workspacePath.ts';
import { chooseEvent } from '../invoke/chooseEvent.ts';
import { activeEventOf, invocationTarget } from '../invoke/invocationTarget.ts';
import type { InvocationTargetServices } from '../invoke/invocationTarget.ts';

/**
 * What a launch configuration means: its manifest and its event; what it leaves out is found as for an invocation, by the
 * active editor or by asking. Undefined when the person gave up.
 * @param folder absolute path that relative ones start from
 */
export async function chooseDebugTarget(
  { manifest, event }: { readonly manifest: unknown; readonly event: unknown },
  folder: string,
  services: InvocationTargetServices,
): Promise<InvocationTarget | undefined> {
  const title = vscode.l10n.t('Debug Locally');
  const sent = eventOf(event, folder);
  if (typeof manifest !== 'string' || manifest === '') {
    if (sent?.kind !== 'document') return withEvent(await invocationTarget([], title, services), sent);
    return invocationTarget([vscode.Uri.parse(sent.uri)], title, services);
  }
  const reference: FunctionReference = { kind: 'manifest', file: resolvePath(folder, manifest) };
  const chosen =
    sent ?? (await activeEventOf(reference, services)) ?? (await chooseEvent(reference, title, services));
  return chosen && { reference, event: chosen };
}

/** A path, or the event itself. */
function eventOf(event: unknown, folder: string): EventReference | undefined {
  if (event === undefined || event === '') return undefined;
  if (typeof event === 'string') {
    return { kind: 'document', uri: vscode.Uri.file(resolvePath(folder, event)).toString() };
  }
  return { kind: 'text', name: 'launch.json', text: JSON.stringify(event) };
}

const withEvent = (
  target: InvocationTarget | undefined,
  event: EventReference | undefined,
): InvocationTarget | undefined => (target && event ? { ...target, event } : target);
