import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { installExtension } from '../../support/vscodeServer.ts';
import { median } from '../benchmark.ts';
import type { Figure } from '../benchmark.ts';
import { buildHostModule, runInHost } from './runInHost.ts';

const hosts = 7;
const ourId = 'lambda-workbench.lambda-workbench';
const emptyId = 'lambda-workbench-bench.empty';

const emptyManifest = {
  publisher: 'lambda-workbench-bench',
  name: 'empty',
  version: '0.0.0',
  engines: { vscode: '^1.100.0' },
  main: './main.js',
};

async function writeEmptyExtension(folder: string): Promise<void> {
  await mkdir(folder);
  await writeFile(path.join(folder, 'package.json'), JSON.stringify(emptyManifest));
  await writeFile(path.join(folder, 'main.js'), 'exports.activate = () => {};\n');
}

/**
 * What loading and activating the installed extension costs a window, in milliseconds, less what an extension that does
 * nothing costs the same window. Which of the two is first changes from host to host: the first finds less of
 * VS Code warm.
 *
 * @param vsix the packaged extension
 * @param temporary an existing folder
 */
export async function measureActivation(goal: number, vsix: string, temporary: string): Promise<Figure> {
  const inTemporary = (name: string) => path.join(temporary, name);
  const [empty, workspace, extensionsFolder] = ['empty', 'workspace', 'extensions'].map(inTemporary) as [
    string,
    string,
    string,
  ];
  await writeEmptyExtension(empty);
  await mkdir(workspace);
  await installExtension({ dataFolder: inTemporary('installing'), extensionsFolder }, vsix);
  const module = await buildHostModule('activationTimes');
  const samples: number[] = [];
  for (let host = 0; host < hosts; host++) {
    const order = host % 2 === 0 ? [emptyId, ourId] : [ourId, emptyId];
    const environment = { BENCH_EXTENSIONS: order.join(',') };
    const where = { extension: empty, extensionsFolder, workspace, temporary };
    const times = (await runInHost({ ...where, module, environment })) as number[];
    if (process.env['DEBUG'] === '1') console.error(order, times);
    const time = (id: string) => times[order.indexOf(id)] ?? NaN;
    samples.push(time(ourId) - time(emptyId));
  }
  return { name: 'load_activate_ms', goal, samples, value: median(samples) };
}
