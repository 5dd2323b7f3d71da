import type { ContainerMount } from '../../core/local/containerSpec.ts';
import type { CodeRequest } from '../../workflows/portsForContainers.ts';

/** What the thread is asked, and what it answers. */
export interface ScanMessage {
  readonly id: number;
  readonly request: CodeRequest;
  /** Real paths outside of the workspace folder that may be looked at. */
  readonly allowed: readonly string[];
}

export interface ScannedLink {
  /** Relative to the code folder, `/`-separated. */
  readonly path: string;
  /** Real, absolute path. */
  readonly target: string;
}

export type ScanTrouble =
  | { readonly kind: 'missing'; readonly folder: string }
  | { readonly kind: 'notAllowed'; readonly folder: string }
  | { readonly kind: 'outside'; readonly path: string; readonly target: string }
  | { readonly kind: 'unreadable'; readonly path: string; readonly code: string };

export type ScanResult =
  | {
      readonly kind: 'scanned';
      readonly revision: number;
      readonly links: readonly ScannedLink[];
      readonly layers: readonly ContainerMount[];
    }
  | { readonly kind: 'trouble'; readonly trouble: ScanTrouble };

export type ScanAnswer = ScanResult & { readonly id: number };
