import { baseName } from '../workspacePath.ts';

/** An event as a person chose it. */
export type EventReference =
  /** A document: its editor's text counts, saved or not. */
  | { readonly kind: 'document'; readonly uri: string }
  /** `{}` or a generated sample. */
  | { readonly kind: 'text'; readonly name: string; readonly text: string };

/** Equal for references to the same event. */
export function eventKey(event: EventReference): string {
  return event.kind === 'document' ? event.uri : ` ${event.name}`;
}

/** The event for people: a file's name, `{}`, a sample's label. */
export function eventName(event: EventReference): string {
  return event.kind === 'text' ? event.name : decodeURIComponent(baseName(event.uri));
}
