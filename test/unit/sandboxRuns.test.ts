import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { identifyProcess, isAlive } from '../../src/local/processIdentity.ts';
import type { ProcessIdentity } from '../../src/local/processIdentity.ts';
import { cleanUpRuns, createRunFolder, writeRecord } from '../../src/local/sandbox/runRecords.ts';
import { withTemporaryFolder } from '../support/temporaryFolder.ts';

/** Calls `use` with a sleeping process in a group of its own, and ends it afterwards. */
async function withProcess(use: (identity: ProcessIdentity) => Promise<void>): Promise<void> {
  const child = spawn('sleep', ['60'], { detached: true, stdio: 'ignore' });
  try {
    const identity = await identifyProcess(child.pid ?? 0);
    assert.ok(identity);
    await use(identity);
  } finally {
    child.kill('SIGKILL');
  }
}

/** A process that lived and has ended. */
async function endedProcess(): Promise<ProcessIdentity> {
  const child = spawn('true', { stdio: 'ignore' });
  await once(child, 'exit');
  return { pid: child.pid ?? 0, startedAt: '1' };
}

async function self(): Promise<ProcessIdentity> {
  const identity = await identifyProcess(process.pid);
  assert.ok(identity);
  return identity;
}

async function planted(runs: string, owner: ProcessIdentity, sandbox: ProcessIdentity, keepsData = false) {
  const folder = join(runs, `${owner.pid}-x`);
  await mkdir(folder, { recursive: true });
  await writeRecord(folder, { owner, sandbox, keepsData });
}

describe('what a crashed window left of its sandbox', () => {
  it('is ended, and its folder removed', async () => {
    await withTemporaryFolder((runs) =>
      withProcess(async (sandbox) => {
        await planted(runs, await endedProcess(), sandbox);
        assert.deepEqual(await cleanUpRuns(runs), []);
        assert.equal(await isAlive(sandbox), false);
        assert.deepEqual(await readdir(runs), []);
      }),
    );
  });

  it('is left alone when another process has its id by now', async () => {
    await withTemporaryFolder((runs) =>
      withProcess(async (stranger) => {
        await planted(runs, await endedProcess(), { ...stranger, startedAt: '17' });
        await cleanUpRuns(runs);
        assert.equal(await isAlive(stranger), true);
        assert.deepEqual(await readdir(runs), []);
      }),
    );
  });

  it('is told by the start time of its owner, whose id may be taken too', async () => {
    await withTemporaryFolder((runs) =>
      withProcess(async (sandbox) => {
        await planted(runs, { ...(await self()), startedAt: '17' }, sandbox);
        await cleanUpRuns(runs);
        assert.equal(await isAlive(sandbox), false);
      }),
    );
  });

  it('is not what a living window runs', async () => {
    await withTemporaryFolder((runs) =>
      withProcess(async (sandbox) => {
        await planted(runs, await self(), sandbox, true);
        const living = await cleanUpRuns(runs);
        assert.deepEqual(living, [{ owner: await self(), sandbox, keepsData: true }]);
        assert.equal(await isAlive(sandbox), true);
        assert.equal((await readdir(runs)).length, 1);
      }),
    );
  });

  it('may have no record, or a broken one', async () => {
    await withTemporaryFolder(async (runs) => {
      const dead = await endedProcess();
      await mkdir(join(runs, `${dead.pid}-a`));
      await mkdir(join(runs, `${dead.pid}-b`));
      await writeFile(join(runs, `${dead.pid}-b`, 'run.json'), '{"owner": {"pid": -1}');
      const own = await createRunFolder(runs);
      assert.deepEqual(await cleanUpRuns(runs), []);
      assert.deepEqual(await readdir(runs), [own.slice(runs.length + 1)]);
    });
  });

  it('is nothing when no sandbox ever ran', async () => {
    await withTemporaryFolder(async (folder) => {
      assert.deepEqual(await cleanUpRuns(join(folder, 'never')), []);
    });
  });
});
