import type { CodeFile } from './codeFile.ts';

/** Where a file of deployed code is: parts of an address of our read-only file system. */
export interface CodeAddress {
  /** `/calc/3/lib/a.py`: what a person reads, a folder of the caller's choice before the file's own path. */
  readonly path: string;
  readonly query: string;
}

/** Which code it is. */
export interface CodeIdentity {
  readonly functionName: string;
  /** `3`, `$LATEST`. */
  readonly version: string;
  readonly codeSha256: string;
}

/** What is said of a file in place of its content: it is binary, very large, or only its mode is another. */
export type FileFacts = Pick<CodeFile, 'size' | 'crc32' | 'mode'>;

/** What an address stands for. `path` is empty for the folder of all the code. */
export type Addressed =
  | { readonly kind: 'code'; readonly code: CodeIdentity; readonly path: string }
  | { readonly kind: 'facts'; readonly facts: FileFacts };

/**
 * The address of a file below a folder that a person reads, `/calc/3` where none is given. VS Code calls two sides of a
 * comparison renamed unless their paths are equal, so sides of one comparison share a folder. The query finds the archive
 * again, in another window too: an address says all.
 */
export function codeAddress(code: CodeIdentity, path: string, folder = codeFolder(code)): CodeAddress {
  const { functionName, version, codeSha256 } = code;
  const depth = folder.split('/').length;
  return {
    path: `${folder}/${path}`,
    query: `code=${urlSafe(codeSha256)}&of=${functionName}:${version}&depth=${depth}`,
  };
}

/** `side` tells the two sides of a comparison apart where nothing else does. */
export function factsAddress(
  { size, crc32, mode }: FileFacts,
  path: string,
  folder: string,
  side: string,
): CodeAddress {
  return { path: `${folder}/${path}`, query: `facts=${size}-${crc32}-${mode}&of=${side}` };
}

const codeFolder = ({ functionName, version }: CodeIdentity): string => `/${functionName}/${version}`;

/** Undefined for an address that we did not make. */
export function addressed({ path, query }: CodeAddress): Addressed | undefined {
  const [, sha, functionName = '', version = '', depth] =
    /^code=([\w-]{43})&of=([\w-]+):([\w$]+)&depth=(\d{1,3})$/.exec(query) ?? [];
  if (sha !== undefined) {
    const code = { functionName, version, codeSha256: fromUrlSafe(sha) };
    return { kind: 'code', code, path: path.split('/').slice(Number(depth)).join('/') };
  }
  const [, size, crc32, mode] = /^facts=(\d+)-(\d+)-(\d+)&of=/.exec(query) ?? [];
  if (size === undefined) return undefined;
  return { kind: 'facts', facts: { size: Number(size), crc32: Number(crc32), mode: Number(mode) } };
}

/** RFC 4648, section 5: 32 bytes are 43 characters and one of padding. */
const urlSafe = (base64: string) => base64.replaceAll('+', '-').replaceAll('/', '_').replace(/=$/, '');
const fromUrlSafe = (text: string) => `${text.replaceAll('-', '+').replaceAll('_', '/')}=`;
