import { readFile, realpath, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { t } from '@vscode/l10n';
import type { BuiltCode } from '../../core/archive/codeTree.ts';
import { layPackagesOut } from '../../core/build/nodeLayout.ts';
import { nodeLocks, type NodeLock } from '../../core/build/nodeLock.ts';
import { placeOfDependency } from '../../core/build/nodeToolOutput.ts';
import { hasDependencies } from '../../core/build/packageJson.ts';
import type { JsonObject } from '../../core/build/packageValues.ts';
import { buildFailures } from '../../core/failures/buildFailures.ts';
import { nodePackageFailures } from '../../core/failures/nodePackageFailures.ts';
import { packageFailures } from '../../core/failures/packageFailures.ts';
import type { Architecture } from '../../core/manifest/functionManifest.ts';
import type { BuildOptions, BuildRequest } from '../../workflows/portsForBuild.ts';
import { architectureOf } from './architectureOf.ts';
import { buildContainer, type BuildContainer } from './buildContainer.ts';
import type { BuildWorld } from './buildWorld.ts';
import { installNode } from './node/installNode.ts';
import { readInstalled, type InstalledPackages } from './node/installedPackages.ts';
import { nodeProject, packageObject, type NodeProject } from './node/nodeProject.ts';
import { foldersOutside, readSkeleton, writeSkeleton, type NodeSkeleton } from './node/nodeSkeleton.ts';
import { makeTree, type LivePackage } from './node/nodeTree.ts';

/** Changes when the same project would be installed in another way. */
const recipeVersion = 'node 2';

/** What the parts have, and what nothing but a package manager reads. */
const replaces = [
  ...nodeLocks.map(({ name }) => `/${name}`),
  ...[
    '/node_modules/',
    '/pnpm-workspace.yaml',
    '/.yarnrc',
    '/.yarnrc.yml',
    '/.yarn/',
    '/.pnp.*',
    '/.pnpmfile.cjs',
  ],
];

/** Kept beside the packages, for a build that finds them made. */
interface NodeRecord {
  readonly live: readonly LivePackage[];
  readonly notes: readonly string[];
}

/** Packages of a Node.js function for its runtime and architecture; undefined where it has none. */
export async function nodeDependencies(
  request: BuildRequest,
  world: BuildWorld,
  options: BuildOptions,
): Promise<BuiltCode | undefined> {
  const { manifest, root, workspaceFolder } = request;
  const build = manifest.build === 'none' ? {} : (manifest.build ?? {});
  const file =
    build.dependencies === undefined
      ? path.join(root, 'package.json')
      : path.resolve(request.folder, build.dependencies);
  const packageJson = await rootPackage(file, request, build.dependencies !== undefined);
  if (packageJson === undefined || !hasDependencies(packageJson)) return undefined;
  const project = await nodeProject(
    { file, workspaceFolder, wantedTool: toolOf(build.tool, request) },
    packageJson,
  );
  const skeleton = await readSkeleton(project);
  const architecture = await architectureOf(request);
  const container = containerOf(project, architecture, request, world);
  // They are what a container is for.
  const installScripts = build.installScripts ?? container !== undefined;
  const recipe = [
    ...[recipeVersion, manifest.runtime, architecture, project.tool, project.folder, project.top],
    ...[
      String(installScripts),
      ...[...skeleton].flatMap(([name, bytes]) => [name, bytes.toString('base64')]),
    ],
    ...(container === undefined ? [] : [container.image]),
  ];
  const found = await world.staging.find(recipe);
  if (found !== undefined) return builtFrom(found, project);
  if (options.onlyMade === true) throw buildFailures.notMade(manifest.functionName);
  const make = (folder: string) =>
    makePackages(
      folder,
      { request, project, skeleton, installScripts, architecture, container },
      world,
      options,
    );
  return builtFrom(await world.staging.make(recipe, make), project);
}

function containerOf(
  { tool, lock, base, top, folder }: NodeProject,
  architecture: Architecture,
  { manifest, manifestFile }: BuildRequest,
  world: BuildWorld,
): BuildContainer | undefined {
  const container = buildContainer(manifest, architecture, world);
  if (container === undefined || tool === 'npm') return container;
  const source = path.join(base, lock === undefined ? folder : top, lock?.name ?? 'package.json');
  const name = tool === 'yarn berry' ? 'yarn' : tool;
  throw nodePackageFailures.notInContainer(path.basename(source), name, { file: manifestFile ?? source });
}

async function rootPackage(
  file: string,
  { manifest, manifestFile }: BuildRequest,
  isNamed: boolean,
): Promise<JsonObject | undefined> {
  try {
    if (isNamed && path.basename(file) !== 'package.json') throw new Error('another language’s');
    return await packageObject(file);
  } catch (error) {
    if (error instanceof Error && error.name === 'Failure') throw error;
    if (!isNamed) return undefined;
    throw nodePackageFailures.noPackageJson({ file: manifestFile ?? file }, manifest.runtime);
  }
}

function toolOf(
  tool: string | undefined,
  { manifest, manifestFile }: BuildRequest,
): NodeLock['tool'] | undefined {
  if (tool === undefined || tool === 'npm' || tool === 'pnpm' || tool === 'yarn') return tool;
  throw packageFailures.wrongTool(tool, manifest.runtime, t('npm, pnpm or yarn'), {
    file: manifestFile ?? 'lambda.json',
  });
}

async function builtFrom(folder: string, { base }: NodeProject): Promise<BuiltCode> {
  const { live, notes } = JSON.parse(await readFile(path.join(folder, 'record.json'), 'utf8')) as NodeRecord;
  const staged = { from: path.join(folder, 'node_modules'), to: 'node_modules', isStaged: true };
  const own = live.map(({ from, to }) => ({ from: path.join(base, from), to, isStaged: false }));
  return { parts: [staged, ...own], replaces, localOnly: [], notes };
}

interface NodePlan {
  readonly request: BuildRequest;
  readonly project: NodeProject;
  readonly skeleton: NodeSkeleton;
  readonly installScripts: boolean;
  readonly architecture: Architecture;
  readonly container: BuildContainer | undefined;
}

async function makePackages(
  folder: string,
  { request, project, skeleton, installScripts, architecture, container }: NodePlan,
  { environment }: BuildWorld,
  { signal, onProgress, onOutput }: BuildOptions,
): Promise<void> {
  const cpu = architecture === 'arm64' ? 'arm64' : 'x64';
  const target = `${request.manifest.runtime} on ${architecture}`;
  const packageJson = { file: path.join(project.base, project.folder, 'package.json') };
  const work = path.join(folder, 'work');
  await writeSkeleton(skeleton, work);
  onProgress?.(t('Installing Node.js packages for {0}…', target));
  const tool = await installNode({
    ...{
      skeleton: work,
      project,
      outside: foldersOutside(skeleton, project),
      cpu,
      installScripts,
      target,
      container,
      environment,
      signal,
    },
    ...(onOutput !== undefined && { onOutput }),
  });
  onProgress?.(t('Laying out Node.js packages…'));
  const installed = await readInstalled(work, path.join(work, project.folder), cpu, signal);
  const missing = installed.withoutBinary.find(({ isOptional }) => !isOptional);
  if (missing !== undefined) {
    const text = await readFile(packageJson.file, 'utf8').catch(() => '');
    const place = placeOfDependency(packageJson.file, text, missing.package);
    throw container === undefined
      ? nodePackageFailures.noBinary(missing.package, target, place)
      : packageFailures.notMadeInContainer(missing.package, container.image, 'npm', place);
  }
  const placed = layPackagesOut(installed.packages, installed.root);
  if (placed === undefined) throw nodePackageFailures.noLayout(packageJson);
  const tree = path.join(folder, 'tree');
  const live = await makeTree(placed, installed.copies, await realpath(work), tree, signal);
  const record: NodeRecord = { live, notes: notesOf(installed, project, tool, target, installScripts) };
  await rename(path.join(tree, 'node_modules'), path.join(folder, 'node_modules'));
  // The settings in there may hold a token.
  await rm(work, { recursive: true, force: true });
  await rm(tree, { recursive: true, force: true });
  await writeFile(path.join(folder, 'record.json'), JSON.stringify(record));
}

/** How it was made, as a person reads it. */
function notesOf(
  { withInstallScript, withoutBinary }: InstalledPackages,
  { lock }: NodeProject,
  tool: string,
  target: string,
  installScripts: boolean,
): string[] {
  const notes = [
    lock === undefined
      ? t(
          'package.json by {0} for {1}, without a lock file: Reinstall Packages takes newer versions',
          tool,
          target,
        )
      : t('{0} by {1} for {2}', lock.name, tool, target),
  ];
  if (withInstallScript.length > 0 && !installScripts) {
    notes.push(
      t(
        'install scripts not run ("installScripts": true in "build" runs them): {0}',
        withInstallScript.join(', '),
      ),
    );
  }
  const optional = withoutBinary.map((one) => one.package);
  if (optional.length > 0)
    notes.push(t('optional, without a binary for {0}: {1}', target, optional.join(', ')));
  return notes;
}
