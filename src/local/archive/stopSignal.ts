/** Thrown in a worker thread when the asking thread has cancelled; never leaves the thread. */
export class BuildCancelled extends Error {
  override readonly name = 'BuildCancelled';
}

/** A cancel flag shared by threads. An AbortSignal's event would wait until a thread's synchronous work is done. */
export function createStopFlag(): SharedArrayBuffer {
  return new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
}

export function raiseStopFlag(flag: SharedArrayBuffer): void {
  Atomics.store(new Int32Array(flag), 0, 1);
}

/** Returns a function that throws `BuildCancelled` once the flag is raised; cheap enough for every file. */
export function stopCheck(flag: SharedArrayBuffer): () => void {
  const view = new Int32Array(flag);
  return () => {
    if (Atomics.load(view, 0) !== 0) throw new BuildCancelled('cancelled');
  };
}
