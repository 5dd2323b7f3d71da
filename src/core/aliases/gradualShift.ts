import { t } from '@vscode/l10n';
import { percent } from '../functions/aliasText.ts';
import { pointerTo } from './aliasPointer.ts';
import type { AliasPointer } from './aliasPointer.ts';

/** A part of the traffic, and how long it is watched before the next step. */
export interface ShiftStep {
  /** Of the alias' calls that go to the new version: above 0, at most 100. */
  readonly percent: number;
  /** At least 0. */
  readonly minutes: number;
}

/** A shift under way. Kept between windows, so that watching goes on after a reload. */
export interface GradualShift {
  readonly functionName: string;
  readonly alias: string;
  /** Without a qualifier: it names account and region too. */
  readonly functionArn: string;
  /** The version that goes out of service, and the one that takes over. */
  readonly from: string;
  readonly to: string;
  /** The last one is 100 %. */
  readonly steps: readonly ShiftStep[];
  /** Percentage of failed calls above which the alias goes back to `from`. */
  readonly threshold: number;
  /** The step that the alias is at, and since when: milliseconds since the epoch. */
  readonly at: number;
  readonly since: number;
}

/** Calls of an alias as CloudWatch counted them. */
export interface CountedCalls {
  readonly invocations: number;
  /** Those that failed, time-outs among them. */
  readonly errors: number;
}

/**
 * The steps of the setting, ended by 100 %. Undefined when they are none: each has to send more of the traffic than the
 * one before.
 */
export function shiftSteps(setting: readonly unknown[]): ShiftStep[] | undefined {
  const steps: ShiftStep[] = [];
  for (const item of setting) {
    const { percent: share, minutes = 0 } = (item ?? {}) as Partial<Record<keyof ShiftStep, unknown>>;
    if (typeof share !== 'number' || typeof minutes !== 'number') return undefined;
    if (!(share > (steps.at(-1)?.percent ?? 0) && share <= 100 && minutes >= 0)) return undefined;
    steps.push({ percent: Math.round(share * 10) / 10, minutes });
  }
  if (steps.length === 0) return undefined;
  return steps.at(-1)?.percent === 100 ? steps : [...steps, { percent: 100, minutes: 0 }];
}

/** The steps that are left for an alias that sends this share, from 0 to 1, to the new version already. */
export const stepsAbove = (steps: readonly ShiftStep[], share: number): ShiftStep[] =>
  steps.filter(({ percent: next }) => next / 100 > share);

/** Where the alias points at the shift's step, or at another one. */
export function pointerAt({ from, to, steps }: GradualShift, at: number): AliasPointer {
  const share = (steps[at]?.percent ?? 0) / 100;
  return share === 1 ? pointerTo(to) : { version: from, routing: { [to]: share } };
}

export const isLastStep = ({ steps, at }: GradualShift): boolean => at >= steps.length - 1;

/** Milliseconds that the step has to last still. */
export const msLeft = ({ steps, at, since }: GradualShift, now: number): number =>
  since + (steps[at]?.minutes ?? 0) * minute - now;

/** CloudWatch counts by whole minutes, and what it counts comes about one minute late (AWS.md, "Logs"). */
const minute = 60_000;

/** Since when calls are counted for this step: the last minute of the step before came too late for that one. */
export function countedFrom({ at, since }: GradualShift): number {
  const start = at === 0 ? since : since - minute;
  return Math.floor(start / minute) * minute;
}

/** The first whole minute in which all calls went to the new version. */
export const wholeMinuteAfter = (ms: number): number => Math.ceil(ms / minute) * minute;

/** Percentage of failed calls. No calls are no health: undefined. */
export const errorRate = ({ invocations, errors }: CountedCalls): number | undefined =>
  invocations > 0 ? Math.min(100, (errors / invocations) * 100) : undefined;

export const failsTooOften = (calls: CountedCalls, threshold: number): boolean =>
  (errorRate(calls) ?? 0) > threshold;

/** `10 % for 5 minutes → 50 % for 5 minutes → 100 %` */
export const stepsText = (steps: readonly ShiftStep[]): string =>
  steps
    .map(({ percent: share, minutes }) =>
      minutes === 0 ? percent(share / 100) : t('{0} for {1}', percent(share / 100), minutesText(minutes)),
    )
    .join(' → ');

/** `1 minute`, `5 minutes`, `30 seconds` */
function minutesText(minutes: number): string {
  const seconds = Math.round(minutes * 60);
  if (seconds < 60) return seconds === 1 ? t('1 second') : t('{0} seconds', seconds);
  return minutes === 1 ? t('1 minute') : t('{0} minutes', Math.round(minutes * 10) / 10);
}

/** `120 calls, 3 failed (2.5 %)` */
export function callsText(calls: CountedCalls): string {
  const rate = errorRate(calls);
  if (rate === undefined) return t('no calls counted yet');
  const counted = calls.invocations === 1 ? t('1 call') : t('{0} calls', calls.invocations);
  return t('{0}, {1} failed ({2})', counted, calls.errors, percent(rate / 100));
}

/** What goes on at a step, for progress: `10 % to 24 · 120 calls, 0 failed (0 %) · next step in 3 minutes`. */
export function watchText(shift: GradualShift, calls: CountedCalls, now: number): string {
  const share = t('{0} to {1}', percent((shift.steps[shift.at]?.percent ?? 0) / 100), shift.to);
  const left = msLeft(shift, now);
  return [share, callsText(calls), ...(left > 0 ? [untilText(shift, left)] : [])].join(' · ');
}

function untilText(shift: GradualShift, left: number): string {
  const time = left > minute ? minutesText(Math.ceil(left / minute)) : minutesText(left / minute);
  return isLastStep(shift) ? t('ends in {0}', time) : t('next step in {0}', time);
}
