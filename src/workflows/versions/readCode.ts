import type { LiveFunction } from '../../core/deployment/liveState.ts';
import { codeFailures } from '../../core/failures/codeFailures.ts';
import type { CodeIdentity } from '../../core/versions/codeAddress.ts';
import type { AwsConnection, CallOptions } from '../ports.ts';
import type { CodeArchive, CodeStore } from '../portsForCode.ts';

export interface CodeDependencies {
  readonly connection: AwsConnection;
  readonly store: CodeStore;
}

export interface DeployedCode {
  readonly identity: CodeIdentity;
  readonly archive: CodeArchive;
}

type DownloadOptions = CallOptions & {
  /** Bytes received, and in all; not called when the archive is kept already. */
  readonly onProgress?: (received: number, total: number) => void;
};

/** A version as it is configured now. Rejects with `code.gone` when there is none. @param version `$LATEST`, a number, or an alias */
export async function readVersion(
  functionName: string,
  version: string,
  { connection }: Pick<CodeDependencies, 'connection'>,
  options: CallOptions,
): Promise<LiveFunction> {
  const live = await connection.functions.readFunction(functionName, qualifier(version), options);
  if (live === undefined) throw codeFailures.gone(named(functionName, version));
  return live;
}

/** The code of a version, downloaded unless it is kept. Rejects with `code.image` when it is no archive. */
export async function readCode(
  { functionName, version, packageType, codeSha256 }: LiveFunction,
  { connection, store }: CodeDependencies,
  options: DownloadOptions,
): Promise<DeployedCode> {
  const name = named(functionName, version);
  if (packageType === 'Image') throw codeFailures.image(name);
  const identity = { functionName, version, codeSha256 };
  const kept = await store.get(codeSha256);
  if (kept !== undefined) return { identity, archive: kept };
  // $LATEST may have moved on since it was read: its code is what was downloaded.
  const code = await connection.code.downloadCode(functionName, qualifier(version), options);
  const archive = await store.keep(code.codeSha256, code.bytes, name);
  return { identity: { ...identity, codeSha256: code.codeSha256 }, archive };
}

const qualifier = (version: string) => (version === '$LATEST' ? undefined : version);
const named = (functionName: string, version: string) =>
  version === '$LATEST' ? functionName : `${functionName}:${version}`;
