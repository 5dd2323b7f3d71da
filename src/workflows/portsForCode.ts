import type { CallOptions } from '../core/callOptions.ts';
import type { CodeFile } from '../core/versions/codeFile.ts';

/** An archive of code that was opened for reading. Its names are safe: none leads out of the folder of the code. */
export interface CodeArchive {
  /** By path. */
  readonly files: readonly CodeFile[];
  /** Undefined when there is no such file. Rejects with `code.unreadable` when the archive is damaged there. */
  read(path: string, options: CallOptions): Promise<Uint8Array | undefined>;
}

/** Deployed archives by their CodeSha256, kept on disk between windows as far as there is room. */
export interface CodeStore {
  /** Undefined when it is not kept, or not any more. */
  get(codeSha256: string): Promise<CodeArchive | undefined>;
  /** Opens an archive and keeps it. `name` is for the sentence of a failure: an archive is refused when it is unsafe. */
  keep(codeSha256: string, bytes: Uint8Array, name: string): Promise<CodeArchive>;
  /** Keeps a copy of an archive that was just uploaded, so that it need not be downloaded. Does nothing without room. */
  adopt(codeSha256: string, file: string): Promise<void>;
  /** Opens an archive that lies elsewhere, such as what a deploy would upload. */
  open(file: string): Promise<CodeArchive>;
}
