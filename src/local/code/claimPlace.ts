import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { systemCode } from '../archive/fileSystemTrouble.ts';

/**
 * Absolute path of a folder that is this process's alone: the given one, or one beside it while another window has that. What
 * a process that is gone has left is taken over.
 */
export function claimPlace(place: string): string {
  for (let n = 1; ; n++) {
    const candidate = n === 1 ? place : `${place}-${n}`;
    mkdirSync(candidate, { recursive: true, mode: 0o700 });
    if (claim(`${candidate}/owner`)) return candidate;
  }
}

function claim(file: string): boolean {
  const owner = ownerOf(file);
  if (owner === process.pid) return true;
  if (owner !== undefined && isRunning(owner)) return false;
  rmSync(file, { force: true });
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false; // somebody else was faster
    throw error;
  }
}

function ownerOf(file: string): number | undefined {
  try {
    return Number(readFileSync(file, 'utf8')) || undefined;
  } catch {
    return undefined;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemCode(error) === 'EPERM';
  }
}
