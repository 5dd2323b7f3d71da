import { cp, mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ensureArchiveTree } from '../../../scripts/archiveTree.mjs';
import { capture } from '../../../scripts/childProcess.mjs';
import { median } from '../benchmark.ts';
import type { Figure } from '../benchmark.ts';
import { unpackExtension } from '../packageQuietly.ts';
import { buildHostModule, runInHost } from './runInHost.ts';

const hosts = 5;

/** The benchmarks' tree as a function that a person may package. @returns how many files its archive must hold */
async function writeFunction(folder: string): Promise<number> {
  const code = path.join(folder, 'code');
  await cp(await ensureArchiveTree(), code, { recursive: true });
  await writeFile(path.join(code, 'app.py'), 'def lambda_handler(event, context):\n    return event\n');
  const manifest = {
    functionName: 'bench',
    runtime: 'python3.13',
    handler: 'app.lambda_handler',
    package: { root: 'code' },
  };
  await writeFile(path.join(folder, 'lambda.json'), JSON.stringify(manifest));
  const entries = await readdir(code, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => !entry.isDirectory()).length;
}

/**
 * How long `Lambda: Package Function` keeps everything else in the extension host waiting, in milliseconds, less what two
 * busy threads cost that host anyway. Each sample has a host of its own: threads to start and nothing to reuse.
 *
 * @param vsix the packaged extension
 * @param temporary an existing folder
 */
export async function measurePackageBlock(goal: number, vsix: string, temporary: string): Promise<Figure> {
  const workspace = path.join(temporary, 'workspace');
  await mkdir(workspace);
  const files = await writeFunction(workspace);
  const extension = await unpackExtension(vsix, temporary);
  const module = await buildHostModule('packageBlockTimes');
  const samples: number[] = [];
  for (let host = 0; host < hosts; host++) {
    const zip = path.join(temporary, `host-${host}.zip`);
    const environment = { BENCH_ZIP: zip };
    const report = await runInHost({ module, extension, workspace, temporary, environment });
    const { milliseconds, told } = report as { milliseconds: number; told: string[] };
    if (!told.some((sentence) => sentence.includes(`, ${files} files`)))
      throw new Error(`not all ${files} files were packaged: ${told.join(' ')}`);
    await output('unzip', ['-tq', zip]);
    samples.push(milliseconds);
  }
  return { name: 'package_block_ms', goal, samples, value: median(samples) };
}

async function output(command: string, args: readonly string[]): Promise<void> {
  const { code, output } = await capture(command, [...args]);
  if (code !== 0) throw new Error(`${command} ended with ${code}: ${output}`);
}
