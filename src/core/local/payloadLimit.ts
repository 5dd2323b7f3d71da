import { byteLength } from '../quantities.ts';

/** Bytes that Lambda takes as the event of a synchronous invocation, and as its response (Lambda quotas). */
export const payloadLimit = 6 * 1024 * 1024;

/** The bytes of a text in UTF-8 when they are more than the limit; else undefined. */
export function bytesBeyond(text: string, limit: number): number | undefined {
  // Three bytes at most for a UTF-16 unit: nearly every text needs no counting.
  if (text.length <= limit / 3) return undefined;
  const bytes = byteLength(text);
  return bytes > limit ? bytes : undefined;
}
