/**
 * Runs things side by side under one signal of their own: the first failure (or the caller's abort) ends the others, and
 * the failure is reported only when all have come to rest, so that nothing goes on unseen after the call has failed.
 */
export async function allOrNone<T>(
  outer: AbortSignal,
  work: (
    signal: AbortSignal,
    together: <P extends readonly Promise<unknown>[]>(promises: readonly [...P]) => Promise<Settled<P>>,
  ) => Promise<T>,
): Promise<T> {
  outer.throwIfAborted();
  const controller = new AbortController();
  const started: Promise<unknown>[] = [];
  const forward = () => controller.abort(outer.reason);
  outer.addEventListener('abort', forward, { once: true });
  const together = async <P extends readonly Promise<unknown>[]>(
    promises: readonly [...P],
  ): Promise<Settled<P>> => {
    started.push(...promises);
    return await Promise.all(promises);
  };
  try {
    return await work(controller.signal, together);
  } catch (error) {
    controller.abort(error);
    await Promise.allSettled(started);
    throw error;
  } finally {
    outer.removeEventListener('abort', forward);
  }
}

type Settled<P extends readonly Promise<unknown>[]> = { -readonly [K in keyof P]: Awaited<P[K]> };
