import type { CallerIdentity } from '../core/deployment/liveState.ts';
import { deployFailures } from '../core/failures/deployFailures.ts';
import type { FunctionManifest } from '../core/manifest/functionManifest.ts';
import type { AwsConnection, CallOptions } from './ports.ts';

/** A manifest, which may pin account and region. */
export interface PinnedPlace {
  readonly manifest: Pick<FunctionManifest, 'functionName' | 'accountId' | 'region'>;
  /** Absolute path of the manifest; undefined when there is none. */
  readonly manifestFile?: string;
}

/** Says whether the connection goes to the pinned region, without a call. Throws `deploy.wrongRegion`. */
export function checkRegion({ manifest, manifestFile }: PinnedPlace, { region }: AwsConnection): void {
  if (manifest.region !== undefined && manifest.region !== region) {
    throw deployFailures.wrongRegion(manifest.functionName, manifest.region, region, manifestFile);
  }
}

/**
 * Starts asking who is calling. Resolves when anything else may be called: with a pinned account not before the answer is
 * there, else at once. Rejects with `deploy.wrongAccount`.
 */
export async function startIdentifying(
  { manifest, manifestFile }: PinnedPlace,
  { identity }: AwsConnection,
  options: CallOptions,
): Promise<{ readonly identifying: Promise<CallerIdentity> }> {
  const identifying = identity.callerIdentity(options);
  if (manifest.accountId !== undefined) {
    const { accountId } = await identifying;
    if (accountId !== manifest.accountId)
      throw deployFailures.wrongAccount(manifest.functionName, manifest.accountId, accountId, manifestFile);
  }
  return { identifying };
}
