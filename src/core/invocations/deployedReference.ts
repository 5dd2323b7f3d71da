import type { EventReference } from '../events/eventReference.ts';

/** How Lambda is asked to run a function (Lambda API reference, Invoke). */
export type InvocationType =
  /** Waits for the answer. */
  | 'RequestResponse'
  /** Puts the event into the function's queue. */
  | 'Event'
  /** Checks permission and parameters, and runs nothing. */
  | 'DryRun';

/** A deployed function as a person points at it. */
export interface DeployedReference {
  readonly kind: 'deployed';
  readonly functionName: string;
  /** `$LATEST`, a version's number or an alias. */
  readonly qualifier: string;
  readonly type: InvocationType;
}

/** What is invoked in AWS, with what. */
export interface DeployedTarget {
  readonly reference: DeployedReference;
  readonly event: EventReference;
}
