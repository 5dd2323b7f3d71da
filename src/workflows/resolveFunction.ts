import type {
  EnvironmentSpec,
  ExecutionRoleSpec,
  FunctionSpec,
  InlinePolicySpec,
  RoleSpec,
} from '../core/deployment/functionSpec.ts';
import { checkDeployedEnvironmentFile } from '../core/checkEnvironmentFile.ts';
import { readEnvironmentFile } from '../core/environmentFormats.ts';
import { isReservedVariable, mergeEnvironment } from '../core/environmentVariables.ts';
import type { FileLocation } from '../core/failures/failure.ts';
import {
  environmentFileInvalid,
  namedFileMissing,
  namedFileOutside,
  policyInvalid,
  reservedVariable,
} from '../core/failures/manifestFailures.ts';
import { nodeAt, readJsonDocument } from '../core/jsonDocument.ts';
import type { JsonValue } from '../core/json.ts';
import type { FunctionManifest } from '../core/manifest/functionManifest.ts';
import { defaultTrustPolicy } from '../core/policy/defaultTrustPolicy.ts';
import { readPolicy } from '../core/policy/checkPolicy.ts';
import type { PolicyKind } from '../core/policy/policyKeys.ts';
import { hasErrors } from '../core/problem.ts';
import { isInside, resolvePath } from '../core/workspacePath.ts';
import type { WorkspaceFiles } from './ports.ts';
import { roleReadScope } from './readLiveState.ts';
import type { ReadScope } from './readLiveState.ts';

/** What a role without a manifest key gets; the planner puts the partition of the account in place of `aws`. */
const basicExecutionPolicy = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';
const maxRoleName = 64;

/** What a function's spec is resolved from; a `DeploymentTarget` is one. */
export interface FunctionSource {
  readonly manifest: FunctionManifest;
  /** Absolute path of the manifest; undefined when there is none. */
  readonly manifestFile?: string;
  /** Absolute path of the folder that relative paths start from. */
  readonly folder: string;
  /** Absolute path of the workspace folder; nothing outside of it is read. */
  readonly workspaceFolder: string;
}

interface Context {
  readonly target: FunctionSource;
  readonly files: WorkspaceFiles;
}

/** Whether a deploy of this manifest publishes a version. By default it does where an alias is to point to one. */
export function publishes({ deploy }: FunctionManifest): boolean {
  return deploy?.publish ?? deploy?.alias !== undefined;
}

/** What of AWS has to be read to plan a deploy of this manifest; needs none of the files that it names. */
export function readScopeOf({ functionName, deploy, role, roleArn, logs }: FunctionManifest): ReadScope {
  const named = role && {
    name: role.name,
    inlinePolicies: Object.keys(role.inlinePolicies ?? {}),
    managedPolicies: (role.managedPolicyArns ?? []).length > 0,
  };
  const scope = named ?? roleReadScope(defaultRole(functionName));
  return {
    functionName,
    alias: deploy?.alias,
    role: roleArn === undefined ? scope : undefined,
    retention: logs !== undefined,
  };
}

/**
 * A manifest with everything it names read in. The description of a version is the planner's: git is asked only when one
 * is published.
 * @throws Failure `manifest.fileMissing`, `manifest.fileOutside`, `manifest.reservedVariable`, `policy.invalid`,
 * `environmentFile.invalid`, each with the place of what has to be corrected.
 */
export async function resolveFunctionSpec(
  target: FunctionSource,
  deps: { readonly files: WorkspaceFiles },
): Promise<FunctionSpec> {
  const { manifest } = target;
  const context = { target, files: deps.files };
  const [environment, role] = await Promise.all([resolveEnvironment(context), resolveRole(context)]);
  return {
    functionName: manifest.functionName,
    runtime: manifest.runtime,
    handler: manifest.handler,
    description: manifest.description,
    timeout: manifest.timeout,
    memorySize: manifest.memorySize,
    ephemeralStorage: manifest.ephemeralStorage,
    architecture: manifest.architecture,
    environment,
    role,
    publish: publishes(manifest),
    alias: manifest.deploy?.alias,
    retentionDays: manifest.logs?.retentionDays,
    bucket: manifest.package?.bucket,
  };
}

/**
 * The environment of a deploy; undefined when the manifest does not manage it.
 * @throws Failure as `resolveFunctionSpec`.
 */
