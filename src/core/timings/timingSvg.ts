import { t } from '@vscode/l10n';
import { fineDuration, summarize, totalMs } from './timings.ts';
import type { TimingChart, TimingSeries } from './timings.ts';

const width = 600;
const rowHeight = 64;
const left = 110;
const right = 24;
const top = 12;
/** Beyond this ratio of the longest to the shortest time, an even scale would press the short ones together. */
const wide = 20;
const rowsOfDots = 5;

/**
 * The chart as an SVG element: a row of dots for each series, one per invocation, with marks at p50 and p95. Colours are
 * the theme's, by VS Code's CSS variables.
 */
export function timingSvg({ title, series }: TimingChart): string {
  const all = series.flatMap(({ timings }) => timings.map(totalMs));
  const scale = scaleFor(Math.max(Math.min(...all), 0.1), Math.max(...all, 1));
  const bottom = top + series.length * rowHeight;
  const height = bottom + 44;
  const ticks = scale.ticks.map((tick) => {
    const x = place(scale.at(tick));
    return `<line x1="${x}" y1="${top}" x2="${x}" y2="${bottom}" class="grid"/><text x="${x}" y="${bottom + 18}" text-anchor="middle">${escapeXml(fineDuration(tick))}</text>`;
  });
  const axis = scale.even ? t('Initialisation and duration') : t('Initialisation and duration, logarithmic');
  const rows = series.map((one, at) => seriesRow(one, top + at * rowHeight, scale.at));
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeXml(spoken(title, series))}">
<style>text{font:13px var(--vscode-font-family);fill:var(--vscode-foreground)}.grid{stroke:var(--vscode-foreground);opacity:.15}.mark{stroke:var(--vscode-foreground);stroke-width:2}.p95{stroke-dasharray:4 3}.small{font-size:11px}.cold{fill:var(--vscode-charts-blue)}.warm{fill:var(--vscode-charts-yellow)}circle{opacity:.85}</style>
${[...ticks, ...rows].join('\n')}
<text x="${left}" y="${bottom + 36}" class="small">${escapeXml(axis)}</text>
</svg>`;
}

function seriesRow(series: TimingSeries, y: number, at: (ms: number) => number): string {
  const summary = summarize(series);
  const dots = series.timings.map((timing, index) => {
    const ms = totalMs(timing);
    const cy = y + 22 + (index % rowsOfDots) * 6;
    return `<circle cx="${place(at(ms))}" cy="${cy}" r="4" class="${series.start}"><title>${escapeXml(`${index + 1}: ${fineDuration(ms)}`)}</title></circle>`;
  });
  const marks = summary && [
    ...mark('p95', summary.p95, y, at, summary.p50),
    ...mark('p50', summary.p50, y, at, summary.p95),
  ];
  const count = series.timings.length === 1 ? t('1 invocation') : t('{0} invocations', series.timings.length);
  return `<text x="0" y="${y + 28}">${escapeXml(series.name)}</text><text x="0" y="${y + 44}" class="small">${escapeXml(count)}</text>${[...dots, ...(marks ?? [])].join('')}`;
}

/** A line with its name above it, on the side that is away from the other one. */
function mark(
  name: 'p50' | 'p95',
  ms: number,
  y: number,
  at: (ms: number) => number,
  other: number,
): string[] {
  const x = place(at(ms));
  const anchor = ms > other || (ms === other && name === 'p95') ? 'start' : 'end';
  return [
    `<line x1="${x}" y1="${y + 14}" x2="${x}" y2="${y + 54}" class="mark ${name}"/>`,
    `<text x="${x}" y="${y + 10}" text-anchor="${anchor}" class="small">${escapeXml(`${name} ${fineDuration(ms)}`)}</text>`,
  ];
}

interface Scale {
  /** 0 to 1. */
  readonly at: (ms: number) => number;
  readonly ticks: readonly number[];
  readonly even: boolean;
}

function scaleFor(min: number, max: number): Scale {
  if (max / min > wide) {
    const low = Math.floor(Math.log10(min));
    const high = Math.ceil(Math.log10(max));
    const ticks = Array.from({ length: high - low + 1 }, (_, index) => 10 ** (low + index));
    return { at: (ms) => (Math.log10(Math.max(ms, 10 ** low)) - low) / (high - low), ticks, even: false };
  }
  const rough = max / 5;
  const unit = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5].find((factor) => factor * unit >= rough) ?? 10) * unit;
  const end = Math.ceil(max / step) * step;
  const ticks = Array.from({ length: Math.round(end / step) + 1 }, (_, index) => index * step);
  return { at: (ms) => ms / end, ticks, even: true };
}

const place = (share: number): number => Math.round((left + share * (width - left - right)) * 10) / 10;

function spoken(title: string, series: readonly TimingSeries[]): string {
  const parts = series.flatMap((one) => {
    const summary = summarize(one);
    if (summary === undefined) return [];
    return [t('{0}: p50 {1}, p95 {2}', one.name, fineDuration(summary.p50), fineDuration(summary.p95))];
  });
  return [t('Times of {0}', title), ...parts].join('. ');
}

export const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
