import type { CodeFile } from './codeFile.ts';

/** How a file of one code differs from that of another. `mode`: its content is equal, its permissions are not. */
export type FileChange =
  | { readonly kind: 'added'; readonly path: string; readonly after: CodeFile }
  | { readonly kind: 'removed'; readonly path: string; readonly before: CodeFile }
  | {
      readonly kind: 'changed' | 'mode';
      readonly path: string;
      readonly before: CodeFile;
      readonly after: CodeFile;
    };

/**
 * What differs, by path. Contents are compared by size and CRC-32, as zip tools do: nothing is unpacked for it. Times are
 * not compared, as they say nothing of the code.
 */
export function compareFiles(before: readonly CodeFile[], after: readonly CodeFile[]): FileChange[] {
  const old = new Map(before.map((file) => [file.path, file]));
  const changes: FileChange[] = [];
  for (const file of after) {
    const was = old.get(file.path);
    old.delete(file.path);
    const { path } = file;
    if (was === undefined) changes.push({ kind: 'added', path, after: file });
    else if (was.size !== file.size || was.crc32 !== file.crc32 || was.link !== file.link) {
      changes.push({ kind: 'changed', path, before: was, after: file });
    } else if (was.mode !== file.mode) changes.push({ kind: 'mode', path, before: was, after: file });
  }
  for (const file of old.values()) changes.push({ kind: 'removed', path: file.path, before: file });
  return changes.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Bytes at the start that tell a binary file, as git looks at them. */
const lookedAt = 8000;

/** Whether the content is not for reading: there is a zero byte in its start. */
export function isBinary(content: Uint8Array): boolean {
  return content.subarray(0, lookedAt).includes(0);
}
