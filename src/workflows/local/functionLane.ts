import { t } from '@vscode/l10n';
import { isCancellation, isFailure } from '../../core/failures/failure.ts';
import type { LogLine } from '../../core/local/invocation.ts';
import { invocationReport, reportLine } from '../../core/local/reportLine.ts';
import type { ContainerAnswer, RunningContainer } from '../portsForContainers.ts';
import type { FunctionSource } from '../resolveFunction.ts';
import type { LocalDependencies } from './localDependencies.ts';
import type { LocalInvoker, LocalProgress, LocalRequest, LocalResult } from './localInvoking.ts';
import { resolveContainer } from './resolveContainer.ts';
import type { ResolvedContainer } from './resolveContainer.ts';
import { Standby } from './standby.ts';
import { TurnQueue } from './turnQueue.ts';

type InvokeOptions = Parameters<LocalInvoker['invoke']>[1];
type OnProgress = (progress: LocalProgress) => void;

interface LiveContainer extends Pick<ResolvedContainer, 'key' | 'revision'> {
  readonly container: RunningContainer;
}

/**
 * The containers of one function: a live one, which answers warm as long as nothing has changed, and a standby, started and
 * never called, which makes the next cold start a true one without a start of its own. Calls queue.
 */
export class FunctionLane {
  readonly #deps: LocalDependencies;
  readonly #turns = new TurnQueue();
  #live: LiveContainer | undefined;
  #standby: Standby | undefined;
  #idle = new AbortController();
  /** Calls that run or wait. */
  #calls = 0;
  #closed = false;

  constructor(deps: LocalDependencies) {
    this.#deps = deps;
  }

  async invoke(request: LocalRequest, options: InvokeOptions): Promise<LocalResult> {
    this.#idle.abort();
    this.#calls++;
    try {
      return await this.#call(request, options);
    } finally {
      this.#calls--;
      this.#restartIdleTimer();
    }
  }

  async #call(request: LocalRequest, options: InvokeOptions): Promise<LocalResult> {
    const { signal, onProgress = () => undefined } = options;
    const endTurn = await this.#turns.take(signal, () =>
      onProgress(phase(t('Waiting for the invocation before'))),
    );
    // What the function itself does in another call is no overhead of this one.
    const asked = this.#deps.clock.now();
    let answered: ContainerAnswer | undefined;
    try {
      const onPhase = (text: string) => onProgress(phase(text));
      const resolved = await resolveContainer(request.source, this.#deps, { signal, onPhase });
      const fresh = request.fresh || this.#deps.settings().reuse === 'fresh';
      const run = async () => {
        const { container, retired } = await this.#containerFor(resolved, fresh, signal, onPhase);
        onProgress({ kind: 'phase', text: t('Running'), runs: true });
        try {
          const onLine = (line: LogLine) => onProgress({ kind: 'line', line });
          answered = await container.invoke(request.event, { signal, onLine });
          return answered;
        } finally {
          void this.#prepareNext(resolved, retired, answered);
        }
      };
      const answer = await run().catch((error: unknown) => {
        // Nobody had noticed yet that it is gone, and the function has not run: another one can.
        if (isFailure(error, 'local.containerLost')) return run();
        throw error;
      });
      const { clock } = this.#deps;
      return resultOf(answer, clock.now() - asked, resolved.spec.memorySize, onProgress);
    } finally {
      void (answered?.logged ?? Promise.resolve()).then(endTurn);
    }
  }

  /** Starts a standby for what the function needs now. */
  async prepare(source: FunctionSource, signal: AbortSignal): Promise<void> {
    const resolved = await resolveContainer(source, this.#deps, { signal, mayAsk: false });
    if (this.#live === undefined || this.#live.key !== resolved.key) this.#ensureStandby(resolved);
    this.#restartIdleTimer();
    await this.#standby?.ready(signal);
  }

  /** Ends a run in progress too. The removals are under way when this returns. */
  async removeAll(): Promise<void> {
    this.#idle.abort();
    const standby = this.#standby;
    const live = this.#live;
    this.#standby = undefined;
    this.#live = undefined;
    await Promise.all([standby?.discard(), live?.container.remove()]);
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.removeAll();
  }

  /** The container that this call goes to, and the one that it takes the place of. */
  async #containerFor(
    resolved: ResolvedContainer,
    fresh: boolean,
    signal: AbortSignal,
    onPhase: (text: string) => void,
  ): Promise<{ container: RunningContainer; retired: RunningContainer | undefined }> {
    const live = this.#live;
    const unchanged = live?.key === resolved.key && live.revision === resolved.revision;
    if (live !== undefined && unchanged && !fresh && live.container.usable) {
      return { container: live.container, retired: undefined };
    }
    const standby = this.#ensureStandby(resolved);
    if (!standby.isReady) onPhase(t('Starting the container'));
    const container = await standby.ready(signal);
    this.#standby = undefined;
    this.#live = { container, key: resolved.key, revision: resolved.revision };
    return { container, retired: live?.container };
  }

  #ensureStandby(resolved: ResolvedContainer): Standby {
    if (this.#standby?.fits(resolved) !== true) {
      void this.#standby?.discard();
      this.#standby = new Standby(resolved, this.#deps.engine);
    }
    return this.#standby;
  }

  /** After the answer, so that no call pays for it. Never rejects. */
  async #prepareNext(
    resolved: ResolvedContainer,
    retired: RunningContainer | undefined,
    answered: ContainerAnswer | undefined,
  ): Promise<void> {
    const spent = this.#live?.container.usable === false ? this.#live.container : undefined;
    if (spent !== undefined) this.#live = undefined;
    await answered?.logged;
    void retired?.remove();
    void (answered?.measured ?? Promise.resolve()).then(() => spent?.remove());
    if (this.#closed || this.#deps.settings().prepare === 'never') return;
    this.#ensureStandby(resolved)
      .ready(new AbortController().signal)
      .catch((error: unknown) => {
        // The next call starts one again, and says why if that fails too.
        if (!isCancellation(error)) this.#deps.onTrouble(error);
      });
  }

  #restartIdleTimer(): void {
    this.#idle.abort();
    if (this.#closed || this.#calls > 0) return;
    const idle = new AbortController();
    this.#idle = idle;
    this.#deps.clock
      .sleep(this.#deps.settings().idleTimeout * 60_000, idle.signal)
      .then(() => this.removeAll())
      .catch(() => undefined);
  }
}

const phase = (text: string): LocalProgress => ({ kind: 'phase', text });

function resultOf(
  answer: ContainerAnswer,
  wallMs: number,
  memorySize: number,
  onProgress: OnProgress,
): LocalResult {
  const { status, payload, requestId, cold } = answer;
  const report = answer.measured.then((measured) => {
    const figures = invocationReport(measured, wallMs, memorySize);
    onProgress({ kind: 'line', line: reportLine(requestId, figures) });
    return figures;
  });
  return { status, payload, requestId, start: cold ? 'cold' : 'warm', report };
}
