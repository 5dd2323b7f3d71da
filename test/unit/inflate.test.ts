import assert from 'node:assert/strict';
import { deflateRawSync } from 'node:zlib';
import { describe, it } from 'mocha';
import { unzippedLimit } from '../../src/core/archive/archiveLimits.ts';
import { Inflate } from '../../src/local/code/inflate.ts';

describe('what jszip unpacks by', () => {
  const text = Buffer.from('a text that is worth it, a text that is worth it'.repeat(100));
  const unpack = (pieces: readonly Uint8Array[]) => {
    const found: Uint8Array[] = [];
    const inflate = new Inflate();
    inflate.onData = (data) => found.push(data);
    for (const piece of pieces) inflate.push(piece, false);
    inflate.push([], true);
    return Buffer.concat(found);
  };

  it('gives what was packed, in whatever pieces it comes', () => {
    const packed = deflateRawSync(text);
    assert.deepEqual(unpack([packed]), text);
    assert.deepEqual(unpack([...packed].map((byte) => Uint8Array.of(byte))), text);
  });

  it('gives nothing of what is broken, cut off, or larger than any archive may be', () => {
    const packed = deflateRawSync(text);
    assert.equal(unpack([packed.subarray(0, 20)]).length, 0);
    assert.equal(unpack([Buffer.from([7, 7, 7])]).length, 0);
    assert.equal(unpack([deflateRawSync(Buffer.alloc(unzippedLimit + 1), { level: 1 })]).length, 0);
  }).timeout(30_000);
});
