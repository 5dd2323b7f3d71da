import { spawn } from 'node:child_process';

/**
 * Sends a signal to a process started with `detached: true` and to all it started (functions are children of MiniStack).
 * False when none is left.
 */
export function signalGroup(pid: number, signal: 'SIGTERM' | 'SIGKILL'): boolean {
  if (process.platform === 'win32') {
    // Windows has neither process groups nor SIGTERM; /T ends the tree.
    spawn('taskkill', ['/PID', String(pid), '/T', '/F'], { stdio: 'ignore' }).on('error', () => undefined);
    return true;
  }
  try {
    process.kill(-pid, signal);
    return true;
  } catch {
    return false;
  }
}
