import type { CodeFile } from './codeFile.ts';

/** Where a file of deployed code is: parts of an address of our read-only file system. */
export interface CodeAddress {
  /** `/calc/3/lib/a.py`: what a person reads, function and version before the file's own path. */
  readonly path: string;
  readonly query: string;
}

/** Which code an address belongs to. */
export interface CodeIdentity {
  readonly functionName: string;
  /** `3`, `$LATEST`, or what else the code is called. */
  readonly version: string;
  readonly codeSha256: string;
}

/** What is said of a file in place of its content: it is binary, very large, or only its mode is another. */
export type FileFacts = Pick<CodeFile, 'size' | 'crc32' | 'mode'>;

/** What an address stands for. `path` is empty for the folder of all the code. */
export type Addressed =
  | { readonly kind: 'code'; readonly codeSha256: string; readonly path: string }
  | { readonly kind: 'facts'; readonly facts: FileFacts };

/** The hash finds the archive again, in another window too: an address says all. */
export function codeAddress({ functionName, version, codeSha256 }: CodeIdentity, path: string): CodeAddress {
  return { path: `/${functionName}/${version}/${path}`, query: `code=${urlSafe(codeSha256)}` };
}

export function factsAddress(
  { functionName, version }: Pick<CodeIdentity, 'functionName' | 'version'>,
  path: string,
  { size, crc32, mode }: FileFacts,
): CodeAddress {
  return { path: `/${functionName}/${version}/${path}`, query: `facts=${size}-${crc32}-${mode}` };
}

/** Undefined for an address that we did not make. */
export function addressed({ path, query }: CodeAddress): Addressed | undefined {
  const [, file = ''] = /^\/[^/]+\/[^/]+\/?(.*)$/.exec(path) ?? [];
  const [, code] = /^code=([\w-]{43})$/.exec(query) ?? [];
  if (code !== undefined) return { kind: 'code', codeSha256: fromUrlSafe(code), path: file };
  const [, size, crc32, mode] = /^facts=(\d+)-(\d+)-(\d+)$/.exec(query) ?? [];
  if (size === undefined) return undefined;
  return { kind: 'facts', facts: { size: Number(size), crc32: Number(crc32), mode: Number(mode) } };
}

/** RFC 4648, section 5: 32 bytes are 43 characters and one of padding. */
const urlSafe = (base64: string) => base64.replaceAll('+', '-').replaceAll('/', '_').replace(/=$/, '');
const fromUrlSafe = (text: string) => `${text.replaceAll('-', '+').replaceAll('_', '/')}=`;
