import type { ArchiveTrouble } from '../../core/archive/archiveTrouble.ts';
import type { ContainerMount } from '../../core/local/containerSpec.ts';
import type { CodePlace, CodeRequest } from '../../workflows/portsForContainers.ts';

/** What the thread is asked, and what it answers. */
export interface ScanMessage {
  readonly id: number;
  readonly request: CodeRequest;
  /** Absolute path of the folder for the copy of this function's code. */
  readonly place: string;
  /** Real paths outside of the workspace folder that may be looked at. */
  readonly allowed: readonly string[];
  /** One shared Int32: anything but 0 means stop. */
  readonly cancel: SharedArrayBuffer;
}

export type ScanTrouble =
  | { readonly kind: 'missing'; readonly folder: string }
  | { readonly kind: 'notAllowed'; readonly folder: string }
  | { readonly kind: 'unreadable'; readonly path: string; readonly code: string }
  | { readonly kind: 'notCopied'; readonly path: string; readonly code: string }
  | { readonly kind: 'tree'; readonly trouble: ArchiveTrouble };

export type ScanResult =
  | {
      readonly kind: 'scanned';
      readonly folder: string;
      readonly revision: number;
      readonly places: readonly CodePlace[];
      readonly layers: readonly ContainerMount[];
    }
  | { readonly kind: 'trouble'; readonly trouble: ScanTrouble }
  | { readonly kind: 'cancelled' };

export type ScanAnswer = (ScanResult | CopyProgress) & { readonly id: number };

export interface CopyProgress {
  readonly kind: 'progress';
  readonly done: number;
  readonly total: number;
}

/** Carries a `ScanTrouble` up the stack of the thread; never leaves it. */
export class ScanStop extends Error {
  override readonly name = 'ScanStop';
  readonly trouble: ScanTrouble;
  constructor(trouble: ScanTrouble) {
    super(trouble.kind);
    this.trouble = trouble;
  }
}
