import { inflateRawSync } from 'node:zlib';
import { unzippedLimit } from '../../core/archive/archiveLimits.ts';

/**
 * Stands in for pako's class of this name in the bundle (scripts/bundles.mjs): jszip unpacks by it, and Node.js brings what it
 * does. As with pako, data that cannot be unpacked gives nothing: jszip tells it by the size that is missing.
 */
export class Inflate {
  onData: (data: Uint8Array) => void = () => undefined;
  readonly #pieces: Uint8Array[] = [];

  push(piece: Uint8Array | readonly never[], isLast: boolean): void {
    this.#pieces.push(Uint8Array.from(piece));
    if (!isLast) return;
    const data = unpacked(this.#pieces);
    if (data !== undefined) this.onData(data);
  }
}

function unpacked(pieces: readonly Uint8Array[]): Uint8Array | undefined {
  try {
    return inflateRawSync(Buffer.concat(pieces), { maxOutputLength: unzippedLimit });
  } catch {
    return undefined;
  }
}
