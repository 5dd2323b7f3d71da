import { t } from '@vscode/l10n';
import { formatDuration } from '../quantities.ts';
import { sourceText } from '../invocations/invocationText.ts';
import type { Invocation } from '../invocations/invocationHistory.ts';
import type { InvocationReport } from '../local/invocation.ts';

/** The times of one invocation, in milliseconds. */
export interface Timing {
  /** Undefined when nothing had to be initialised. */
  readonly initMs: number | undefined;
  readonly durationMs: number;
}

/** Invocations of one kind, in the order they were made. */
export interface TimingSeries {
  /** `cold`, `DEV (24) warm`. */
  readonly name: string;
  readonly start: 'cold' | 'warm';
  readonly timings: readonly Timing[];
}

export interface TimingChart {
  readonly title: string;
  /** Where it was measured, and what is to be known of it; each a sentence or less. */
  readonly notes: readonly string[];
  readonly series: readonly TimingSeries[];
}

/** What a caller waited for the function: initialisation and handler. */
export const totalMs = ({ initMs = 0, durationMs }: Timing): number => initMs + durationMs;

/** Undefined when the duration is not known. */
export function timingOf({ initMs, durationMs }: InvocationReport): Timing | undefined {
  return durationMs === undefined ? undefined : { initMs, durationMs };
}

/** As `formatDuration`, short times to a tenth of a millisecond: `1.3 ms`. */
export const fineDuration = (ms: number): string =>
  ms < 10 ? `${Math.round(ms * 10) / 10} ms` : formatDuration(ms);

export interface TimingSummary {
  readonly count: number;
  readonly min: number;
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
}

/** Figures of a series, in milliseconds; undefined of an empty one. */
export function summarize({ timings }: TimingSeries): TimingSummary | undefined {
  const sorted = timings.map(totalMs).sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
  if (sorted.length === 0) return undefined;
  return { count: sorted.length, min: at(0), p50: at(0.5), p95: at(0.95), max: at(1) };
}

/** The chart of a function's invocations in the history; undefined while there is none with figures. */
export function historyChart(
  functionName: string,
  invocations: readonly Invocation[],
): TimingChart | undefined {
  const series = new Map<string, TimingSeries & { timings: Timing[] }>();
  for (const one of invocations.toReversed()) {
    if (one.functionName !== functionName || one.state.kind !== 'ended') continue;
    const { outcome, report } = one.state;
    const timing = report && timingOf(report);
    if (timing === undefined || outcome.start === undefined) continue;
    const where = sourceText(one.source, outcome.executedVersion);
    const name = outcome.start === 'cold' ? t('{0}, cold', where) : t('{0}, warm', where);
    const made = series.get(name) ?? { name, start: outcome.start, timings: [] };
    made.timings.push(timing);
    series.set(name, made);
  }
  if (series.size === 0) return undefined;
  const notes = [t('The invocations of this session, failed ones too.')];
  return {
    title: functionName,
    notes,
    series: [...series.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
}

/** One line per invocation, for a spreadsheet; times in milliseconds. */
export function timingsCsv({ series }: TimingChart): string {
  const cell = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const rows = series.flatMap(({ name, start, timings }) =>
    timings.map((timing, at) =>
      [cell(name), start, at + 1, timing.initMs ?? '', timing.durationMs, round(totalMs(timing))].join(','),
    ),
  );
  return ['series,start,number,init_ms,duration_ms,total_ms', ...rows, ''].join('\n');
}

const round = (ms: number): number => Math.round(ms * 1000) / 1000;
