import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { ensureDocker } from '../../scripts/docker.mjs';
import { temporaryFolder } from '../support/testEnvironment.ts';
import { ratioFigure } from './benchmark.ts';
import type { Benchmark, Figure } from './benchmark.ts';
import { containers, removeContainers } from './host/dockerTool.ts';
import { writeLocalFunctions } from './host/localFunctions.ts';
import { buildHostModule, runInHost } from './host/runInHost.ts';
import { packageQuietly, unpackExtension } from './packageQuietly.ts';

const goals = {
  standby_idle_cpu_percent: 1,
  host_growth_mb: 5,
  local_fresh_vs_docker_run: 0.35,
  local_fresh_built_vs_docker_run: 0.4,
  local_fresh_vs_raw_post: 1.2,
  local_warm_vs_docker_run: 0.03,
  local_warm_vs_raw_post: 4,
  local_warm_7000_vs_raw_post: 25,
};
type Name = keyof typeof goals;
const names = Object.keys(goals) as Name[];

/** Which module measures what, each in an extension host of its own. The last one rewrites handlers. */
const modules: Readonly<Record<string, (name: Name) => boolean>> = {
  standbyTimes: (name) => name === 'standby_idle_cpu_percent',
  invocationGrowth: (name) => name === 'host_growth_mb',
  invocationTimes: (name) => name.startsWith('local_'),
};

/** Milliseconds until a host that does not answer is ended: a standby is watched for two minutes. */
const patience = 300_000;

/** Local invocation: the packaged extension in the extension host of the real VS Code, with a real engine. */
export const localBench: Benchmark = {
  names,
  run: async (wanted) => {
    const engine = await ensureDocker().catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      throw new Error(`The figures of local invocations need a Docker engine: ${reason}`, { cause: error });
    });
    const label = `lambda-workbench.bench=${process.pid}`;
    try {
      await using temporary = await temporaryFolder('bench');
      const workspace = path.join(temporary.path, 'workspace');
      await mkdir(workspace);
      await writeLocalFunctions(workspace);
      const extension = await unpackExtension(await packageQuietly(), temporary.path);
      const where = { extension, workspace, temporary: temporary.path, patience };
      const figures: Figure[] = [];
      for (const [name, measures] of Object.entries(modules)) {
        const asked = names.filter((figure) => measures(figure) && wanted.has(figure));
        if (asked.length === 0) continue;
        const environment = { ...engine.environment, BENCH_FIGURES: asked.join(','), BENCH_LABEL: label };
        const module = await buildHostModule(name);
        const samples = (await runInHost({ ...where, module, environment })) as Record<string, number[]>;
        figures.push(...asked.map((figure) => ratioFigure(figure, goals[figure], samples[figure] ?? [])));
      }
      return figures;
    } finally {
      // Of a host that had to be ended. An engine of our own removes all itself.
      if (!engine.isOurs) await removeContainers(await containers(`label=${label}`));
      await engine.stop();
    }
  },
};
