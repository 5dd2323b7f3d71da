import { isFailure } from '../core/failures/failure.ts';
import type { Clock } from './ports.ts';

const attempts = 3;
const firstPauseMs = 200;

export interface Write<T> {
  apply(): Promise<T>;
  /** What the write was to bring about, when it is already there; undefined when it is not. Rejects when something else is. */
  readBack(): Promise<T | undefined>;
}

/**
 * Performs a write whose answer may get lost (a dropped connection, a time-out, a 5xx): what is there is read back before
 * anything is repeated, because a blind repetition makes a second version or loses a race against itself (AWS.md). After
 * three attempts the last failure is thrown.
 */
export async function writeReliably<T>(write: Write<T>, clock: Clock, signal: AbortSignal): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await write.apply();
    } catch (error) {
      const lost = isFailure(error, 'aws.uncertain');
      if (!lost && !(attempt > 1 && isFailure(error, 'aws.alreadyExists', 'aws.preconditionFailed')))
        throw error;
      const found = await write.readBack();
      if (found !== undefined) return found;
      if (attempt >= attempts) throw error;
      await clock.sleep(firstPauseMs * 2 ** (attempt - 1), signal);
    }
  }
}
