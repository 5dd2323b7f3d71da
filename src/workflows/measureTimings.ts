import { t } from '@vscode/l10n';
import { isFailure } from '../core/failures/failure.ts';
import type { Timing } from '../core/timings/timings.ts';

/** One invocation as it was timed. */
export interface Timed extends Timing {
  /** Undefined when nobody said it. */
  readonly start: 'cold' | 'warm' | undefined;
}

export interface Measured {
  readonly cold: readonly Timing[];
  readonly warm: readonly Timing[];
  /** Those of which nobody said it. */
  readonly unknown: readonly Timing[];
}

export interface MeasureOptions {
  readonly signal: AbortSignal;
  /** Called with how far it has come. */
  readonly onProgress: (text: string) => void;
}

/** Invocations in a row that turn out to be cold before no warm one is expected any more. */
const patience = 3;
/** Rounds of simultaneous invocations in AWS. */
const rounds = 4;
/** Simultaneous invocations at most: an account has 1,000 of all its functions, a new one often 10. */
const mostAtOnce = 100;

/**
 * Invokes `count` times with a cold start that was asked for, then as often without, one after the other. Rejects as
 * `invoke` does, at its first failure.
 */
export async function measureLocally(
  count: number,
  invoke: (fresh: boolean) => Promise<Timed>,
  options: MeasureOptions,
): Promise<Measured> {
  const made = collector(count, options);
  for (let i = 0; i < count; i++) made.add(await invoke(true));
  await measureWarm(count, () => invoke(false), made, options);
  return made;
}

/**
 * The same where nobody can ask for a cold start: invocations that run at the same time each need an environment of their
 * own, so as many are made at once as there are environments already, and those that are wanted more. Nothing of the
 * function is changed. Fewer cold ones than `count` when an environment is free again before the last call came, none where
 * nobody says which they are.
 */
export async function measureInAws(
  count: number,
  invoke: () => Promise<Timed>,
  options: MeasureOptions,
): Promise<Measured> {
  const made = collector(count, options);
  let environments = 0;
  let atOnce = mostAtOnce;
  for (let round = 0; round < rounds && made.cold.length < count; round++) {
    const wanted = Math.min(environments + count - made.cold.length, atOnce);
    const settled = await Promise.allSettled(Array.from({ length: wanted }, invoke));
    options.signal.throwIfAborted();
    const answered = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    const failed = settled.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
    const trouble = failed.find((reason) => !isFailure(reason, 'aws.throttled'));
    // Refused for their number alone, the others count.
    if (trouble !== undefined || answered.length === 0) throw trouble ?? failed[0];
    if (failed.length > 0) atOnce = answered.length;
    for (const one of answered.filter(({ start }) => start === 'cold' || round === 0)) made.add(one);
    if (answered.every(({ start }) => start === undefined)) break;
    environments = Math.max(environments, answered.length);
  }
  await measureWarm(count, invoke, made, options);
  return made;
}

async function measureWarm(
  count: number,
  invoke: () => Promise<Timed>,
  made: ReturnType<typeof collector>,
  { signal }: MeasureOptions,
): Promise<void> {
  const answered = () => made.warm.length + made.unknown.length;
  const enough = made.unknown.length + count;
  for (let coldInARow = 0; answered() < enough && coldInARow < patience;) {
    signal.throwIfAborted();
    const one = await invoke();
    made.add(one);
    coldInARow = one.start === 'cold' ? coldInARow + 1 : 0;
  }
}

function collector(count: number, { onProgress }: MeasureOptions) {
  const cold: Timing[] = [];
  const warm: Timing[] = [];
  const unknown: Timing[] = [];
  return {
    cold,
    warm,
    unknown,
    add: ({ start, initMs, durationMs }: Timed) => {
      const list = start === undefined ? unknown : start === 'cold' ? cold : warm;
      if (list.length < count || start === undefined) list.push({ initMs, durationMs });
      onProgress(
        start === undefined
          ? t('{0} of {1} answers', unknown.length, 2 * count)
          : t('{0} cold and {1} warm of {2} each', cold.length, warm.length, count),
      );
    },
  };
}
