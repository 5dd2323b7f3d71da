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
 * anything is repeated, because a blind repetition makes a second version or loses a race against itself (AWS.md). A refusal
 * because it is there already, or was changed, is read back too: a call of a run that was cancelled may have been carried
 * out after all. After three attempts the last failure is thrown.
 */
export async function writeReliably<T>(write: Write<T>, clock: Clock, signal: AbortSignal): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await write.apply();
    } catch (error) {
      if (!isFailure(error, 'aws.uncertain', 'aws.alreadyExists', 'aws.preconditionFailed')) throw error;
      const found = await write.readBack();
      if (found !== undefined) return found;
      if (!isFailure(error, 'aws.uncertain') || attempt >= attempts) throw error;
      await clock.sleep(firstPauseMs * 2 ** (attempt - 1), signal);
    }
  }
}
