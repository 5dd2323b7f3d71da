import { randomUUID } from 'node:crypto';
import type { BuiltCode } from '../../core/archive/codeTree.ts';
import type { BuildOptions, BuildRequest, CodeBuilder } from '../../workflows/portsForBuild.ts';
import { buildDependencies } from './buildDependencies.ts';
import type { BuildWorld, ContainerSettings } from './buildWorld.ts';
import { compileCode } from './compileCode.ts';
import { FunctionMark } from './functionMark.ts';
import { originalPlace } from './originalPlace.ts';
import { StagingStore } from './stagingStore.ts';

export interface CodeBuilderOptions {
  /** Absolute path of a folder for this alone; it is created when needed. */
  readonly storageFolder: string;
  readonly environment?: NodeJS.ProcessEnv;
  /** Default: docker and the images of AWS. */
  readonly containers?: () => ContainerSettings;
}

/** Builds dependencies and code side by side. */
export function createCodeBuilder({
  storageFolder,
  environment = process.env,
  containers = () => ({ tool: 'docker', images: {} }),
}: CodeBuilderOptions): CodeBuilder {
  const world: BuildWorld = {
    staging: new StagingStore(`${storageFolder}/staging`),
    compiledFolder: `${storageFolder}/compiled`,
    containers,
    environment,
  };
  const markOf = ({ root }: BuildRequest) => new FunctionMark(`${storageFolder}/marks`, root);
  const install = (request: BuildRequest, mark: string, options: BuildOptions) =>
    buildDependencies(request, { ...world, staging: world.staging.marked(mark) }, options);
  return {
    async build(request, options) {
      const compiled = await compileCode(request, world, options);
      const installed = await install(request, await markOf(request).read(), options);
      const made = [compiled, installed].filter((one) => one !== undefined);
      return made.length === 0 ? undefined : joined(made);
    },
    async reinstall(request, options) {
      const mark = randomUUID();
      const installed = await install(request, mark, options);
      if (installed !== undefined) await markOf(request).write(mark);
      return installed?.notes;
    },
    originalPlace: (root, path, place) => originalPlace(root, path, place, world),
  };
}

const joined = (made: readonly BuiltCode[]): BuiltCode => ({
  parts: made.flatMap(({ parts }) => parts),
  replaces: made.flatMap(({ replaces }) => replaces),
  localOnly: made.flatMap(({ localOnly }) => localOnly),
  notes: made.flatMap(({ notes }) => notes),
});
