import { createHash } from 'node:crypto';
import JSZip from 'jszip';
import { openArchive } from '../../src/local/code/openArchive.ts';
import type { CodeArchive, CodeStore } from '../../src/workflows/portsForCode.ts';

export type Files = Readonly<Record<string, string | Uint8Array>>;

export interface TestArchive {
  readonly bytes: Uint8Array;
  /** As Lambda says it: base64 SHA-256. */
  readonly sha: string;
}

/** A zip of these files, the same bytes each time. */
export async function archiveOf(files: Files, unixPermissions = 0o100644): Promise<TestArchive> {
  const zip = new JSZip();
  for (const [name, content] of Object.entries(files)) {
    zip.file(name, content, { date: new Date(0), unixPermissions, createFolders: false });
  }
  const bytes = await zip.generateAsync({ type: 'uint8array', platform: 'UNIX', compression: 'DEFLATE' });
  return { bytes, sha: createHash('sha256').update(bytes).digest('base64') };
}

/** Keeps archives in memory; those of `elsewhere` lie in files of these names. */
export function memoryStore(elsewhere: Readonly<Record<string, Uint8Array>> = {}): CodeStore {
  const kept = new Map<string, CodeArchive>();
  return {
    get: (sha) => Promise.resolve(kept.get(sha)),
    keep: async (sha, bytes, name) => {
      const archive = await openArchive(bytes, name);
      kept.set(sha, archive);
      return archive;
    },
    adopt: () => Promise.resolve(),
    open: (file) => openArchive(elsewhere[file] ?? new Uint8Array(), file),
  };
}
