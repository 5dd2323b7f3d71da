import { logFailures } from '../../core/failures/logFailures.ts';
import { logGroupOf, versionOfStream } from '../../core/logs/functionLog.ts';
import { countColdStarts, reportPattern } from '../../core/logs/coldStarts.ts';
import type { ColdStarts } from '../../core/logs/coldStarts.ts';
import type { AwsConnection, CallOptions } from '../ports.ts';

/** Pages of a log that are read of one time: CloudWatch looks through about a megabyte for each. */
const mostPages = 30;

/** A time: milliseconds since the epoch. */
export interface LogTime {
  readonly from: number;
  readonly to: number;
}

/**
 * Counts calls and cold starts of a function, whatever version ran, for each of these times. Reads the log a page at a
 * time, and not to its end where it is long.
 * @throws Failure `logs.functionMissing`
 */
export async function readColdStarts(
  functionName: string,
  times: readonly LogTime[],
  { functions, logs }: Pick<AwsConnection, 'functions' | 'logs'>,
  options: CallOptions,
): Promise<ColdStarts[]> {
  const live = await functions.readFunction(functionName, undefined, options);
  if (live === undefined) throw logFailures.functionMissing(functionName);
  const pattern = reportPattern(live.jsonLog === true);
  const count = async ({ from, to }: LogTime): Promise<ColdStarts> => {
    let calls = 0;
    let cold = 0;
    let next: string | undefined;
    for (let pages = 0; pages < mostPages; pages++) {
      const request = { group: logGroupOf(live), from, to, pattern, next };
      const page = await logs.filterEvents(request, options);
      const own = (page?.events ?? []).filter(
        ({ stream }) => versionOfStream(stream, functionName) !== undefined,
      );
      const counted = countColdStarts(own.map(({ message }) => message));
      calls += counted.calls;
      cold += counted.cold;
      next = page?.next;
      if (next === undefined) return { calls, cold, complete: true };
    }
    return { calls, cold, complete: false };
  };
  return Promise.all(times.map(count));
}
