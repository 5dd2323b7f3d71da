// The docker command of this machine.
import { pipeline } from 'node:stream/promises';
import { capture, start } from './childProcess.mjs';

/** What this machine cannot do, whatever is tried: nothing that is tested has failed. */
export class UnableError extends Error {}

/**
 * What a docker command prints. Anything but exit code 0 is an error with it.
 * @param {string[]} args
 * @param {{ env?: NodeJS.ProcessEnv }} options
 * @returns {Promise<string>}
 */
export async function docker(args, options = {}) {
  const { code, output } = await capture('docker', args, options);
  if (code !== 0) throw new Error(`docker ${args.slice(0, 2).join(' ')} failed: ${output.trim()}`);
  return output.trim();
}

/** Whether an engine answers where this environment says that it is. */
export async function engineAnswers(env = process.env) {
  const asked = ['version', '--format', '{{.Server.Version}}'];
  return (await capture('docker', asked, { env, timeout: 20_000 }).catch(() => ({ code: 1 }))).code === 0;
}

const exitCode = (child) =>
  new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });

/**
 * Builds an image from what tar packs, so that files of several folders need not be copied into one first.
 * @param {string[]} packed arguments of tar: what to pack, the Dockerfile included
 * @param {string[]} flags of docker build
 * @param {{ env?: NodeJS.ProcessEnv }} options
 */
export async function dockerBuild(packed, flags, options = {}) {
  const tar = start('tar', ['-c', '--owner=0', '--group=0', '--mode=a+rX', ...packed], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const building = start('docker', ['build', '--quiet', ...flags, '-'], {
    ...options,
    stdio: 'pipe',
  });
  // Whichever side fails, its exit code tells.
  void pipeline(tar.stdout, building.stdin).catch(() => undefined);
  let said = '';
  for (const stream of [building.stdout, building.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk) => (said += chunk));
  }
  const codes = await Promise.all([exitCode(tar), exitCode(building)]);
  if (codes.some((code) => code !== 0)) throw new Error(`docker build failed: ${said.trim()}`);
}
