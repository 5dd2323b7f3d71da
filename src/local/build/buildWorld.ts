import type { ImageSetting } from '../../core/local/images.ts';
import type { StagingStore } from './stagingStore.ts';

/** What builds share. */
export interface BuildWorld {
  readonly staging: StagingStore;
  /** Absolute path of a folder for compiled code: one folder for each place in a function's code. */
  readonly compiledFolder: string;
  /** Settings of containers, asked at each use. */
  readonly containers: () => ContainerSettings;
  /** Environment of this machine. */
  readonly environment: NodeJS.ProcessEnv;
}

export interface ContainerSettings {
  /** `docker`, `podman`, `finch`, `nerdctl` or an absolute path. */
  readonly tool: string;
  readonly images: ImageSetting;
}
