import type { LiveFunction } from '../../core/deployment/liveState.ts';
import { compareConfigurations } from '../../core/versions/configurationComparison.ts';
import type { ConfigurationComparison } from '../../core/versions/configurationComparison.ts';
import { compareCode } from './compareCode.ts';
import type { ShownChange } from './compareCode.ts';
import { readCode, readVersion } from './readCode.ts';
import type { CodeDependencies, DeployedCode } from './readCode.ts';
import type { CallOptions } from '../ports.ts';

/** How the code of two versions differs. */
export type CodeDifference =
  /** Byte for byte the same archive, or image. */
  | { readonly kind: 'equal' }
  /** One at least is a container image, whose files cannot be read. */
  | { readonly kind: 'image' }
  | {
      readonly kind: 'files';
      readonly before: DeployedCode;
      readonly after: DeployedCode;
      /** None when only the times of files differ. */
      readonly changes: readonly ShownChange[];
    };

export interface VersionComparison {
  readonly before: LiveFunction;
  readonly after: LiveFunction;
  readonly configuration: ConfigurationComparison;
  readonly code: CodeDifference;
}

/** Reads two versions of a function and says how they differ. Their code is downloaded only where it is not equal. */
export async function compareVersions(
  functionName: string,
  [first, second]: readonly [string, string],
  dependencies: CodeDependencies,
  options: CallOptions,
): Promise<VersionComparison> {
  const [before, after] = await Promise.all([
    readVersion(functionName, first, dependencies, options),
    readVersion(functionName, second, dependencies, options),
  ]);
  const configuration = compareConfigurations(before, after);
  return { before, after, configuration, code: await codeDifference(before, after, dependencies, options) };
}

async function codeDifference(
  before: LiveFunction,
  after: LiveFunction,
  dependencies: CodeDependencies,
  options: CallOptions,
): Promise<CodeDifference> {
  if (before.codeSha256 === after.codeSha256) return { kind: 'equal' };
  if (before.packageType === 'Image' || after.packageType === 'Image') return { kind: 'image' };
  const [old, now] = await Promise.all([
    readCode(before, dependencies, options),
    readCode(after, dependencies, options),
  ]);
  const changes = await compareCode(old.archive, now.archive, options);
  return { kind: 'files', before: old, after: now, changes };
}
