import type { EnvironmentSpec } from './deployment/functionSpec.ts';
import type { EnvironmentEntry } from './environmentFile.ts';
import type { FunctionManifest } from './manifest/functionManifest.ts';

/** "Reserved environment variables" of the Lambda developer guide: CreateFunction and UpdateFunctionConfiguration refuse them. */
const reserved = new Set([
  '_HANDLER',
  '_X_AMZN_TRACE_ID',
  'AWS_DEFAULT_REGION',
  'AWS_REGION',
  'AWS_EXECUTION_ENV',
  'AWS_LAMBDA_FUNCTION_NAME',
  'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  'AWS_LAMBDA_FUNCTION_VERSION',
  'AWS_LAMBDA_INITIALIZATION_TYPE',
  'AWS_LAMBDA_LOG_GROUP_NAME',
  'AWS_LAMBDA_LOG_STREAM_NAME',
  'AWS_LAMBDA_RUNTIME_API',
  'AWS_LAMBDA_MAX_CONCURRENCY',
  'AWS_LAMBDA_METADATA_API',
  'AWS_LAMBDA_METADATA_TOKEN',
  'AWS_ACCESS_KEY',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'LAMBDA_TASK_ROOT',
  'LAMBDA_RUNTIME_DIR',
]);

/** True for a name that Lambda sets itself and refuses in a function's configuration. */
export const isReservedVariable = (name: string): boolean => reserved.has(name);

/** True for a name that Lambda takes (API reference, EnvironmentVariableName). */
export const isVariableName = (name: string): boolean => /^[a-zA-Z][a-zA-Z0-9_]+$/.test(name);

/**
 * What a deploy does to the environment: the manifest's variables, then the file's over them. Reserved names of the file
 * are left out and listed; a name that the file leaves empty never overwrites a deployed value; a bare KEY counts for nothing here (`checkDeployedEnvironmentFile` refuses it). Undefined when
 * the manifest names neither variables, nor a file, nor `exact`: then the environment is not managed.
 */
export function mergeEnvironment(
  manifest: Pick<FunctionManifest, 'environment' | 'environmentMode' | 'environmentFile'>,
  fileEntries: readonly EnvironmentEntry[],
): EnvironmentSpec | undefined {
  const exact = manifest.environmentMode === 'exact';
  if (manifest.environment === undefined && manifest.environmentFile === undefined && !exact)
    return undefined;
  const values = new Map<string, string | null>(Object.entries(manifest.environment ?? {}));
  const leftOut = new Set<string>();
  for (const entry of fileEntries) {
    if ('fromHost' in entry) continue;
    if (isReservedVariable(entry.name)) leftOut.add(entry.name);
    else values.set(entry.name, entry.value);
  }
  const inFile = new Set(fileEntries.map(({ name }) => name));
  const set: [string, string][] = [];
  const keep: string[] = [];
  const empty: string[] = [];
  for (const [name, value] of values) {
    if (value === null) keep.push(name);
    else if (value === '' && inFile.has(name)) empty.push(name);
    else set.push([name, value]);
  }
  return { set: Object.fromEntries(set), keep, empty, exact, leftOut: [...leftOut] };
}
