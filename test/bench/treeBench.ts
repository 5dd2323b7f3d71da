import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { temporaryFolder } from '../support/testEnvironment.ts';
import { startFunctionList } from '../support/functionList.ts';
import { ratioFigure } from './benchmark.ts';
import type { Benchmark, Figure } from './benchmark.ts';
import { buildHostModule, runInHost } from './host/runInHost.ts';
import { packageQuietly, unpackExtension } from './packageQuietly.ts';
import { measureTreePaint } from './treePaint.ts';

const goals = { tree_paint_1000_vs_10: 1.5, tree_heap_mb: 30, filter_10000_ms: 50 };
type Name = keyof typeof goals;
const names = Object.keys(goals) as Name[];

/** The Functions view of large accounts, in the real VS Code. */
export const treeBench: Benchmark = {
  names,
  run: async (wanted) => {
    const figures: Figure[] = [];
    const vsix = await packageQuietly();
    if (wanted.has('tree_paint_1000_vs_10')) {
      const name = 'tree_paint_1000_vs_10';
      figures.push(ratioFigure(name, goals[name], await measureTreePaint()));
    }
    const inHost = names.filter((name) => name !== 'tree_paint_1000_vs_10' && wanted.has(name));
    if (inHost.length > 0) {
      const samples = await measureInHost(vsix);
      figures.push(...inHost.map((name) => ratioFigure(name, goals[name], samples[name] ?? [])));
    }
    return figures;
  },
};

async function measureInHost(vsix: string): Promise<Record<string, number[]>> {
  await using temporary = await temporaryFolder('bench');
  await using none = await startFunctionList(0);
  await using thousand = await startFunctionList(1_000);
  await using tenThousand = await startFunctionList(10_000);
  const extension = await unpackExtension(vsix, temporary.path);
  const module = await buildHostModule('treeTimes');
  const environment = {
    BENCH_NONE: none.url,
    BENCH_1000: thousand.url,
    BENCH_10000: tenThousand.url,
  };
  const workspace = path.join(temporary.path, 'workspace');
  await mkdir(workspace);
  const where = { extension, workspace, temporary: temporary.path, module, environment };
  return (await runInHost(where)) as Record<string, number[]>;
}
