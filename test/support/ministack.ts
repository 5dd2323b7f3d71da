import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSandbox } from '../../src/local/sandbox/sandbox.ts';
import type { SandboxMail } from '../../src/workflows/ports.ts';
import { ministackExecutable } from './ministackExecutable.ts';

export interface TestMinistack {
  /** Such as http://127.0.0.1:41234. */
  readonly url: string;
  /** E-mail that functions sent, newest first. */
  mailbox(): Promise<SandboxMail[]>;
  /** Ends it with everything it started, and removes its files. */
  stop(): Promise<void>;
}

/** A MiniStack of its own for one test file, started by the product's own code: free port, clean environment, no data kept. */
export async function startMinistack(): Promise<TestMinistack> {
  const command = await ministackExecutable();
  const storageFolder = await mkdtemp(join(tmpdir(), 'lambda-workbench-ministack-'));
  const sandbox = createSandbox({ storageFolder, command: () => command });
  // An interrupted run gets no further than this; the stop signal goes out at once.
  const endAtOnce = () => void sandbox.dispose();
  process.once('exit', endAtOnce);
  const stop = async () => {
    await sandbox.dispose();
    process.off('exit', endAtOnce);
    await rm(storageFolder, { recursive: true, force: true });
  };
  try {
    const url = await sandbox.start({ keepData: false, signal: AbortSignal.timeout(60_000) });
    return { url, mailbox: () => sandbox.mailbox({ signal: AbortSignal.timeout(10_000) }), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
