import type { EnvironmentEntry } from '../environmentFile.ts';
import type { FunctionManifest } from '../manifest/functionManifest.ts';

/** What the connection adds: where AWS is, and on request or for the sandbox who asks. Values are secrets. */
export interface ConnectionEnvironment {
  readonly region: string | undefined;
  /** Of the sandbox that the workspace is connected to, such as http://127.0.0.1:41234, while it runs. */
  readonly endpoint: string | undefined;
  readonly credentials:
    | { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken?: string }
    | undefined;
}

export interface EnvironmentSources {
  readonly manifest: Pick<
    FunctionManifest,
    'functionName' | 'handler' | 'timeout' | 'memorySize' | 'environment'
  >;
  /** Entries of `environmentFile` and `local.environmentFile`, the later file last. */
  readonly files: readonly (readonly EnvironmentEntry[])[];
  readonly connection: ConnectionEnvironment;
  /** A variable of this machine, for a bare KEY; undefined when it is not set. */
  readonly hostValue: (name: string) => string | undefined;
}

/** Lambda's defaults on create. */
export const defaultTimeout = 3;
export const defaultMemorySize = 128;

/**
 * The other API of the emulator, and the address that it sets itself: a function's own value would start another emulator
 * or none.
 */
const emulatorsOwn = ['AWS_LAMBDA_MAX_CONCURRENCY', 'AWS_LAMBDA_RUNTIME_API'];
const credentialNames = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'] as const;

/**
 * The variables of a container: connection < manifest < environment files < what Lambda itself sets, so that a file can
 * name another region or credentials of its own. A bare KEY that this machine does not have sets nothing, as for Docker.
 */
export function localEnvironment({ manifest, files, connection, hostValue }: EnvironmentSources) {
  const own = new Map<string, string>();
  for (const [name, value] of Object.entries(manifest.environment ?? {})) {
    // null: a deployed value that is not written down, so it is not known here.
    if (value !== null) own.set(name, value);
  }
  for (const entry of files.flat()) {
    const value = 'fromHost' in entry ? hostValue(entry.name) : entry.value;
    if (value !== undefined) own.set(entry.name, value);
  }
  const environment = new Map([...fromConnection(connection, own), ...own]);
  for (const name of emulatorsOwn) environment.delete(name);
  for (const [name, value] of lambdaSets(manifest)) environment.set(name, value);
  return Object.fromEntries(environment);
}

/** TCP port of the sandbox when the variables lead there; undefined when they name another endpoint, or none. */
export function sandboxPortOf(
  environment: Readonly<Record<string, string>>,
  { endpoint }: Pick<ConnectionEnvironment, 'endpoint'>,
): number | undefined {
  if (endpoint === undefined || environment['AWS_ENDPOINT_URL'] !== endpoint) return undefined;
  return Number(new URL(endpoint).port);
}

function fromConnection(
  { region, endpoint, credentials }: ConnectionEnvironment,
  own: ReadonlyMap<string, string>,
): Map<string, string> {
  const added = new Map<string, string>();
  if (region !== undefined) added.set('AWS_REGION', region).set('AWS_DEFAULT_REGION', region);
  if (endpoint !== undefined) added.set('AWS_ENDPOINT_URL', endpoint);
  // What the sandbox takes for credentials is of no use elsewhere.
  const isElsewhere = endpoint !== undefined && own.has('AWS_ENDPOINT_URL');
  // Halves of two identities would make neither.
  const isIdentified = credentialNames.some((name) => own.has(name));
  if (credentials !== undefined && !isElsewhere && !isIdentified) {
    added.set('AWS_ACCESS_KEY_ID', credentials.accessKeyId);
    added.set('AWS_SECRET_ACCESS_KEY', credentials.secretAccessKey);
    if (credentials.sessionToken !== undefined) added.set('AWS_SESSION_TOKEN', credentials.sessionToken);
  }
  return added;
}

function lambdaSets(manifest: EnvironmentSources['manifest']): [string, string][] {
  return [
    ['AWS_LAMBDA_FUNCTION_NAME', manifest.functionName],
    ['AWS_LAMBDA_FUNCTION_VERSION', '$LATEST'],
    ['AWS_LAMBDA_FUNCTION_MEMORY_SIZE', String(manifest.memorySize ?? defaultMemorySize)],
    ['AWS_LAMBDA_FUNCTION_TIMEOUT', String(manifest.timeout ?? defaultTimeout)],
    ['_HANDLER', manifest.handler],
  ];
}
