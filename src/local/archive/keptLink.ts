import { lstatSync, readlinkSync } from 'node:fs';
import { sep } from 'node:path';
import { ArchiveStop } from '../../core/archive/archiveTrouble.ts';
import { linkTarget } from '../../core/archive/linkTarget.ts';
import { fileFingerprint } from './fileFingerprint.ts';
import { reading } from './fileSystemTrouble.ts';
import type { WalkedFile } from './walkedFiles.ts';

/** A link to be stored as a link. @throws ArchiveStop when it would lead out of the archive */
export function keptLink(path: string, source: string, walkStarted: bigint): WalkedFile {
  const stats = reading(path, () => lstatSync(source, { bigint: true }));
  if (!stats.isSymbolicLink()) throw new ArchiveStop({ kind: 'changed', path });
  const target = readLink(path, source);
  if (linkTarget(path, target) === undefined) throw new ArchiveStop({ kind: 'leadingOut', path, target });
  return {
    path,
    source,
    size: Buffer.byteLength(target),
    mtimeNs: stats.mtimeNs,
    mode: Number(stats.mode),
    fingerprint: fileFingerprint(stats, walkStarted),
    link: target,
  };
}

/** Where a link leads, as the archive writes it. @param path for sentences */
export const readLink = (path: string, source: string): string =>
  reading(path, () => readlinkSync(source)).replaceAll(sep, '/');
