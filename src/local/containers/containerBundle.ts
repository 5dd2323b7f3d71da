// Entry of dist/containers.cjs: everything that runs container tools, loaded when a function is first invoked locally.
import { config } from '@vscode/l10n';
import type { CodeScanner, ContainerEngine } from '../../workflows/portsForContainers.ts';
import { createCodeScanner } from '../code/codeScanner.ts';
import { createContainerEngine } from './containerEngine.ts';
import type { ContainerEngineOptions } from './containerEngine.ts';

export interface ContainerSources extends ContainerEngineOptions {
  /** Absolute path of the bundle of codeScanWorker.ts. */
  readonly scanWorkerFile: string;
  /** `vscode.l10n.bundle`: this bundle has a copy of @vscode/l10n of its own. */
  readonly translations?: Record<string, string>;
}

/** Nothing is spawned or read until the first call of either. */
export function createContainers(sources: ContainerSources): {
  readonly engine: ContainerEngine;
  readonly scanner: CodeScanner;
} {
  if (sources.translations !== undefined) config({ contents: sources.translations });
  return {
    engine: createContainerEngine(sources),
    scanner: createCodeScanner({ workerFile: sources.scanWorkerFile }),
  };
}
