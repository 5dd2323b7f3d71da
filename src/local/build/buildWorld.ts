import type { StagingStore } from './stagingStore.ts';

/** What builds share. */
export interface BuildWorld {
  readonly staging: StagingStore;
  /** Absolute path of a folder for compiled code: one folder for each place in a function's code. */
  readonly compiledFolder: string;
  /** Environment of this machine. */
  readonly environment: NodeJS.ProcessEnv;
}
