// Starting programs from the scripts: argument arrays only, and nothing outlives the script that started it.
import { spawn } from 'node:child_process';

const running = new Set();

function endAll(signal = 'SIGTERM') {
  for (const child of running) endGroup(child, signal);
}

/**
 * Ends a child and what it started: every child leads a process group of its own.
 * @param {import('node:child_process').ChildProcess} child
 * @param {NodeJS.Signals} signal
 */
export function endGroup(child, signal = 'SIGTERM') {
  if (child.pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? child.pid : -child.pid, signal);
  } catch {
    // The group is gone already.
  }
}

process.on('exit', () => endAll('SIGKILL'));
for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
]) {
  process.on(signal, () => {
    endAll('SIGTERM');
    // Children get time to end what they started. A listener of the program's own (an orderly end, such as demo.ts's)
    // decides itself when it is done.
    const isOurs = process.listenerCount(signal) === 1;
    const deadline = Date.now() + 15_000;
    const timer = setInterval(() => {
      if ((isOurs && running.size === 0) || Date.now() > deadline) process.exit(code);
    }, 50);
    timer.unref();
    if (isOurs) timer.ref();
  });
}

/**
 * Asks a child and what it started to end, and makes them after a while. Resolves when the child is gone.
 * @param {import('node:child_process').ChildProcess} child
 * @param {number} patience milliseconds until it is made to
 * @returns {Promise<void>}
 */
export async function stop(child, patience = 5000) {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined)
    return endGroup(child, 'SIGKILL');
  const ended = new Promise((resolve) => child.once('exit', resolve));
  endGroup(child, 'SIGTERM');
  const timer = setTimeout(() => endGroup(child, 'SIGKILL'), patience);
  await ended;
  clearTimeout(timer);
}

/**
 * Starts a program in a process group of its own that ends with this script.
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} options
 * @returns {import('node:child_process').ChildProcess}
 */
export function start(command, args, options = {}) {
  const child = spawn(command, args, {
    stdio: 'inherit',
    detached: process.platform !== 'win32',
    ...options,
  });
  running.add(child);
  // Whatever it leaves behind ends with it.
  child.once('exit', () => endGroup(child, 'SIGKILL'));
  child.once('close', () => running.delete(child));
  child.once('error', () => running.delete(child));
  return child;
}

/**
 * Runs a program with its output shown. Resolves with its exit code (an end by a signal counts as 1).
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} options
 * @returns {Promise<number>}
 */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = start(command, args, options);
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
}

/**
 * Runs a program and collects what it prints, stdout and stderr in one text.
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions & { show?: boolean }} options show: print it too, as it comes
 * @returns {Promise<{ code: number, output: string }>}
 */
export function capture(command, args, { show = false, ...options } = {}) {
  return new Promise((resolve, reject) => {
    const child = start(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const name of ['stdout', 'stderr']) {
      child[name].setEncoding('utf8').on('data', (chunk) => {
        output += chunk;
        if (show) process[name].write(chunk);
      });
    }
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/**
 * Like `run`, for a step that must work: anything but exit code 0 is an error that names the step.
 * @param {string} step
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} options
 */
export async function must(step, command, args, options = {}) {
  const code = await run(command, args, options);
  if (code !== 0) throw new Error(`${step} failed with exit code ${code}: ${command} ${args.join(' ')}`);
}

/** Runs a script's main function; an error is one line on stderr (the stack only with DEBUG=1) and exit code 1. */
export async function main(work) {
  try {
    process.exitCode = (await work()) ?? 0;
  } catch (error) {
    console.error(process.env.DEBUG === '1' ? error : `Error: ${error.message}`);
    process.exitCode = 1;
  }
}
