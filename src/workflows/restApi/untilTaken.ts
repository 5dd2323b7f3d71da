import { t } from '@vscode/l10n';
import { isFailure } from '../../core/failures/failure.ts';
import type { CallOptions, Clock } from '../ports.ts';

/** Delays between two attempts, in milliseconds: of its quotas the smallest is one call in 5 s. */
const firstDelay = 1000;
const longestDelay = 5000;
const growth = 1.5;
const deadline = 3 * 60_000;

export interface WaitingContext extends CallOptions {
  readonly clock: Clock;
  /** Says what is being waited for, again and again while it lasts. */
  readonly onWaiting?: (text: string) => void;
}

/**
 * Repeats a call that API Gateway refuses because there were too many, or while another change is under way: its quotas are
 * small (AWS.md), and such a call was certainly not carried out. Rejects with the last refusal after three minutes.
 */
export async function untilTaken<T>(
  call: () => Promise<T>,
  { clock, signal, onWaiting }: WaitingContext,
): Promise<T> {
  const started = clock.now();
  for (let delay = firstDelay; ; delay = Math.min(delay * growth, longestDelay)) {
    try {
      return await call();
    } catch (error) {
      const waited = clock.now() - started;
      if (!isFailure(error, 'aws.throttled', 'aws.inProgress') || waited > deadline) throw error;
      const seconds = Math.round((waited + delay) / 1000);
      onWaiting?.(
        isFailure(error, 'aws.throttled')
          ? t('API Gateway takes only a few such calls at a time. Waiting ({0} s)…', seconds)
          : t('Another change of the API is under way. Waiting ({0} s)…', seconds),
      );
      await clock.sleep(delay, signal);
    }
  }
}