async function resolveEnvironment({ target, files }: Context): Promise<EnvironmentSpec | undefined> {
  const { environment, environmentFile, environmentFileFormat: format } = target.manifest;
  const reserved = Object.keys(environment ?? {}).find(isReservedVariable);
  if (reserved !== undefined) {
    const at = ['environment', reserved];
    throw reservedVariable(reserved, await placeInManifest({ target, files }, at, target.folder));
  }
  if (environmentFile === undefined) return mergeEnvironment(target.manifest, []);
  const { file, text } = await readNamed({ target, files }, environmentFile, ['environmentFile']);
  const problems = checkDeployedEnvironmentFile(text, format);
  if (hasErrors(problems)) throw environmentFileInvalid(file, problems);
  return mergeEnvironment(target.manifest, readEnvironmentFile(text, format).entries);
}

/**
 * The execution role that the manifest wants, with its documents read; by itself for `Create or Update Execution Role`.
 * @throws Failure as `resolveFunctionSpec`.
 */
export async function resolveRole(context: Context): Promise<ExecutionRoleSpec> {
  const { role, roleArn, functionName } = context.target.manifest;
  if (roleArn !== undefined) return { kind: 'arn', arn: roleArn };
  if (role === undefined) return { kind: 'default', role: defaultRole(functionName) };
  const readTrust =
    role.trustPolicy === undefined
      ? undefined
      : readDocument(context, role.trustPolicy, ['role', 'trustPolicy'], 'trust');
  const readInline = Object.entries(role.inlinePolicies ?? {}).map(
    async ([name, path]): Promise<InlinePolicySpec> => {
      const at = ['role', 'inlinePolicies', name];
      return { name, ...(await readDocument(context, path, at, 'permissions')) };
    },
  );
  // Of several mistakes the first one of the manifest is said, whichever file is read first.
  await Promise.allSettled([readTrust, ...readInline]);
  const trustPolicy = (await readTrust)?.document;
  const inlinePolicies = await Promise.all(readInline);
  return {
    kind: 'managed',
    role: {
      name: role.name,
      trustPolicy: trustPolicy ?? defaultTrustPolicy,
      trustPolicyManaged: trustPolicy !== undefined,
      inlinePolicies,
      managedPolicyArns: role.managedPolicyArns ?? [],
      permissionsBoundary: role.permissionsBoundary,
      path: role.path,
      tags: role.tags,
    },
  };
}

function defaultRole(functionName: string): RoleSpec {
  const suffix = '-role';
  return {
    name: functionName.slice(0, maxRoleName - suffix.length) + suffix,
    trustPolicy: defaultTrustPolicy,
    trustPolicyManaged: false,
    inlinePolicies: [],
    managedPolicyArns: [basicExecutionPolicy],
  };
}

async function readDocument(
  context: Context,
  path: string,
  at: readonly string[],
  kind: PolicyKind,
): Promise<{ document: JsonValue; file: string }> {
  const { file, text } = await readNamed(context, path, at);
  const { document, problems } = readPolicy(text, kind);
  if (document === undefined) throw policyInvalid(file, problems);
  return { document, file };
}

/**
 * The text of a file that the manifest names at `at`.
 * @throws Failure `manifest.fileMissing`, `manifest.fileOutside`.
 */
export async function readNamed(
  { target, files }: Context,
  path: string,
  at: readonly (string | number)[],
): Promise<{ file: string; text: string }> {
  const file = resolvePath(target.folder, path);
  if (!isInside(target.workspaceFolder, file)) {
    throw namedFileOutside(path, await placeInManifest({ target, files }, at, file));
  }
  const text = await files.readText(file);
  if (text === undefined) throw namedFileMissing(path, await placeInManifest({ target, files }, at, file));
  return { file, text };
}

/** Where the manifest names a file; the file itself when there is no manifest. */
export async function placeInManifest(
  { target, files }: Context,
  at: readonly (string | number)[],
  named: string,
): Promise<FileLocation> {
  const file = target.manifestFile;
  if (file === undefined) return { file: named };
  const { root, report } = readJsonDocument((await files.readText(file)) ?? '', { comments: true });
  const node = nodeAt(root, at);
  if (node === undefined) return { file };
  const { line, column } = report(node, '', '');
  return { file, line, column };
}
