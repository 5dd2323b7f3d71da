import type { CallOptions } from '../core/callOptions.ts';
import type { CodeFile } from '../core/versions/codeFile.ts';
import type { CodeArchive } from './portsForCode.ts';

export interface UnpackRequest {
  readonly archive: CodeArchive;
  /** Those of the archive's files that are wanted. */
  readonly files: readonly CodeFile[];
  /** Where they go, relative to the folder. */
  readonly below: string;
  /** For the sentence of a failure. */
  readonly functionName: string;
}

/** A folder in the making, beside the place that it will have. */
export interface StagedFolder {
  /** Absolute path while it is made. */
  readonly path: string;
  /** Absolute path for a file of work, which goes when the folder is finished or discarded. */
  readonly workFile: string;
  /**
   * Files with their permissions, and links. Rejects with `import.unsafeLink`, `import.nameTaken`, `import.unusableName`,
   * `code.unreadable` or `import.notWritten`.
   */
  unpack(
    request: UnpackRequest,
    options: CallOptions & { readonly onProgress?: (done: number, total: number) => void },
  ): Promise<void>;
  /** A text file. @param path relative to the folder */
  write(path: string, text: string): Promise<void>;
  /** Moves it to its place, whole. Rejects with `import.folderTaken` when something has come to be there. */
  finish(): Promise<void>;
  /** Removes what was made; after `finish`, nothing. */
  discard(): Promise<void>;
}

export interface FolderMaker {
  /** Whether a folder can be made there: there is nothing yet, or an empty folder. */
  isFree(folder: string): Promise<boolean>;
  /** Rejects with `import.folderTaken` or `import.notWritten`. */
  begin(folder: string): Promise<StagedFolder>;
}
