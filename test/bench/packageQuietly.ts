import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { capture } from '../../scripts/childProcess.mjs';
import { inRoot, node24, root } from '../../scripts/paths.mjs';
import { packagedExtension } from '../support/packagedExtension.ts';

let packaged: Promise<string> | undefined;

/**
 * `npm run package`, once for all benchmarks; what it prints is shown only when it fails, as programs read what a benchmark
 * prints. @returns the VSIX
 */
export function packageQuietly(): Promise<string> {
  packaged ??= must(node24, [inRoot('scripts', 'package.mjs')]).then(() => packagedExtension());
  return packaged;
}

/** The packaged extension as a folder that VS Code can develop. @param temporary an existing folder */
export async function unpackExtension(vsix: string, temporary: string): Promise<string> {
  const unpacked = path.join(temporary, 'unpacked');
  await mkdir(unpacked);
  await must('unzip', ['-q', vsix, 'extension/*', '-d', unpacked]);
  return path.join(unpacked, 'extension');
}

async function must(command: string, args: readonly string[]): Promise<void> {
  const { code, output } = await capture(command, [...args], { cwd: root });
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}: ${output}`);
}
