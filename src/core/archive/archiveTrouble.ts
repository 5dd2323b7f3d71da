/** A file as far as sizes matter to a person. */
export interface SizedFile {
  /** Path in the archive, `/`-separated. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
}

/**
 * What can stop a build, as data: it is found on worker threads, which have no translations, and becomes a `Failure`
 * (core/failures/archiveFailures) in the thread that asked. A `path` is the archive's; `file` is absolute, and says where
 * the path lies when that is outside of the root.
 */
export type ArchiveTrouble =
  | { readonly kind: 'rootMissing' }
  /** The root is reached by a link; `target` is absolute. */
  | { readonly kind: 'rootOutside'; readonly target: string }
  | { readonly kind: 'empty' }
  | { readonly kind: 'danglingLink'; readonly path: string; readonly target: string; readonly file?: string }
  | { readonly kind: 'outsideLink'; readonly path: string; readonly target: string; readonly file?: string }
  | { readonly kind: 'linkCycle'; readonly path: string; readonly target: string; readonly file?: string }
  | { readonly kind: 'badName'; readonly path: string; readonly file?: string }
  | { readonly kind: 'changed'; readonly path: string; readonly file?: string }
  | { readonly kind: 'unreadable'; readonly path: string; readonly code: string; readonly file?: string }
  /** Links are to be kept, and this one would lead somewhere else where it is unpacked. */
  | { readonly kind: 'leadingOut'; readonly path: string; readonly target: string; readonly file?: string }
  | { readonly kind: 'includeMissing'; readonly path: string; readonly file: string }
  | {
      readonly kind: 'includeOutside';
      readonly path: string;
      readonly file: string;
      /** Where it really leads; absolute. */
      readonly target: string;
    }
  /** What a build made was removed since. */
  | { readonly kind: 'builtMissing'; readonly path: string; readonly file: string }
  | { readonly kind: 'notWritable'; readonly file: string; readonly code: string }
  | { readonly kind: 'tooManyFiles'; readonly limit: number }
  | {
      readonly kind: 'unzippedTooLarge';
      readonly size: number;
      readonly limit: number;
      readonly largest: readonly SizedFile[];
    }
  | {
      readonly kind: 'zipTooLarge';
      readonly size: number;
      readonly limit: number;
      readonly largest: readonly SizedFile[];
    };

/** Carries an `ArchiveTrouble` up the stack of a worker thread; never leaves it. */
export class ArchiveStop extends Error {
  override readonly name = 'ArchiveStop';
  readonly trouble: ArchiveTrouble;

  constructor(trouble: ArchiveTrouble) {
    super(trouble.kind);
    this.trouble = trouble;
  }
}
