import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { ensureUv } from '../../scripts/uv.mjs';
import { createCodeBuilder } from '../../src/local/build/codeBuilder.ts';
import type { CodeBuilder } from '../../src/workflows/portsForBuild.ts';
import { alternatingPairs, median, ratioFigure } from './benchmark.ts';
import type { Benchmark, Figure } from './benchmark.ts';

const cached = 'build_cached_ms';
const againstUv = 'build_uv_vs_uv';
const goals = { [cached]: 60, [againstUv]: 1.3 } as const;
/** Files that the cached build has staged. */
const stagedFiles = 8_000;
const requirements = [
  ...['orjson==3.11.3', 'pydantic==2.11.9', 'requests==2.32.5', 'boto3==1.40.30', 'sqlalchemy==2.0.43'],
];
const signal = new AbortController().signal;

/** Packages of a Python function: found as they were made, and the whole build against a bare `uv pip install --target`. */
export const buildBench: Benchmark = {
  names: Object.keys(goals),
  run: async (wanted) => {
    const programs = await ensureUv();
    const environment = {
      ...process.env,
      PATH: `${programs}${path.delimiter}${process.env['PATH'] ?? ''}`,
    };
    const folder = await mkdtemp(path.join(tmpdir(), 'lambda-workbench-build-'));
    const root = path.join(folder, 'function');
    const file = path.join(root, 'requirements.txt');
    const build = (builder: CodeBuilder) =>
      builder.build(
        {
          manifest: { functionName: 'bench', runtime: 'python3.13', handler: 'app.handler' },
          ...{ folder: root, root, workspaceFolder: root },
        },
        { signal },
      );
    const figures: Figure[] = [];
    try {
      await mkdir(root);
      await writeFile(file, `${requirements.join('\n')}\n`);
      if (wanted.has(againstUv)) {
        let run = 0;
        const measured = async (install: (target: string) => Promise<unknown>) => {
          const target = path.join(folder, `run-${run++}`);
          const started = performance.now();
          await install(target);
          const ms = performance.now() - started;
          await rm(target, { recursive: true });
          return ms;
        };
        const flags = ['--python-platform', 'x86_64-manylinux_2_34', '--python-version', '3.13'];
        const bare = (target: string) =>
          promisify(execFile)(
            path.join(programs, 'uv'),
            ['pip', 'install', '--target', target, ...flags, '--only-binary', ':all:', '-r', file],
            { cwd: root, env: environment },
          );
        const whole = async (storageFolder: string) => {
          const built = await build(createCodeBuilder({ storageFolder, environment }));
          const names = await readdir(built?.parts[0]?.from ?? '');
          if (!names.includes('orjson')) throw new Error('the packages were not installed');
        };
        const pairs = await alternatingPairs(
          () => measured(whole),
          () => measured(bare),
        );
        figures.push(ratioFigure(againstUv, goals[againstUv], pairs));
      }
      if (wanted.has(cached)) {
        const storageFolder = path.join(folder, 'builds');
        const staged = (await build(createCodeBuilder({ storageFolder, environment })))?.parts[0]?.from;
        if (staged === undefined) throw new Error('nothing was installed');
        for (let i = 0; i < stagedFiles; i++) {
          const place = path.join(staged, 'more', String(i % 80));
          await mkdir(place, { recursive: true });
          await writeFile(path.join(place, `${i}.py`), '');
        }
        const samples: number[] = [];
        for (let i = 0; i < 11; i++) {
          // As in another window, which knows nothing yet.
          const builder = createCodeBuilder({ storageFolder, environment });
          const started = performance.now();
          const built = await build(builder);
          samples.push(performance.now() - started);
          if (built?.parts[0]?.from !== staged) throw new Error('the packages were made anew');
        }
        figures.push({ name: cached, value: median(samples), goal: goals[cached], samples });
      }
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
    return figures;
  },
};
