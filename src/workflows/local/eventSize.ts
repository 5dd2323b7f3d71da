import { localFailures } from '../../core/failures/localFailures.ts';

/** Bytes of an event that Lambda takes in a synchronous invocation. */
const payloadLimit = 6 * 1024 * 1024;

/** @throws Failure `local.eventTooLarge` */
export function requireEventSize(event: string): void {
  // UTF-8 takes three bytes at most for a UTF-16 unit: nearly every event needs no counting.
  if (event.length <= payloadLimit / 3) return;
  const bytes = new TextEncoder().encode(event).length;
  if (bytes > payloadLimit) throw localFailures.eventTooLarge(bytes, payloadLimit);
}
