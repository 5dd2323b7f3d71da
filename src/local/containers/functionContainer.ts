import { setImmediate, setTimeout as delay } from 'node:timers/promises';
import { localFailures } from '../../core/failures/localFailures.ts';
import type { ContainerSpec } from '../../core/local/containerSpec.ts';
import type { InvocationStatus, LogLine } from '../../core/local/invocation.ts';
import { outcomeLine } from '../../core/local/outcomeLine.ts';
import type { Measured } from '../../core/local/reportLine.ts';
import { timeoutPayload } from '../../core/local/rieOutcome.ts';
import type { CallOutcome } from '../../core/local/rieOutcome.ts';
import type { ContainerAnswer, RunningContainer } from '../../workflows/portsForContainers.ts';
import type { AttachedContainer } from './attachedContainer.ts';
import { CallWatch } from './callWatch.ts';
import type { CallEnd } from './callWatch.ts';
import { contracts } from './contracts.ts';
import type { InvokeHttp } from './invokeHttp.ts';
import { Settling } from './settling.ts';

/** Milliseconds that an answer waits at most for what the log says of it. */
const readingLimit = { requestId: 250, decisive: 1_000, figures: 300, loss: 1_000 };
/** A container whose runtime was killed had reached its limit when it used at least this part of it. */
const nearLimit = 0.97;

export interface FunctionContainerParts {
  readonly spec: ContainerSpec;
  readonly process: AttachedContainer;
  readonly http: InvokeHttp;
  /** MB; undefined where it cannot be read. */
  readonly peakMemory: () => Promise<number | undefined>;
  /** How many processes the container has; undefined where that cannot be told. */
  readonly processes: () => Promise<number | undefined>;
}

type InvokeOptions = Parameters<RunningContainer['invoke']>[1];

/** A function in a container: one call at a time, with the lines that belong to it. */
export class FunctionContainer implements RunningContainer {
  /** Both kinds of image start the runtime at the first call; a copy of the code is as old as the start. */
  readonly lazy: boolean;
  readonly #parts: FunctionContainerParts;
  readonly #contract;
  readonly #log;
  #settling = new Settling(() => false);
  #watch: CallWatch | undefined;
  #onLine: (line: LogLine) => void = () => undefined;
  #calls = 0;
  #spent = false;
  /** Whether the log of the last call is complete. */
  #isLogged = false;

