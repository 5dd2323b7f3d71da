import type { LiveFunction } from '../deployment/liveState.ts';

/** A published version as the views keep it: without the environment, which only its configuration shows. */
export type VersionSummary = Pick<
  LiveFunction,
  'version' | 'description' | 'lastModified' | 'runtime' | 'memorySize' | 'codeSize' | 'codeSha256'
>;

export function versionSummary(version: LiveFunction): VersionSummary {
  const { description, lastModified, runtime, memorySize, codeSize, codeSha256 } = version;
  return { version: version.version, description, lastModified, runtime, memorySize, codeSize, codeSha256 };
}
