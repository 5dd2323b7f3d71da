// One process at a time for work on a shared folder (installing, building a cache entry).
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { cache } from './paths.mjs';

/** Whether a process of that id runs. */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function holderOf(folder) {
  const file = path.join(folder, 'pid');
  return existsSync(file) ? Number(readFileSync(file, 'utf8')) : undefined;
}

async function acquire(folder) {
  let unnamedSince;
  for (;;) {
    try {
      mkdirSync(folder);
      writeFileSync(path.join(folder, 'pid'), String(process.pid));
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const holder = holderOf(folder);
    // A holder writes its id right after making the folder; one that died in between leaves no id.
    unnamedSince = holder ? undefined : (unnamedSince ?? Date.now());
    const dead = holder ? !isAlive(holder) : Date.now() - unnamedSince > 5000;
    if (dead) rmSync(folder, { recursive: true, force: true });
    else await delay(200);
  }
}

/**
 * Takes the named lock; waits for another process that holds it, takes over from a dead one.
 * @param {string} name
 * @returns {Promise<() => void>} gives it back, as does the end of this process
 */
export async function holdLock(name) {
  mkdirSync(cache, { recursive: true });
  const folder = path.join(cache, `${name}.lock`);
  await acquire(folder);
  const release = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', release);
  return () => {
    process.off('exit', release);
    release();
  };
}

/** Runs `work` while holding the named lock. */
export async function withLock(name, work) {
  const release = await holdLock(name);
  try {
    return await work();
  } finally {
    release();
  }
}
