// Entry of dist/containers.cjs: everything that runs container tools, loaded when a function is first invoked locally.
import type { CodeScanner, ContainerEngine } from '../../workflows/portsForContainers.ts';
import { createCodeScanner } from '../code/codeScanner.ts';
import { createContainerEngine } from './containerEngine.ts';
import type { ContainerEngineOptions } from './containerEngine.ts';

export interface ContainerSources extends ContainerEngineOptions {
  /** Absolute path of the bundle of codeScanWorker.ts. */
  readonly scanWorkerFile: string;
  /** Absolute path of a folder for copies of code alone. */
  readonly copyFolder: string;
}

/** Nothing is spawned or read until the first call of either. */
export function createContainers(sources: ContainerSources): {
  readonly engine: ContainerEngine;
  readonly scanner: CodeScanner;
} {
  return {
    engine: createContainerEngine(sources),
    scanner: createCodeScanner({ workerFile: sources.scanWorkerFile, copyFolder: sources.copyFolder }),
  };
}
