import { setTimeout as delay } from 'node:timers/promises';
import { localFailures } from '../../core/failures/localFailures.ts';
import type { ContainerSpec } from '../../core/local/containerSpec.ts';
import type { InvocationStatus, LogLine } from '../../core/local/invocation.ts';
import { outcomeLine } from '../../core/local/outcomeLine.ts';
import type { Measured } from '../../core/local/reportLine.ts';
import { RieLog } from '../../core/local/rieLog.ts';
import { needsReading, rieOutcome, timeoutPayload } from '../../core/local/rieOutcome.ts';
import type { RieOutcome } from '../../core/local/rieOutcome.ts';
import type { ContainerAnswer, RunningContainer } from '../../workflows/portsForContainers.ts';
import type { AttachedContainer } from './attachedContainer.ts';
import type { HttpAnswer, InvokeHttp } from './invokeHttp.ts';
import { Settling } from './settling.ts';

const route = '/2015-03-31/functions/function/invocations';
/** Milliseconds that Lambda gives an initialisation, and that the emulator may need to say that time is up. */
const initLimit = 10_000;
const grace = 2_000;
/** Milliseconds until the output of a container whose connection broke has been read. */
const lossLimit = 1_000;
/** Milliseconds that an answer waits at most for what the log says of it. */
const readingLimit = { requestId: 250, answeredBy: 1_000, figures: 300 };

export interface RieParts {
  readonly spec: ContainerSpec;
  readonly process: AttachedContainer;
  readonly http: InvokeHttp;
  /** MB; undefined where it cannot be read. */
  readonly peakMemory: () => Promise<number | undefined>;
}

type InvokeOptions = Parameters<RunningContainer['invoke']>[1];

/** A function in a container of the Runtime Interface Emulator. */
export class RieContainer implements RunningContainer {
  /** The emulator starts the runtime at the first POST. */
  readonly lazy = true;
  readonly #parts: RieParts;
  readonly #log = new RieLog();
  #settling = new Settling(() => false);
  #onLine: (line: LogLine) => void = () => undefined;
  #calls = 0;
  #spent = false;

  constructor(parts: RieParts) {
    this.#parts = parts;
    parts.process.listen({
      onLine: (stream, text) => {
        if (stream === 'stderr') this.#log.stderr(text);
        else for (const line of this.#log.stdout(text)) this.#onLine(line);
      },
      onActivity: () => this.#settling.activity(),
    });
    void parts.process.ended.then(() => this.#settling.end());
  }

  get usable(): boolean {
    const { process } = this.#parts;
    return !this.#spent && !process.hasEnded && !process.isRemoved;
  }

  async invoke(event: string, { signal, onLine }: InvokeOptions): Promise<ContainerAnswer> {
    signal.throwIfAborted();
    const cold = this.#calls++ === 0;
    this.#onLine = onLine;
    this.#log.begin();
    const settling = new Settling(
      () => this.#log.reading.reported,
      () => this.#log.reading.finished,
    );
    this.#settling = settling;
    const started = performance.now();
    const answer = await this.#post(event, signal, cold);
    const wallMs = performance.now() - started;
    if (answer !== undefined) await this.#readEnough(answer, settling);
    const { requestId = '' } = this.#log.reading;
    const { status, payload, spent } =
      answer === undefined ? this.#hung(requestId) : rieOutcome(answer, this.#log.reading);
    this.#spent ||= spent;
    const logged = this.#finishLog(settling, status);
    const measured = logged.then(() => this.#measure(settling, cold, wallMs));
    return { status, payload, requestId, cold, logged, measured };
  }

  async remove(): Promise<void> {
    this.#parts.http.close();
    await this.#parts.process.remove();
  }

  /** Undefined when the function ran longer than any time-out allows and the container was removed. */
  async #post(event: string, signal: AbortSignal, cold: boolean): Promise<HttpAnswer | undefined> {
    const { spec, http } = this.#parts;
    const hang = new AbortController();
    const limit = spec.timeout * 1000 + grace + (cold ? initLimit : 0);
    const timer = setTimeout(() => hang.abort(), limit);
    const interrupt = () => {
      this.#spent = true;
      void this.remove();
    };
    const interrupts = AbortSignal.any([signal, hang.signal]);
    interrupts.addEventListener('abort', interrupt, { once: true });
    try {
      return await http.post(route, event, {});
    } catch {
      this.#spent = true;
      signal.throwIfAborted();
      if (hang.signal.aborted) return undefined;
      await this.#settling.until(() => false, lossLimit);
      const begun = this.#log.reading.requestId !== undefined;
      throw begun
        ? localFailures.containerGone(spec.functionName)
        : localFailures.containerLost(spec.functionName);
    } finally {
      clearTimeout(timer);
      interrupts.removeEventListener('abort', interrupt);
    }
  }

  /** The log comes by another way than the answer, and may be a little late. */
  async #readEnough(answer: HttpAnswer, settling: Settling): Promise<void> {
    await settling.until(() => this.#log.reading.requestId !== undefined, readingLimit.requestId);
    if (needsReading(answer)) {
      await settling.until(() => this.#log.reading.answeredBy !== undefined, readingLimit.answeredBy);
    } else if (answer.body === '') {
      await settling.until(() => this.#log.reading.exit !== undefined, readingLimit.answeredBy);
    }
  }

  #hung(requestId: string): RieOutcome {
    const sentence = `Task timed out after ${this.#parts.spec.timeout.toFixed(2)} seconds`;
    return { status: 'timedOut', payload: timeoutPayload(sentence, requestId), spent: true };
  }

  async #finishLog(settling: Settling, status: InvocationStatus): Promise<void> {
    await settling.settled();
    this.#parts.process.flush();
    const { reported, requestId } = this.#log.reading;
    const explained = outcomeLine(status, this.#parts.spec);
    if (explained !== undefined) this.#onLine(explained);
    // The emulator says nothing more when the runtime is gone; Lambda does.
    if (!reported && requestId !== undefined) {
      this.#onLine({ text: `END RequestId: ${requestId}`, source: 'ours' });
    }
  }

  async #measure(settling: Settling, cold: boolean, wallMs: number): Promise<Measured> {
    await settling.until(
      () => this.#log.reading.durationMs !== undefined,
      this.#spent ? 0 : readingLimit.figures,
    );
    const { initMs, durationMs } = this.#log.reading;
    const init = cold ? initMs : undefined;
    const peakMemory = await Promise.race([
      this.#parts.peakMemory(),
      delay(2_000, undefined, { ref: false }),
    ]);
    // The emulator has no figure for a run that did not come to its end: what is known is when the answer came.
    return { initMs: init, durationMs: durationMs ?? Math.max(0, wallMs - (init ?? 0)), peakMemory };
  }
}
