import { byteLength } from '../quantities.ts';
import { t } from '@vscode/l10n';
import { errorObject } from './errorObject.ts';
import type { InvocationReport, InvocationStatus, LogLine } from '../local/invocation.ts';

/** Bytes of the log that Lambda gives back with an answer (Lambda API reference, Invoke). */
const tailSize = 4096;

/** What the end of a log says of its invocation. */
export interface TailReading {
  readonly lines: readonly LogLine[];
  /** Undefined when the log does not say it: another role may not let it, or its format leaves REPORT out. */
  readonly report: InvocationReport | undefined;
  readonly requestId: string | undefined;
}

/** Reads the log tail of a synchronous call, in Lambda's text format or in JSON. */
export function readLogTail(tail: string): TailReading {
  const texts = tail.replace(/\r?\n$/, '').split('\n');
  const records = texts.map(platformRecord);
  const lines = texts.map((text, at): LogLine => {
    const platform = records[at] !== undefined || /^(START|END|REPORT|INIT_START) /.test(text);
    return { text, source: platform ? 'platform' : 'function' };
  });
  const begun = records.some((record) => record?.type === 'platform.start') || /(^|\n)START /.test(tail);
  const cut = !begun && byteLength(tail) >= tailSize;
  const beginning: LogLine = {
    source: 'ours',
    text: t('What was written before is in CloudWatch only: Lambda gives back the last 4 KB of a log.'),
  };
  const report =
    textReport(tail) ?? records.map((record) => jsonReport(record)).find((one) => one !== undefined);
  const requestId =
    /(?:^|\n)(?:START|END|REPORT) RequestId: (\S+)/.exec(tail)?.[1] ??
    records.map((record) => text(record?.record['requestId'])).find((one) => one !== undefined);
  return { lines: tail === '' ? [] : cut ? [beginning, ...lines] : lines, report, requestId };
}

/** `REPORT RequestId: …\tDuration: 2.34 ms\tBilled Duration: 3 ms\tMemory Size: 128 MB\tMax Memory Used: 38 MB\tInit Duration: 120 ms` */
function textReport(tail: string): InvocationReport | undefined {
  const line = /(?:^|\n)(REPORT RequestId: .*)/.exec(tail)?.[1];
  if (line === undefined) return undefined;
  const figure = (name: string) => number(new RegExp(`\\t${name}: ([\\d.]+) M?m?[sB]`).exec(line)?.[1]);
  return report({
    init: figure('Init Duration'),
    duration: figure('Duration'),
    billed: figure('Billed Duration'),
    memory: figure('Memory Size'),
    peak: figure('Max Memory Used'),
  });
}

interface PlatformRecord {
  readonly type: string;
  readonly record: Readonly<Record<string, unknown>>;
}

/** A line of Lambda's own where the function logs in JSON. */
function platformRecord(line: string): PlatformRecord | undefined {
  if (!line.startsWith('{') || !line.includes('"platform.')) return undefined;
  try {
    const { type, record } = JSON.parse(line) as { type?: unknown; record?: unknown };
    if (typeof type !== 'string' || typeof record !== 'object' || record === null) return undefined;
    return { type, record: record as PlatformRecord['record'] };
  } catch {
    return undefined;
  }
}

function jsonReport(found: PlatformRecord | undefined): InvocationReport | undefined {
  const metrics = found?.type === 'platform.report' ? found.record['metrics'] : undefined;
  if (typeof metrics !== 'object' || metrics === null) return undefined;
  const figures = metrics as Readonly<Record<string, unknown>>;
  return report({
    init: number(figures['initDurationMs']),
    duration: number(figures['durationMs']),
    billed: number(figures['billedDurationMs']),
    memory: number(figures['memorySizeMB']),
    peak: number(figures['maxMemoryUsedMB']),
  });
}

function report(
  figures: Readonly<Record<'init' | 'duration' | 'billed' | 'memory' | 'peak', number | undefined>>,
): InvocationReport {
  return {
    initMs: figures.init,
    durationMs: figures.duration,
    billedMs: figures.billed,
    memorySize: figures.memory ?? 0,
    peakMemory: figures.peak,
    overheadMs: undefined,
  };
}

const number = (value: unknown): number | undefined => {
  const figure = typeof value === 'string' ? Number(value) : value;
  return typeof figure === 'number' && Number.isFinite(figure) ? figure : undefined;
};
const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** What kind of error Lambda's error object tells of. */
export function errorStatus(payload: string): Exclude<InvocationStatus, 'success'> {
  const { errorType = '', errorMessage = '' } = errorObject(payload);
  if (/Task timed out after [\d.]+ seconds/.test(errorMessage) || errorType === 'Sandbox.Timedout')
    return 'timedOut';
  if (errorType === 'Runtime.OutOfMemory' || /signal: killed/.test(errorMessage)) return 'outOfMemory';
  if (errorType === 'Runtime.ExitError') return 'exited';
  if (/^Runtime\.(ImportModuleError|UserCodeSyntaxError|InitError)$/.test(errorType)) return 'initFailed';
  return 'functionError';
}
