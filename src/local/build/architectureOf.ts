import { defaultArchitecture } from '../../core/archive/foreignCode.ts';
import type { Architecture } from '../../core/manifest/functionManifest.ts';
import type { BuildRequest } from '../../workflows/portsForBuild.ts';

/** What packages are made for: what the manifest names, else what the deployed function has and a deploy lets it keep. */
export const architectureOf = async ({ manifest, liveArchitecture }: BuildRequest): Promise<Architecture> =>
  manifest.architecture ?? (await liveArchitecture?.()) ?? defaultArchitecture;
