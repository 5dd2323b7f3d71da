import { t } from '@vscode/l10n';
import { readLogTail } from '../invocations/awsLog.ts';

/** Calls that a log tells of, and those of them that waited for a new execution environment. */
export interface ColdStarts {
  readonly calls: number;
  readonly cold: number;
  /** False where there was more than is read. */
  readonly complete: boolean;
}

/** Filter pattern for the entries that say what a call took. */
export const reportPattern = (json: boolean): string => (json ? '"platform.report"' : '"REPORT RequestId:"');

/** Counts REPORT lines, in text or in JSON: one with an init duration, or a restore of SnapStart, is of a cold start. */
export function countColdStarts(messages: readonly string[]): Pick<ColdStarts, 'calls' | 'cold'> {
  const starts = messages.flatMap((message) => {
    const { report } = readLogTail(message);
    return report === undefined ? [] : [report.initMs !== undefined || /restore ?duration/i.test(message)];
  });
  return { calls: starts.length, cold: starts.filter(Boolean).length };
}

/** `12 of 40 calls (30 %)`. */
export function coldStartsText({ calls, cold, complete }: ColdStarts): string {
  if (calls === 0) return t('no calls');
  const share = Math.round((cold / calls) * 1000) / 10;
  const counted = t('{0} of {1} calls ({2} %)', cold, calls, share);
  return complete ? counted : t('{0}, of those that were read,', counted);
}
