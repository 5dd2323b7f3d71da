import * as vscode from 'vscode';
import { eventProblems } from '../../core/events/checkEvent.ts';
import { eventName } from '../../core/events/eventReference.ts';
import type { EventReference } from '../../core/events/eventReference.ts';
import { invocationFailures } from '../../core/failures/invocationFailures.ts';
import type { CommandServices } from '../commandServices.ts';

type Services = Pick<CommandServices, 'files' | 'eventDiagnostics'>;

/**
 * The text of an event as its editor shows it, unsaved changes included. What keeps it from being JSON is marked at its line.
 * Rejects with `invocation.eventInvalid` or `invocation.eventGone`.
 */
export async function eventText(event: EventReference, services: Services): Promise<string> {
  if (event.kind === 'text') return event.text;
  const { eventDiagnostics, files } = services;
  const uri = vscode.Uri.parse(event.uri);
  const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === event.uri);
  const onDisk = uri.scheme === 'file' && open === undefined ? await files.readText(uri.fsPath) : undefined;
  const text = open?.getText() ?? onDisk;
  if (text === undefined) throw invocationFailures.eventGone(eventName(event));
  const problems = eventProblems(text);
  const [first] = problems;
  if (first === undefined) {
    eventDiagnostics.clear(uri);
    return text;
  }
  eventDiagnostics.show(uri, problems);
  const file = uri.scheme === 'file' ? uri.fsPath : undefined;
  throw invocationFailures.eventInvalid(eventName(event), file, first);
}
