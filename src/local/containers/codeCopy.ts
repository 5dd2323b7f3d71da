import { t } from '@vscode/l10n';
import { lstat } from 'node:fs/promises';
import { localFailures } from '../../core/failures/localFailures.ts';
import type { ContainerMount, ContainerSpec } from '../../core/local/containerSpec.ts';
import { runTool } from './runTool.ts';
import { toolReason } from './toolTrouble.ts';

/**
 * A stopped container that holds a copy of the code in volumes of its own, for engines that do not see the folder (a Dev
 * Container, a remote context): the function's container takes the volumes from it, read-only. It carries our labels like
 * any other, and its volumes go with it.
 */
export async function copyCode(
  tool: string,
  spec: ContainerSpec,
  { name, labels }: { readonly name: string; readonly labels: Readonly<Record<string, string>> },
  signal: AbortSignal,
): Promise<void> {
  const mounts = [{ source: spec.codeFolder, target: '/var/task' }, ...spec.mounts];
  const run = async (args: readonly string[]) => {
    const output = await runTool(tool, args, { signal });
    if (output.code !== 0) throw localFailures.toolFailed(t('copy the code'), toolReason(output.stderr));
  };
  const volumes = await Promise.all(mounts.map(volumeOf));
  try {
    await run([
      ...['create', '--pull=never', '--name', name],
      ...Object.entries(labels).flatMap(([label, value]) => ['--label', `${label}=${value}`]),
      ...[...new Set(volumes)].flatMap((target) => ['--volume', target]),
      ...['--entrypoint', '/never-started', spec.image],
    ]);
    for (const [index, { source, target }] of mounts.entries()) {
      // A folder's content into the place, a file under its name.
      const isFolder = volumes[index] === target;
      await run(['cp', isFolder ? `${source}/.` : source, `${name}:${target}`]);
    }
  } catch (error) {
    await runTool(tool, ['rm', '--force', '--volumes', name]).catch(() => undefined);
    throw error;
  }
}

/** A volume is a folder: a single file lies in one of its parent's place. */
async function volumeOf({ source, target }: ContainerMount): Promise<string> {
  const isFolder = (await lstat(source)).isDirectory();
  return isFolder ? target : target.slice(0, target.lastIndexOf('/')) || '/';
}
