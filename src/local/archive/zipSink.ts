import { createHash } from 'node:crypto';
import { closeSync, openSync, writeSync } from 'node:fs';
import { writing } from './fileSystemTrouble.ts';

const bufferSize = 1024 * 1024;

/** Writes a new file front to back in large pieces, and hashes what it writes. */
export class ZipSink {
  readonly #file: string;
  readonly #descriptor: number;
  readonly #hash = createHash('sha256');
  readonly #buffer = Buffer.allocUnsafe(bufferSize);
  #filled = 0;
  #flushed = 0;

  /** @param file absolute path of a file that must not exist yet */
  constructor(file: string) {
    this.#file = file;
    this.#descriptor = writing(file, () => openSync(file, 'wx'));
  }

  /** Bytes taken so far. */
  get length(): number {
    return this.#flushed + this.#filled;
  }

  /** Takes the bytes over at once: the caller may reuse them. */
  write(bytes: Uint8Array): void {
    if (this.#filled + bytes.length > bufferSize) this.#flush();
    if (bytes.length >= bufferSize) {
      this.#put(bytes);
    } else {
      this.#buffer.set(bytes, this.#filled);
      this.#filled += bytes.length;
    }
  }

  /** Closes the file. @returns base64 SHA-256 of everything written */
  finish(): string {
    this.#flush();
    writing(this.#file, () => closeSync(this.#descriptor));
    return this.#hash.digest('base64');
  }

  /** Closes the file as it is, after a failure; deleting it is the caller's. */
  abandon(): void {
    try {
      closeSync(this.#descriptor);
    } catch {
      // closed already
    }
  }

  #flush(): void {
    this.#put(this.#buffer.subarray(0, this.#filled));
    this.#filled = 0;
  }

  #put(bytes: Uint8Array): void {
    this.#hash.update(bytes);
    let at = 0;
    while (at < bytes.length) {
      const from = at;
      at += writing(this.#file, () => writeSync(this.#descriptor, bytes, from));
    }
    this.#flushed += bytes.length;
  }
}
