import type { CallSubject } from '../core/failures/awsFailures.ts';
import { isCancellation, isFailure } from '../core/failures/failure.ts';
import { answerFailure } from './answerFailure.ts';
import type { ConnectionFacts } from './answerFailure.ts';
import { readSdkError } from './sdkError.ts';

/** Options of `client.send`. */
export interface SendOptions {
  readonly abortSignal: AbortSignal;
  /** Milliseconds until the answer begins. */
  readonly requestTimeout?: number;
}

export interface AwsCall extends CallSubject {
  readonly kind: 'read' | 'write';
  readonly signal: AbortSignal;
  readonly secrets?: readonly string[];
}

/** What a service's calls need to know of their connection. */
export interface CallContext extends ConnectionFacts {
  readonly host: string;
  /** Drops credentials that AWS says have expired, so that the next call reads what the person signed in with. */
  readonly forgetCredentials: () => void;
}

/** Sends one call. Rejects with a `Failure`, or at once with an AbortError when aborted, also between two attempts. */
export async function sendCall<Answer>(
  context: CallContext,
  call: AwsCall,
  send: (options: SendOptions) => Promise<Answer>,
): Promise<Answer> {
  const { signal, secrets = [], ...subject } = call;
  try {
    return await unlessAborted(signal, async (abortSignal) => {
      await nextTurn();
      return send({ abortSignal });
    });
  } catch (error) {
    if (signal.aborted) throw abortError();
    if (isCancellation(error)) throw error;
    const failure = answerFailure(error, { ...subject, secrets, ...context });
    if (isFailure(failure, 'connection.expired')) context.forgetCredentials();
    throw failure;
  }
}

let lastTurn: Promise<unknown> = Promise.resolve();

/**
 * Calls that are made side by side are prepared one after the other, each on its way before the next is begun: prepared
 * together they take turns at every step, and the first one leaves only when the last has been signed.
 */
function nextTurn(): Promise<unknown> {
  const mine = lastTurn;
  lastTurn = mine.then(() => new Promise((resolve) => setImmediate(resolve)));
  return mine;
}

/** Resolves when the calls begun so far had their turn. */
export async function callsUnderWay(): Promise<void> {
  await lastTurn;
}

/** As `sendCall`; undefined where AWS says that there is no such thing. */
export async function readCall<Answer>(
  context: CallContext,
  call: Omit<AwsCall, 'kind'>,
  send: (options: SendOptions) => Promise<Answer>,
): Promise<Answer | undefined> {
  return sendCall<Answer | undefined>(context, { ...call, kind: 'read' }, (options) =>
    send(options).catch((error: unknown) => {
      if (
        /^(ResourceNotFound|NoSuchEntity|NotFound|Rule(Set)?DoesNotExist)(Exception)?$/.test(
          readSdkError(error).name,
        )
      )
        return undefined;
      throw error;
    }),
  );
}

/** A signal of its own for every call: the SDK adds several listeners to the one that it is given. */
export async function unlessAborted<Result>(
  signal: AbortSignal,
  run: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  if (signal.aborted) throw abortError();
  const inner = new AbortController();
  let stop = () => {};
  const aborted = new Promise<never>((_, reject) => {
    stop = () => {
      inner.abort();
      reject(abortError());
    };
  });
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([run(inner.signal), aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

export function abortError(): DOMException {
  return new DOMException('The operation was aborted', 'AbortError');
}
