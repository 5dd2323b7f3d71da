import { t } from '@vscode/l10n';
import { equalPointers, pointerOf, pointerTo } from '../../core/aliases/aliasPointer.ts';
import type { AliasAct } from '../../core/aliases/aliasChange.ts';
import type { AliasPointer } from '../../core/aliases/aliasPointer.ts';
import {
  countedFrom,
  errorRate,
  failsTooOften,
  isLastStep,
  msLeft,
  pointerAt,
  watchText,
  wholeMinuteAfter,
} from '../../core/aliases/gradualShift.ts';
import type { CountedCalls, GradualShift } from '../../core/aliases/gradualShift.ts';
import type { LiveAlias } from '../../core/deployment/liveState.ts';
import { passesByItself } from '../passingTrouble.ts';
import type { AliasRun } from './aliasRun.ts';
import { changeAlias } from './changeAlias.ts';

export type ShiftOutcome =
  | { readonly kind: 'finished' }
  /** Too many calls failed, so the alias points to where it did before. */
  | { readonly kind: 'returned'; readonly calls: CountedCalls }
  /** Somebody changed or deleted the alias meanwhile: nothing was done after that. */
  | { readonly kind: 'changedByOthers'; readonly theirs: LiveAlias | undefined };

export interface ShiftRun extends AliasRun {
  /** The alias was changed: the shift as it is now; undefined when it is over. */
  onChanged(shift: GradualShift | undefined, before: AliasPointer, now: AliasPointer): Promise<void>;
}

/** Milliseconds between two looks at the metrics, which change once a minute. */
const longestPause = 15_000;
const shortestPause = 1000;
/** So many attempts in a row may fail. */
const mostTrouble = 8;

/**
 * Watches a version that gets a part of an alias' calls, and gives it more step by step, all of them at last. Too many
 * errors send the alias back at once. A step ends when its time is over and calls were counted in it: no data is not
 * health (AWS.md, "Logs"). Aborted, the alias stays where it is then.
 */
export async function watchShift(shift: GradualShift, run: ShiftRun): Promise<ShiftOutcome> {
  let current = shift;
  for (;;) {
    const seen = await watchStep(current, run);
    if (seen.kind === 'changedByOthers') return seen;
    current = seen.shift;
    const failed = seen.kind === 'failing';
    if (!failed && isLastStep(current)) {
      return { kind: 'finished' };
    }
    const next = { ...current, at: current.at + 1, since: run.clock.now() };
    const to = failed ? pointerTo(current.from) : pointerAt(next, next.at);
    const { functionName, alias } = current;
    const act: AliasAct = failed ? 'abort' : isLastStep(next) ? 'finish' : 'shift';
    const change = { act, functionName, alias, seen: seen.alias, to };
    const outcome = await patiently(() => changeAlias(change, run), run);
    if (outcome.kind === 'movedByOthers') return { kind: 'changedByOthers', theirs: outcome.theirs };
    // The change was made later than it was begun: calls before it went elsewhere.
    current = { ...next, since: run.clock.now() };
    await run.onChanged(failed ? undefined : current, pointerOf(seen.alias), to);
    if (failed) return { kind: 'returned', calls: seen.calls };
  }
}

type Seen =
  | Extract<ShiftOutcome, { kind: 'changedByOthers' }>
  | {
      readonly kind: 'passed' | 'failing';
      readonly shift: GradualShift;
      readonly alias: LiveAlias;
      readonly calls: CountedCalls;
    };

/** Looks at alias and metrics until the step is over or fails. */
async function watchStep(shift: GradualShift, run: ShiftRun): Promise<Seen> {
  let current = shift;
  for (;;) {
    const look = await patiently(() => lookAt(current, run), run);
    if (look.kind !== 'watching') return look;
    current = look.shift;
    const now = run.clock.now();
    run.onWaiting(watchText(current, look.calls, now));
    const left = msLeft(current, now);
    const pause = left > 0 ? Math.max(shortestPause, Math.min(left, longestPause)) : longestPause;
    await run.clock.sleep(pause, run.signal);
  }
}

/** Does not give a shift up for a network that is gone for a while. */
async function patiently<T>(work: () => Promise<T>, run: ShiftRun): Promise<T> {
  for (let trouble = 1; ; trouble++) {
    try {
      return await work();
    } catch (error) {
      if (!passesByItself(error) || trouble > mostTrouble) throw error;
      run.onWaiting(t('{0} Trying again…', error.message));
    }
    await run.clock.sleep(longestPause, run.signal);
  }
}

type Look = Seen | { readonly kind: 'watching'; readonly shift: GradualShift; readonly calls: CountedCalls };

async function lookAt(known: GradualShift, run: ShiftRun): Promise<Look> {
  const { functionName, alias: name } = known;
  const alias = await run.functions.readAlias(functionName, name, run);
  const shift = alias && whereItIs(known, alias, run.clock.now());
  if (alias === undefined || shift === undefined) return { kind: 'changedByOthers', theirs: alias };
  const counts = await countCalls(shift, run);
  const failing = counts.find((calls) => failsTooOften(calls, shift.threshold));
  if (failing !== undefined) return { kind: 'failing', shift, alias, calls: failing };
  const [calls = noCalls] = counts;
  const isOver = msLeft(shift, run.clock.now()) <= 0;
  // At 100 % there is nothing left to decide by calls that do not come.
  const mayPass = isLastStep(shift) || errorRate(calls) !== undefined;
  return isOver && mayPass ? { kind: 'passed', shift, alias, calls } : { kind: 'watching', shift, calls };
}

const noCalls: CountedCalls = { invocations: 0, errors: 0 };

/** The shift at the step that the alias is at: a window may have been closed between the change and its note. */
function whereItIs(shift: GradualShift, alias: LiveAlias, now: number): GradualShift | undefined {
  const live = pointerOf(alias);
  if (equalPointers(live, pointerAt(shift, shift.at))) return shift;
  const next = { ...shift, at: shift.at + 1, since: now };
  return !isLastStep(shift) && equalPointers(live, pointerAt(next, next.at)) ? next : undefined;
}

/** Calls of the new version while the alias is weighted; at 100 % all of its calls, which carry no version any more. */
async function countCalls(shift: GradualShift, run: ShiftRun): Promise<CountedCalls[]> {
  const { functionName, alias, to } = shift;
  const { metrics } = run.connection;
  const now = run.clock.now();
  const count = (version: string | undefined, from: number) =>
    from < now ? metrics.countCalls({ functionName, alias, version }, from, now, run) : noCalls;
  const ofVersion = count(to, countedFrom(shift));
  if (!isLastStep(shift)) return [await ofVersion];
  return Promise.all([count(undefined, wholeMinuteAfter(shift.since)), ofVersion]);
}
