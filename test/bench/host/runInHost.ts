import { mkdir, mkdtemp, readFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from '../../../scripts/build.mjs';
import { capture } from '../../../scripts/childProcess.mjs';
import { inRoot, node24 } from '../../../scripts/paths.mjs';
import { testEnvironment } from '../../support/testEnvironment.ts';

/** Milliseconds until a host that does not answer is ended, where nothing else is said. One takes about 10 s. */
const usualPatience = 120_000;

export interface HostRun {
  /** Bundled by `buildHostModule`. It exports `run()` and writes its report to the file that `BENCH_REPORT` names. */
  readonly module: string;
  /** Folder of the extension that is developed, as VS Code calls it. */
  readonly extension: string;
  /** Folder of the extensions that are installed. */
  readonly extensionsFolder?: string;
  /** The folder to open. */
  readonly workspace: string;
  /** An existing folder for what VS Code keeps: a new one in there for each host. */
  readonly temporary: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Milliseconds until a host that does not answer is ended. */
  readonly patience?: number;
}

/** Bundles a module of this folder for the extension host. @returns the bundle's path */
export async function buildHostModule(name: string): Promise<string> {
  const output = inRoot('.cache', 'bench', 'host', `${name}.cjs`);
  await build({ bundles: [{ source: `test/bench/host/${name}.ts`, output, external: ['vscode'] }] });
  return output;
}

/**
 * Runs a module in an extension host of its own: a new VS Code server, a new window, a new host, all ended afterwards.
 *
 * @returns its report
 * @throws what VS Code printed, when the module fails, or does not end in time
 */
export async function runInHost(run: HostRun): Promise<unknown> {
  await mkdir(run.temporary, { recursive: true });
  const folder = await mkdtemp(path.join(run.temporary, 'host-'));
  const report = path.join(folder, 'report.json');
  const args = [
    inRoot('test', 'support', 'vscodeExecutable.ts'),
    run.workspace,
    `--extensionDevelopmentPath=${run.extension}`,
    `--extensionTestsPath=${run.module}`,
    `--user-data-dir=${path.join(folder, 'data')}`,
    `--extensions-dir=${run.extensionsFolder ?? path.join(folder, 'extensions')}`,
    '--disable-workspace-trust',
  ];
  const env = testEnvironment({ ...run.environment, BENCH_REPORT: report });
  const { code, output } = await capture(node24, args, { env, timeout: run.patience ?? usualPatience });
  if (code !== 0) throw new Error(`the extension host ended with ${code}: ${output}`);
  return JSON.parse(await readFile(report, 'utf8'));
}
