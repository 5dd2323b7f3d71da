// Runs inside an extension host where our extension is developed. Reports, for each figure that BENCH_FIGURES names, what
// the product's own invocation took against a plain one of the same function, pair by pair.
import { writeFileSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { alternatingPairs } from '../benchmark.ts';
import { BareContainer, dockerRun } from './bareInvocation.ts';
import { builtFunction, event, largeFunction, smallFunctions } from './localFunctions.ts';
import { LocalWorkspace } from './localWorkspace.ts';

/** Milliseconds without an invocation before each one that is measured: what came after the last one is over. */
const pause = 1_000;
/** The same where no container is started for the next one. */
const warmPause = 500;
const [small] = smallFunctions;
const sent = JSON.stringify(event);

async function timed(
  workspace: LocalWorkspace,
  name: string,
  invoke: () => Promise<string>,
): Promise<number> {
  const started = performance.now();
  const answer = await invoke();
  const time = performance.now() - started;
  workspace.check(name, answer);
  return time;
}

/** A changed handler in a container that was ready and never called. */
async function fresh(workspace: LocalWorkspace, name: string = small): Promise<number> {
  await workspace.standbyReady(name);
  await workspace.change(name);
  return workspace.invoke(name, 'cold');
}

async function freshBare(workspace: LocalWorkspace): Promise<number> {
  const container = await BareContainer.start(workspace.codeOf(small));
  try {
    await delay(pause);
    await workspace.change(small);
    return await timed(workspace, small, () => container.post(sent));
  } finally {
    await container.remove();
  }
}

async function byDockerRun(workspace: LocalWorkspace): Promise<number> {
  await delay(pause);
  return timed(workspace, small, () => dockerRun(workspace.codeOf(small), sent));
}

async function warm(workspace: LocalWorkspace, name: string): Promise<number> {
  await delay(warmPause);
  return workspace.invoke(name, 'warm');
}

/** The same function in a container that has answered already. */
async function warmAgainstBare(workspace: LocalWorkspace, name: string): Promise<number[]> {
  const container = await BareContainer.start(workspace.codeOf(name));
  try {
    return await alternatingPairs(
      () => warm(workspace, name),
      async () => {
        await delay(warmPause);
        return timed(workspace, name, () => container.post(sent));
      },
    );
  } finally {
    await container.remove();
  }
}

type Measurement = (workspace: LocalWorkspace) => Promise<number[]>;

const measurements: Readonly<Record<string, Measurement>> = {
  local_fresh_vs_docker_run: (workspace) =>
    alternatingPairs(
      () => fresh(workspace),
      async () => {
        await workspace.change(small);
        return byDockerRun(workspace);
      },
    ),
  local_fresh_built_vs_docker_run: async (workspace) => {
    const tree = await workspace.treeOf(builtFunction);
    return alternatingPairs(
      () => fresh(workspace, builtFunction),
      async () => {
        await workspace.change(builtFunction);
        await copyFile(path.join(workspace.codeOf(builtFunction), 'app.py'), path.join(tree, 'app.py'));
        await delay(pause);
        return timed(workspace, builtFunction, () => dockerRun(tree, sent));
      },
    );
  },
  local_fresh_vs_raw_post: (workspace) =>
    alternatingPairs(
      () => fresh(workspace),
      () => freshBare(workspace),
    ),
  local_warm_vs_docker_run: (workspace) =>
    alternatingPairs(
      () => warm(workspace, small),
      () => byDockerRun(workspace),
    ),
  local_warm_vs_raw_post: (workspace) => warmAgainstBare(workspace, small),
  local_warm_7000_vs_raw_post: (workspace) => warmAgainstBare(workspace, largeFunction),
};

/** Called by VS Code. */
export async function run(): Promise<void> {
  const wanted = (process.env['BENCH_FIGURES'] ?? '').split(',');
  const samples = await LocalWorkspace.use(async (workspace) => {
    const measured: Record<string, number[]> = {};
    for (const [name, measure] of Object.entries(measurements)) {
      if (!wanted.includes(name)) continue;
      const subject = name.includes('7000') ? largeFunction : name.includes('built') ? builtFunction : small;
      await workspace.change(subject);
      await workspace.invoke(subject, 'cold');
      await workspace.standbyReady(subject);
      measured[name] = await measure(workspace);
    }
    return measured;
  });
  writeFileSync(process.env['BENCH_REPORT'] ?? '', JSON.stringify(samples));
}
