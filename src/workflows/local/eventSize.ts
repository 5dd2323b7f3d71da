import { localFailures } from '../../core/failures/localFailures.ts';
import { bytesBeyond, payloadLimit } from '../../core/local/payloadLimit.ts';

/** @throws Failure `local.eventTooLarge` */
export function requireEventSize(event: string): void {
  const bytes = bytesBeyond(event, payloadLimit);
  if (bytes !== undefined) throw localFailures.eventTooLarge(bytes, payloadLimit);
}
