import { stat } from 'node:fs/promises';
import { temporaryFolder } from '../support/testEnvironment.ts';
import type { Benchmark, Figure } from './benchmark.ts';
import { measureActivation } from './host/activationBench.ts';
import { measurePackageBlock } from './host/packageBench.ts';
import { packageQuietly } from './packageQuietly.ts';

const goals = { load_activate_ms: 15, package_block_ms: 50, vsix_kb: 400 };

type HostMeasurement = (goal: number, vsix: string, temporary: string) => Promise<Figure>;

/** The packaged extension in the extension host of the real VS Code, and its size. */
export const hostBench: Benchmark = {
  names: Object.keys(goals),
  run: async (wanted) => {
    const vsix = await packageQuietly();
    const figures: Figure[] = [];
    const measureInHosts = async (
      name: 'load_activate_ms' | 'package_block_ms',
      measure: HostMeasurement,
    ) => {
      if (!wanted.has(name)) return;
      await using temporary = await temporaryFolder('bench');
      figures.push(await measure(goals[name], vsix, temporary.path));
    };
    await measureInHosts('load_activate_ms', measureActivation);
    await measureInHosts('package_block_ms', measurePackageBlock);
    if (wanted.has('vsix_kb')) figures.push(await measureSize(vsix));
    return figures;
  },
};

async function measureSize(vsix: string): Promise<Figure> {
  const value = (await stat(vsix)).size / 1024;
  return { name: 'vsix_kb', goal: goals.vsix_kb, samples: [value], value };
}
