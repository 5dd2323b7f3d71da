import * as vscode from 'vscode';
import { eventKey } from '../../core/events/eventReference.ts';
import type { EventReference } from '../../core/events/eventReference.ts';
import { functionKey } from '../../core/functionReference.ts';
import type { CommandServices } from '../commandServices.ts';
import type { InvocationTarget } from '../../core/invocations/invocationTarget.ts';

/** Events of a function that are offered first the next time. */
const capacity = 5;

type Services = Pick<CommandServices, 'memory'>;

/** Remembers what `Invoke Again` repeats, and which events a function was invoked with. */
export function rememberInvocation({ reference, event }: InvocationTarget, { memory }: Services): void {
  const key = functionKey(reference);
  const last = memory.read('lastInvocation');
  const isLast =
    last !== undefined && functionKey(last.reference) === key && eventKey(last.event) === eventKey(event);
  // The same again is the rule, and writing is a call to another process.
  if (isLast) return;
  memory.write('lastInvocation', { reference, event });
  rememberEvent(key, event, { memory });
}

/** Puts an event before the others of a function. */
export function rememberEvent(key: string, event: EventReference, { memory }: Services): void {
  const all = memory.read('recentEvents') ?? {};
  const others = (all[key] ?? []).filter((one) => eventKey(one) !== eventKey(event));
  memory.write('recentEvents', { ...all, [key]: [event, ...others].slice(0, capacity) });
}

/** The events that a function was invoked with, newest first, as far as they are still there. */
export function eventsUsed(key: string, { memory }: Services): readonly EventReference[] {
  const used = memory.read('recentEvents')?.[key] ?? [];
  return used.filter((event) => event.kind === 'text' || !isClosedUntitled(event.uri));
}

/** An untitled document is gone with its window. */
function isClosedUntitled(uri: string): boolean {
  return (
    uri.startsWith('untitled:') &&
    !vscode.workspace.textDocuments.some((document) => document.uri.toString() === uri)
  );
}
