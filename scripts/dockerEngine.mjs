// A Docker engine: the one that answers already, else one of our own, started as root, with its images kept in .cache/.
import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { start, stop } from './childProcess.mjs';
import { createBridge } from './dockerBridge.mjs';
import { UnableError, docker, engineAnswers } from './dockerCommand.mjs';
import { holdLock, isAlive } from './lock.mjs';
import { cache } from './paths.mjs';

const ownDataRoot = path.join(cache, 'docker-engine');
const pidFileOf = (dataRoot) => `${dataRoot}.pid`;

/** The command line of a process; empty when there is none of that id. */
function commandLine(pid) {
  const file = `/proc/${pid}/cmdline`;
  return existsSync(file) ? readFileSync(file, 'utf8').split('\0') : [];
}

/** Removes a folder of an engine's. A daemon may leave things mounted in there, such as the host's network namespace. */
export function removeEngineFolder(folder) {
  const places = readFileSync('/proc/self/mounts', 'utf8')
    .split('\n')
    .map((line) => line.split(' ')[1] ?? '');
  for (const place of places.reverse()) {
    if (place.startsWith(`${folder}/`)) spawnSync('umount', [place]);
  }
  rmSync(folder, { recursive: true, force: true });
}

/** Ends the engine of a run that was killed before it could end it. */
async function endLeftover(dataRoot) {
  const pidFile = pidFileOf(dataRoot);
  const pid = existsSync(pidFile) ? Number(readFileSync(pidFile, 'utf8')) : 0;
  const args = commandLine(pid);
  if (!args.includes(dataRoot)) return;
  process.kill(pid, 'SIGTERM');
  while (isAlive(pid)) await delay(100);
  removeEngineFolder(path.dirname(args[args.indexOf('--exec-root') + 1]));
}

/** Arguments of dockerd, for an engine that disturbs no other one on this machine. */
function daemonArguments(dataRoot, folder, bridge) {
  return [
    ...['--data-root', dataRoot, '--pidfile', pidFileOf(dataRoot)],
    ...['--exec-root', path.join(folder, 'exec'), '--host', `unix://${path.join(folder, 'docker.sock')}`],
    // Ports are published on 127.0.0.1, which docker-proxy does without the firewall; nothing in a container needs more of the
    // network. An engine that starts with rules of its own would delete those of another, and fails where the kernel has none.
    ...['--bridge', bridge, '--iptables=false', '--ip6tables=false', '--ip-masq=false', '--ip-forward=false'],
    ...['--log-level', 'warn'],
  ];
}

async function waitUntilUp(daemon, env, log) {
  const deadline = Date.now() + 60_000;
  while (!(await engineAnswers(env))) {
    const runs = daemon.pid !== undefined && daemon.exitCode === null && daemon.signalCode === null;
    if (runs && Date.now() < deadline) {
      await delay(100);
      continue;
    }
    const last = readFileSync(log, 'utf8').trim().split('\n').slice(-5).join('\n');
    throw new UnableError(`dockerd did not start; the end of its log:\n${last}`);
  }
}

/** Removes all containers: in an engine of our own they are the tests', or a killed run's. */
async function removeContainers(options) {
  const ids = await docker(['ps', '--all', '--quiet'], options);
  if (ids !== '') await docker(['rm', '--force', '--volumes', ...ids.split('\n')], options);
}

/**
 * Starts an engine as root.
 * @param {string} dataRoot folder for images and containers; two engines cannot share one
 * @returns {Promise<{ environment: Record<string, string>, pid: number | undefined, end: () => Promise<void> }>}
 */
export async function startEngine(dataRoot) {
  if (process.getuid?.() !== 0)
    throw new UnableError('no Docker engine answers, and only root can start one');
  await endLeftover(dataRoot);
  mkdirSync(dataRoot, { recursive: true });
  const bridge = createBridge();
  const folder = mkdtempSync(path.join(tmpdir(), 'lambda-workbench-docker-'));
  const log = path.join(folder, 'dockerd.log');
  const output = openSync(log, 'a');
  const daemon = start('dockerd', daemonArguments(dataRoot, folder, bridge.name), {
    stdio: ['ignore', output, output],
  });
  closeSync(output);
  const environment = { DOCKER_HOST: `unix://${path.join(folder, 'docker.sock')}` };
  const options = { env: { ...process.env, ...environment } };
  const cleanUp = () => {
    bridge.remove();
    removeEngineFolder(folder);
  };
  // An interrupted run gets no further than this; childProcess.mjs has ended the daemon by then.
  process.once('exit', cleanUp);
  const end = async () => {
    // A daemon that ends containers itself waits ten seconds for each that ignores its signal.
    await removeContainers(options).catch(() => undefined);
    await stop(daemon, 20_000);
    process.off('exit', cleanUp);
    cleanUp();
  };
  try {
    await waitUntilUp(daemon, options.env, log);
    await removeContainers(options);
  } catch (error) {
    await end();
    throw error;
  }
  return { environment, pid: daemon.pid, end };
}

/**
 * Finds an engine or starts one.
 * @returns {Promise<{ environment: Record<string, string>, isOurs: boolean, stop: () => Promise<void> }>} `environment`: what
 * docker needs besides this process's own environment to reach it. `stop` ends what was started and nothing else; so does the
 * end of this process.
 */
export async function ensureDockerEngine() {
  if (await engineAnswers()) return { environment: {}, isOurs: false, stop: () => Promise.resolve() };
  // Two daemons cannot share the data: whoever comes second waits until the first is done with it.
  const release = await holdLock('docker-engine');
  try {
    const { environment, end } = await startEngine(ownDataRoot);
    return { environment, isOurs: true, stop: () => end().finally(release) };
  } catch (error) {
    release();
    throw error;
  }
}
