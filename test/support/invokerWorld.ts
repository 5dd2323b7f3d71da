import { createLocalInvoker } from '../../src/workflows/local/localInvoker.ts';
import type { LocalProgress, LocalResult } from '../../src/workflows/local/localInvoking.ts';
import type { FunctionSource } from '../../src/workflows/resolveFunction.ts';
import { fakeLocalWorld, settled } from './fakeContainers.ts';

interface Choice {
  readonly source?: FunctionSource;
  readonly event?: string;
  readonly fresh?: boolean;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: LocalProgress) => void;
}

/** The product's invoker in front of a fake engine, and one call of it as a test makes it. */
export function invokerWorld() {
  const world = fakeLocalWorld();
  const invoker = createLocalInvoker(world.dependencies);
  return {
    world,
    invoker,
    invoke: async ({
      source = world.source(),
      event = '{}',
      fresh = false,
      signal,
      onProgress,
    }: Choice = {}): Promise<LocalResult> => {
      const options = { signal: signal ?? new AbortController().signal, onProgress };
      const result = await invoker.invoke({ source, event, fresh }, options);
      await settled();
      return result;
    },
  };
}
