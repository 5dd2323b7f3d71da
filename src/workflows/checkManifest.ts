import { includedPaths, pathSources } from '../core/archive/pathSources.ts';
import { checkDeployedEnvironmentFile } from '../core/checkEnvironmentFile.ts';
import { readEnvironmentFile } from '../core/environmentFormats.ts';
import type { EnvironmentFileFormat } from '../core/environmentFormats.ts';
import type { HandlerSource } from '../core/handler/checkHandler.ts';
import { eventProblems } from '../core/events/checkEvent.ts';
import { namedLayers } from '../core/deployment/layerSpec.ts';
import { handlerParts } from '../core/handler/handlerDetection.ts';
import { guardProblems } from '../core/handler/scheduledEventGuard.ts';
import { checkManifest as checkManifestText, type ManifestFacts } from '../core/manifest/checkManifest.ts';
import { filesNamedBy, type NamedFileRole } from '../core/manifest/filesNamedBy.ts';
import type { FunctionManifest } from '../core/manifest/functionManifest.ts';
import { parseManifest } from '../core/manifest/parseManifest.ts';
import { checkPolicy } from '../core/policy/checkPolicy.ts';
import { problemReporter, type Problem } from '../core/problem.ts';
import { isInside, resolvePath } from '../core/workspacePath.ts';
import type { CallOptions, WorkspaceFiles } from './ports.ts';

/** Characters: a longer file is a bundle, not what a person writes. */
const longestHandler = 500_000;

export interface FileProblems {
  /** Absolute path. */
  readonly file: string;
  readonly problems: readonly Problem[];
}

export interface ManifestReport {
  /** Present when the manifest's own shape has no error. */
  readonly manifest?: FunctionManifest;
  /** The manifest first, then every policy and environment file that it names and that exists. */
  readonly files: readonly FileProblems[];
}

export interface ManifestPlace {
  /** Absolute path of the manifest. */
  readonly file: string;
  readonly text: string;
  /** Absolute path of the folder that relative paths start from. */
  readonly folder: string;
  /** Absolute path of the workspace folder; nothing outside of it is read. */
  readonly workspaceFolder: string;
  /** Other manifests that mean the same function, as sentences name them. */
  readonly namesakes?: readonly string[];
}

/**
 * Checks one manifest and the files it names, as the editor shows it and a deploy demands it. Only reads.
 * @throws AbortError when aborted; what `files` rejects with.
 */
export async function checkManifest(
  place: ManifestPlace,
  { files, now }: { readonly files: WorkspaceFiles; readonly now: number },
  { signal }: CallOptions,
): Promise<ManifestReport> {
  const { manifest, problems } = parseManifest(place.text);
  if (manifest === undefined) return { files: [{ file: place.file, problems }] };
  const paths = new Map<string, 'present' | 'missing' | 'outside'>();
  const reports = new Map<string, Problem[]>();
  let environmentFileText: string | undefined;
  for (const { path, role } of filesNamedBy(manifest)) {
    signal.throwIfAborted();
    const file = resolvePath(place.folder, path);
    const inside = isInside(place.workspaceFolder, file);
    const text = inside ? await files.readText(file) : undefined;
    paths.set(path, inside ? (text === undefined ? 'missing' : 'present') : 'outside');
    if (text === undefined) continue;
    if (role === 'environment') environmentFileText = text;
    reports.set(file, [
      ...(reports.get(file) ?? []),
      ...checkNamedFile(role, text, manifest.environmentFileFormat),
    ]);
  }
  signal.throwIfAborted();
  for (const layer of namedLayers(manifest, place.folder) ?? []) {
    if (layer.kind === 'arn') continue;
    const inside = isInside(place.workspaceFolder, layer.root);
    const found = inside && (await files.exists(layer.root));
    paths.set(layer.folder, inside ? (found ? 'present' : 'missing') : 'outside');
  }
  for (const { from } of manifest.package?.include ?? []) {
    const file = resolvePath(place.folder, from);
    const inside = isInside(place.workspaceFolder, file);
    paths.set(from, inside ? ((await files.exists(file)) ? 'present' : 'missing') : 'outside');
  }
  const root = await packageRoot(manifest, place, files, paths);
  const handlerSource =
    root === undefined ? undefined : await readHandler(manifest, root, place, files, signal);
  const guard = guardHint(manifest, handlerSource);
  if (guard !== undefined) reports.set(guard.file, guard.problems);
  const { namesakes } = place;
  const facts: ManifestFacts = { now, paths, environmentFileText, namesakes, handlerSource };
  return {
    manifest,
    files: [
      { file: place.file, problems: [...problems, ...checkManifestText(manifest, place.text, facts)] },
      ...[...reports].map(([file, found]) => ({ file, problems: oncePerPlace(found) })),
    ],
  };
}

