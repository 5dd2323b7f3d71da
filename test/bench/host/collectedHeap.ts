import { Session } from 'node:inspector/promises';
import { quiet } from './quiet.ts';

/** Bytes in use when all that nobody holds is gone. */
export async function collectedHeap(): Promise<number> {
  // What was drawn is let go of when the window has drawn it.
  await quiet();
  const session = new Session();
  session.connect();
  await session.post('HeapProfiler.collectGarbage');
  session.disconnect();
  return process.memoryUsage().heapUsed;
}
