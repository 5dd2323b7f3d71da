// Compresses the entries of a VSIX anew, with more patience than vsce has. Names and order stay, and what files mean.
import { readFile, writeFile } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { deflateAsync } from '@gfx/zopfli';
import JSZip from 'jszip';
import {
  centralDirectory,
  deflated,
  localHeaderLength,
  writeLocalHeader,
} from '../src/local/archive/zipFormat.ts';
import type { ZipEntry } from '../src/local/archive/zipFormat.ts';

const file = process.argv[2];
if (file === undefined) throw new Error('Start this with npm run package.');

/** JSON without what only makes it good to read, and of package.json without what only a checkout needs. */
function compact(name: string, bytes: Buffer): Buffer {
  if (!name.endsWith('.json')) return bytes;
  const value = JSON.parse(bytes.toString()) as Readonly<Record<string, unknown>>;
  const ofTheCheckout = { scripts: undefined, allowScripts: undefined, devDependencies: undefined };
  return Buffer.from(
    JSON.stringify(name === 'extension/package.json' ? { ...value, ...ofTheCheckout } : value),
  );
}

const archive = await JSZip.loadAsync(await readFile(file));
const entries: ZipEntry[] = [];
const offsets: number[] = [];
const parts: Uint8Array[] = [];
let length = 0;
for (const source of Object.values(archive.files)) {
  if (source.dir) continue;
  const bytes = compact(source.name, await source.async('nodebuffer'));
  const data = await deflateAsync(bytes, {});
  const entry: ZipEntry = {
    path: source.name,
    method: deflated,
    crc: crc32(bytes),
    compressedSize: data.length,
    size: bytes.length,
    mode: 0o644,
  };
  const header = Buffer.alloc(localHeaderLength(entry.path));
  writeLocalHeader(header, 0, entry);
  entries.push(entry);
  offsets.push(length);
  parts.push(header, data);
  length += header.length + data.length;
}
await writeFile(file, Buffer.concat([...parts, centralDirectory(entries, offsets, length)]));
