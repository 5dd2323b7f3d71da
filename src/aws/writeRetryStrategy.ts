import type { LambdaClientConfig } from '@aws-sdk/client-lambda';
import { member } from './sdkError.ts';

export type RetryStrategy = Extract<
  NonNullable<LambdaClientConfig['retryStrategy']>,
  { refreshRetryTokenForRetry: unknown }
>;
type Token = Awaited<ReturnType<RetryStrategy['acquireInitialRetryToken']>>;

const attempts = 4;
/** Milliseconds before the second attempt at most; doubled with each. */
const firstDelay = 500;

/**
 * Retries a write only where AWS certainly did not carry it out: throttled, or refused because of a clock that the SDK has
 * corrected meanwhile. After a lost answer or a 5xx a blind retry would publish twice or report a lost race (AWS.md).
 * @param throttled whether a throttled one is retried here
 */
export function writeRetryStrategy(random: () => number = Math.random, throttled = true): RetryStrategy {
  const token = (count: number, delay: number): Token => ({
    getRetryCount: () => count,
    getRetryDelay: () => delay,
  });
  return {
    acquireInitialRetryToken: () => Promise.resolve(token(0, 0)),
    refreshRetryTokenForRetry: (used, { errorType, error, retryAfterHint }) => {
      const count = used.getRetryCount() + 1;
      const corrected = member(member(error, '$metadata'), 'clockSkewCorrected') === true;
      if (count >= attempts || ((errorType !== 'THROTTLING' || !throttled) && !corrected)) {
        return Promise.reject(new Error('No retry token available'));
      }
      const backoff = random() * firstDelay * 2 ** (count - 1);
      const asked = retryAfterHint === undefined ? 0 : Math.min(retryAfterHint.getTime() - Date.now(), 5000);
      return Promise.resolve(token(count, Math.max(backoff, asked)));
    },
    recordSuccess: () => undefined,
  };
}