/** What a handler that a warm-up rule calls should do. With an input of its own it is given something else. */
function guardHint(
  { warmUp, runtime, handler }: FunctionManifest,
  source: HandlerSource | undefined,
): { readonly file: string; readonly problems: Problem[] } | undefined {
  const parts = handlerParts(runtime, handler);
  if (warmUp === undefined || warmUp.input !== undefined || source?.kind !== 'found') return undefined;
  if (parts === undefined || source.text.length > longestHandler) return undefined;
  const { file, place, text } = source;
  const problems = guardProblems(file, text, parts.functionName, problemReporter(text));
  return { file: place, problems };
}

function checkNamedFile(
  role: NamedFileRole,
  text: string,
  format: EnvironmentFileFormat,
): readonly Problem[] {
  switch (role) {
    case 'trustPolicy':
      return checkPolicy(text, 'trust');
    case 'inlinePolicy':
      return checkPolicy(text, 'permissions');
    case 'environment':
      return checkDeployedEnvironmentFile(text, format);
    case 'localEnvironment':
      return readEnvironmentFile(text, format).problems;
    case 'smokeTest':
      return eventProblems(text);
  }
}

async function packageRoot(
  manifest: FunctionManifest,
  place: ManifestPlace,
  files: WorkspaceFiles,
  paths: Map<string, 'present' | 'missing' | 'outside'>,
): Promise<string | undefined> {
  const path = manifest.package?.root;
  const root = resolvePath(place.folder, path ?? '.');
  const inside = isInside(place.workspaceFolder, root);
  const exists = inside && (path === undefined || (await files.exists(root)));
  if (path !== undefined) paths.set(path, inside ? (exists ? 'present' : 'missing') : 'outside');
  return exists ? root : undefined;
}

async function readHandler(
  manifest: FunctionManifest,
  root: string,
  { folder, workspaceFolder }: ManifestPlace,
  files: WorkspaceFiles,
  signal: AbortSignal,
): Promise<HandlerSource | undefined> {
  const { build } = manifest;
  const parts = handlerParts(manifest.runtime, manifest.handler);
  if (parts === undefined || parts.files.length === 0) return undefined;
  // What a build of the person's own writes is known when it has run.
  if (build !== 'none' && (build?.output ?? build?.entry) !== undefined) return undefined;
  const tree = { root, include: includedPaths(manifest, folder) };
  for (const file of [...parts.files, ...parts.sources]) {
    // `../app.handler` is somebody else's file: it is not read, and it is in no archive.
    if (!isInside(root, resolvePath(root, file))) continue;
    for (const path of pathSources(tree, file)) {
      signal.throwIfAborted();
      const text = isInside(workspaceFolder, path) ? await files.readText(path) : undefined;
      if (text === undefined) continue;
      if (build === 'none' && parts.sources.includes(file)) return { kind: 'uncompiled', file };
      return { kind: 'found', file, place: path, text };
    }
  }
  return { kind: 'missing' };
}

/** A file named twice (for deploys and for local runs) has each problem once. */
const oncePerPlace = (problems: readonly Problem[]): Problem[] => [
  ...new Map(problems.map((problem) => [`${problem.offset} ${problem.message}`, problem])).values(),
];
