import { eventKey, type EventReference } from '../events/eventReference.ts';
import { functionKey, type InvokedReference } from '../functionReference.ts';
import type { InvocationType } from './deployedReference.ts';
import type { InvocationOutcome, InvocationReport } from '../local/invocation.ts';

/** Where a function ran. */
export type InvocationSource =
  | { readonly kind: 'local' }
  | {
      readonly kind: 'aws';
      /** `$LATEST`, a version's number or an alias. */
      readonly qualifier: string;
      /** Account or profile and region, for people. */
      readonly place: string;
    };

export type InvocationState =
  | { readonly kind: 'running'; readonly phase: string | undefined }
  | { readonly kind: 'ended'; readonly outcome: InvocationOutcome; readonly report?: InvocationReport }
  /** Lambda took the event, or would: nobody waits for a result. */
  | {
      readonly kind: 'accepted';
      readonly type: Exclude<InvocationType, 'RequestResponse'>;
      readonly requestId: string;
    }
  /** It could not be run at all; the sentence says why. */
  | { readonly kind: 'failed'; readonly reason: string }
  /** The sentence says what was stopped. */
  | { readonly kind: 'cancelled'; readonly stopped: string };

/** What is known when an invocation starts. */
export interface InvocationStart {
  readonly reference: InvokedReference;
  readonly event: EventReference;
  /** Bytes of the event. */
  readonly sentBytes?: number;
  readonly functionName: string;
  readonly source: InvocationSource;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
}

export interface Invocation extends InvocationStart {
  /** Counts up within a session. */
  readonly id: number;
  readonly state: InvocationState;
}

/** Invocations that are kept. */
const capacity = 200;
/** Characters of results that are kept; those of older invocations are dropped first. */
const payloadCapacity = 16_000_000;
export const droppedPayload = '';

/** The invocations of a session, newest first. Results are kept as long as they fit. */
export class InvocationHistory {
  #invocations: readonly Invocation[] = [];
  #nextId = 1;
  readonly #listeners = new Set<(id: number | undefined) => void>();

  all(): readonly Invocation[] {
    return this.#invocations;
  }

  get(id: number): Invocation | undefined {
    return this.#invocations.find((invocation) => invocation.id === id);
  }

  begin(start: InvocationStart): Invocation {
    const invocation: Invocation = {
      ...start,
      id: this.#nextId++,
      state: { kind: 'running', phase: undefined },
    };
    this.#invocations = [invocation, ...this.#invocations].slice(0, capacity);
    this.#tell(undefined);
    return invocation;
  }

  /** Says what a running invocation is doing. */
  setPhase(id: number, phase: string): void {
    if (this.get(id)?.state.kind === 'running') this.#change(id, { kind: 'running', phase });
  }

  end(id: number, state: Exclude<InvocationState, { kind: 'running' }>): void {
    this.#change(id, state);
    this.#dropOldPayloads();
  }

  addReport(id: number, report: InvocationReport): void {
    const state = this.get(id)?.state;
    if (state?.kind === 'ended') this.#change(id, { ...state, report });
  }

  /** Forgets all that have ended. */
  clear(): void {
    this.#invocations = this.#invocations.filter(({ state }) => state.kind === 'running');
    this.#tell(undefined);
  }

  /** The newest invocation of a function, of one event where that is named, that came to an end with a result. */
  lastEnded(reference: InvokedReference, event?: EventReference): Invocation | undefined {
    return this.#invocations.find(
      (one) =>
        one.state.kind === 'ended' && isOf(one, reference) && (event === undefined || isWith(one, event)),
    );
  }

  /** The result before this one with the same event, to compare with; undefined when there is none. */
  before({ id, reference, event }: Invocation): Invocation | undefined {
    return this.#invocations.find(
      (one) =>
        one.id < id &&
        one.state.kind === 'ended' &&
        one.state.outcome.payload !== droppedPayload &&
        isOf(one, reference) &&
        isWith(one, event),
    );
  }

  /** Calls back with the id of an invocation that changed, with undefined when the list did. */
  onDidChange(listener: (id: number | undefined) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #change(id: number, state: InvocationState): void {
    this.#invocations = this.#invocations.map((one) => (one.id === id ? { ...one, state } : one));
    this.#tell(id);
  }

  #dropOldPayloads(): void {
    let room = payloadCapacity;
    let newest = true;
    this.#invocations = this.#invocations.map((one) => {
      if (one.state.kind !== 'ended') return one;
      room -= one.state.outcome.payload.length;
      // The newest result stays, however long it is.
      const keep = room >= 0 || newest;
      newest = false;
      if (keep || one.state.outcome.payload === droppedPayload) return one;
      return { ...one, state: { ...one.state, outcome: { ...one.state.outcome, payload: droppedPayload } } };
    });
  }

  #tell(id: number | undefined): void {
    for (const listener of this.#listeners) listener(id);
  }
}

const isOf = (one: Invocation, reference: InvokedReference): boolean =>
  functionKey(one.reference) === functionKey(reference);
const isWith = (one: Invocation, event: EventReference): boolean => eventKey(one.event) === eventKey(event);