  constructor(parts: FunctionContainerParts) {
    this.#parts = parts;
    this.lazy = parts.process.copiedIn === undefined;
    this.#contract = contracts[parts.spec.contract];
    this.#log = this.#contract.log();
    parts.process.listen({
      onLine: (stream, text) => {
        // The runtime complains when its emulator is taken away; that is no line of the function.
        if (this.#isLogged && parts.process.isRemoved) return;
        for (const line of this.#log[stream](text)) this.#onLine(line);
        if (this.#log.reading.requestId !== undefined) this.#watch?.begun();
      },
      onActivity: () => this.#settling.activity(),
    });
    void parts.process.ended.then(() => this.#settling.end());
  }

  get host(): string {
    return this.#parts.http.host;
  }

  get usable(): boolean {
    const { process } = this.#parts;
    return !this.#spent && !process.hasEnded && !process.isRemoved;
  }

  async invoke(event: string, { signal, onLine }: InvokeOptions): Promise<ContainerAnswer> {
    signal.throwIfAborted();
    const cold = this.#calls++ === 0;
    this.#onLine = onLine;
    this.#isLogged = false;
    this.#log.begin();
    const settling = new Settling(
      () => this.#log.reading.reported,
      () => this.#log.reading.finished,
    );
    this.#settling = settling;
    const started = performance.now();
    const end = await this.#post(event, signal, cold);
    const wallMs = performance.now() - started;
    const { status, payload, spent } = await this.#outcomeOf(end, settling);
    this.#spent ||= spent;
    const { requestId = '' } = this.#log.reading;
    const logged = this.#finishLog(settling, status);
    const measured = logged.then(() => this.#measure(settling, cold, wallMs));
    return { status, payload, requestId, cold, logged, measured };
  }

  async remove(): Promise<void> {
    this.#parts.http.close();
    await this.#parts.process.remove();
  }

  async #post(event: string, signal: AbortSignal, cold: boolean): Promise<CallEnd> {
    const { spec, http, processes } = this.#parts;
    const watch = new CallWatch({ spec, cold, processes, enforces: this.#contract.enforcesTimeout });
    this.#watch = watch;
    const onAbort = () => {
      this.#spent = true;
      void this.remove();
    };
    signal.addEventListener('abort', onAbort, { once: true });
    const { path, headers } = this.#contract;
    const answered = http
      .post(path, event, headers)
      .then((response) => ({ kind: 'answered', response }) as const);
    try {
      return await Promise.race([answered, watch.ended]);
    } catch {
      this.#spent = true;
      signal.throwIfAborted();
      await this.#settling.until(() => false, readingLimit.loss);
      const hasBegun = this.#log.reading.requestId !== undefined;
      throw hasBegun
        ? localFailures.containerGone(spec.functionName)
        : localFailures.containerLost(spec.functionName);
    } finally {
      watch.stop();
      // Of a call that was given up, the connection breaks when the container is removed.
      answered.catch(() => undefined);
      signal.removeEventListener('abort', onAbort);
    }
  }

  /** The log comes by another way than the answer, and may be a little late. */
  async #outcomeOf(end: CallEnd, settling: Settling): Promise<CallOutcome> {
    await settling.until(() => this.#log.reading.requestId !== undefined, readingLimit.requestId);
    if (end.kind === 'answered') {
      const { isDecided, outcome } = this.#contract;
      await settling.until(() => isDecided(end.response, this.#log.reading), readingLimit.decisive);
      return outcome(end.response, this.#log.reading);
    }
    const outcome = end.kind === 'exited' ? await this.#exited() : this.#hung();
    void this.remove();
    return outcome;
  }

  #hung(): CallOutcome {
    const sentence = `Task timed out after ${this.#parts.spec.timeout.toFixed(2)} seconds`;
    return {
      status: 'timedOut',
      payload: timeoutPayload(sentence, this.#log.reading.requestId),
      spent: true,
    };
  }

  async #exited(): Promise<CallOutcome> {
    const peak = (await this.#parts.peakMemory()) ?? 0;
    const killed = peak >= this.#parts.spec.memorySize * nearLimit;
    const errorMessage = `RequestId: ${this.#log.reading.requestId ?? ''} Error: Runtime exited${killed ? ' with error: signal: killed' : ''}`;
    const payload = JSON.stringify({ errorType: 'Runtime.ExitError', errorMessage });
    return { status: killed ? 'outOfMemory' : 'exited', payload, spent: true };
  }

  async #finishLog(settling: Settling, status: InvocationStatus): Promise<void> {
    // All that waits for the log starts processes, each of which holds this thread for milliseconds: the answer goes first.
    await setImmediate();
    await settling.settled();
    this.#parts.process.flush();
    const explained = outcomeLine(status, this.#parts.spec);
    if (explained !== undefined) this.#onLine(explained);
    for (const line of this.#log.end()) this.#onLine(line);
    const { reported, requestId } = this.#log.reading;
    // Nothing more is said when the runtime is gone; Lambda does.
    if (!reported && requestId !== undefined) {
      this.#onLine({ text: `END RequestId: ${requestId}`, source: 'ours' });
    }
    this.#isLogged = true;
  }

  async #measure(settling: Settling, cold: boolean, wallMs: number): Promise<Measured> {
    const isMeasured = () => this.#log.reading.durationMs !== undefined;
    await settling.until(isMeasured, this.#spent ? 0 : readingLimit.figures);
    const { initMs, durationMs, peakMemory } = this.#log.reading;
    const init = cold ? initMs : undefined;
    const peak =
      peakMemory ?? (await Promise.race([this.#parts.peakMemory(), delay(2_000, undefined, { ref: false })]));
    // There is no figure for a run that did not come to its end: what is known is when the answer came.
    return { initMs: init, durationMs: durationMs ?? Math.max(0, wallMs - (init ?? 0)), peakMemory: peak };
  }
}
