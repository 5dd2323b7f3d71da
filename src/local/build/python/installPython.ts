import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pipInContainer, pipInstall, uvExport, uvInstall } from '../../../core/build/pythonCommands.ts';
import type { PythonTarget } from '../../../core/build/pythonTarget.ts';
import { lastWordsOf, pythonTrouble } from '../../../core/build/pythonToolOutput.ts';
import { normalName } from '../../../core/build/requirementLines.ts';
import { withoutCredentials } from '../../../core/build/withoutCredentials.ts';
import { isCancellation } from '../../../core/failures/failure.ts';
import type { Failure, FileLocation } from '../../../core/failures/failure.ts';
import { packageFailures } from '../../../core/failures/packageFailures.ts';
import { pythonPackageFailures } from '../../../core/failures/pythonPackageFailures.ts';
import type { BuildOptions } from '../../../workflows/portsForBuild.ts';
import { packagingEnvironment } from '../../packagingEnvironment.ts';
import { runInBuildContainer } from '../buildContainer.ts';
import type { BuildContainer } from '../buildContainer.ts';
import type { BuildWorld } from '../buildWorld.ts';
import { runBuildTool } from '../runBuildTool.ts';
import type { ToolRun } from '../runBuildTool.ts';
import type { PythonProgram } from './pythonProgram.ts';
import type { PythonSource } from './pythonSource.ts';
import type { Requirements } from './readRequirements.ts';
import { tidyPackages } from './tidyPackages.ts';

export interface PythonInstall {
  readonly source: PythonSource;
  readonly program: PythonProgram;
  readonly target: PythonTarget;
  readonly world: BuildWorld;
  readonly options: BuildOptions;
  /** Where pip runs in place of `program`. */
  readonly container?: BuildContainer;
}

/** What uv.lock names, as requirements with paths that start from the lock's folder. */
export const exportLock = (install: PythonInstall): Promise<string> =>
  inTemporaryFolder(async (temporary) => {
    const output = join(temporary, 'requirements.txt');
    await run(install, uvExport(install.source.project, output));
    return readFile(output, 'utf8');
  });

/** Installs into the new folder `folder`. Rejects with `build.…` of `pythonPackageFailures`. */
export async function installPython(
  install: PythonInstall,
  requirements: Requirements,
  folder: string,
): Promise<void> {
  const { lines, constraints } = requirements;
  await mkdir(folder, { recursive: true });
  if (lines.every((line) => line.startsWith('-'))) return;
  await inTemporaryFolder(async (temporary) => {
    const written = async (name: string, content: readonly string[]) => {
      await writeFile(join(temporary, name), `${content.join('\n')}\n`);
      return join(temporary, name);
    };
    const named = {
      target: install.target,
      folder,
      requirements: await written('requirements.txt', lines),
      ...(constraints.length > 0 && { constraints: await written('constraints.txt', constraints) }),
      isLocked: install.source.kind === 'uv' || install.source.kind === 'poetry',
    };
    if (install.container !== undefined) {
      const ended = await runInBuildContainer(install.container, {
        ...{ ...pipInContainer(named), installer: 'pip', cwd: folder },
        variables: variablesOf([...lines, ...constraints], install.world.environment),
        environment: install.world.environment,
        place: { file: install.source.file },
        ...{ signal: install.options.signal, onOutput: shown(install.options) },
      });
      if (ended.code === 0) return;
      throw failureOf(ended, { ...failedOf(install, requirements), image: install.container.image });
    }
    const args = (install.program.tool === 'uv' ? uvInstall : pipInstall)(named);
    await run(install, args, requirements);
  });
  await tidyPackages(folder);
}

/** Only this person may read what is in there: the address of an index can hold a password. */
async function inTemporaryFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'lambda-workbench-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function run(
  install: PythonInstall,
  args: readonly string[],
  requirements?: Requirements,
): Promise<void> {
  const { source, program, world, options } = install;
  const lines = [...(requirements?.lines ?? []), ...(requirements?.constraints ?? [])];
  const ended = await runBuildTool(program.file, args, {
    // The project's own settings of uv, such as its index, count.
    cwd: dirname(source.file),
    env: { ...packagingEnvironment(world.environment), ...variablesOf(lines, world.environment) },
    signal: options.signal,
    onOutput: shown(options),
  }).catch((error: unknown) => {
    throw isCancellation(error)
      ? error
      : pythonPackageFailures.toolMissing(program.tool, { file: source.file });
  });
  if (ended.code !== 0) throw failureOf(ended, failedOf(install, requirements));
}

const shown =
  ({ onOutput }: BuildOptions) =>
  (line: string): void =>
    onOutput?.(withoutCredentials(line));

const failedOf = ({ source, program, target }: PythonInstall, requirements?: Requirements): Failed => ({
  ...{ tool: program.tool, file: source.file, target },
  places: requirements?.places ?? new Map<string, FileLocation>(),
});

interface Failed {
  readonly tool: string;
  readonly file: string;
  readonly target: PythonTarget;
  readonly places: Requirements['places'];
  /** Of the container that it ran in. */
  readonly image?: string;
}

function failureOf({ code, output }: ToolRun, { tool, file, target, places, image }: Failed): Failure {
  const trouble = pythonTrouble(output);
  const place = { file };
  const placeOf = (requirement: string) =>
    places.get(normalName(/^[\w.-]*/.exec(requirement)?.[0] ?? '')) ?? place;
  switch (trouble?.kind) {
    case 'noWheel':
      if (image !== undefined) {
        return packageFailures.notMadeInContainer(
          trouble.requirement,
          image,
          tool,
          placeOf(trouble.requirement),
        );
      }
      return pythonPackageFailures.noWheel(trouble.requirement, target.text, placeOf(trouble.requirement));
    case 'noVersion':
      return packageFailures.packageNotFound(trouble.requirement, placeOf(trouble.requirement));
    case 'unreachable':
      return packageFailures.registryUnreachable(tool, place);
    case 'refused':
      return packageFailures.registryRefused(tool, place);
    case 'lockOutOfDate':
      return packageFailures.lockOutOfDate(place, 'uv lock');
    case 'diskFull':
      return packageFailures.diskFull(place);
    case undefined: {
      if (/No module named '?pip/.test(output)) return pythonPackageFailures.toolMissing(undefined, place);
      const notBuilt = /Failed (?:building wheel for|to build) '?([\w.-]+)/.exec(output)?.[1];
      if (image !== undefined && notBuilt !== undefined) {
        return packageFailures.notMadeInContainer(notBuilt, image, tool, placeOf(notBuilt));
      }
      return packageFailures.toolFailed(tool, code, lastWordsOf(output), place);
    }
  }
}

/** Requirements files may take parts of an address from variables; of AWS's none is given. */
function variablesOf(lines: readonly string[], environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const names = lines.flatMap((line) =>
    [...line.matchAll(/\$\{([A-Z0-9_]+)\}/g)].map(([, name = '']) => name),
  );
  return Object.fromEntries(
    names
      .filter((name) => !name.startsWith('AWS_') && environment[name] !== undefined)
      .map((name) => [name, environment[name]]),
  );
}
