import type { EventReference } from '../events/eventReference.ts';
import type { FunctionReference } from '../functionReference.ts';

/** What is invoked, with what. */
export interface InvocationTarget {
  readonly reference: FunctionReference;
  readonly event: EventReference;
}
