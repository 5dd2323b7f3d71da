import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, before, beforeEach, describe, it } from 'mocha';
import { CreateRoleCommand, ListRolesCommand } from '@aws-sdk/client-iam';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { createSandbox, endCrashedSandboxes } from '../../src/local/sandbox/sandbox.ts';
import type { DisposableSandbox } from '../../src/local/sandbox/sandbox.ts';
import {
  awsTestClients,
  createTestFunction,
  lambdaTrustPolicy,
  pythonArchive,
} from '../support/awsTestClients.ts';
import { groupMembers, listeningSockets, loopback } from '../support/listeningSockets.ts';
import { ministackExecutable } from '../support/ministackExecutable.ts';
import { createTemporaryFolder, removeFolder } from '../support/temporaryFolder.ts';

const marker = 'MARKER-host-environment';
const crashingOwner = fileURLToPath(new URL('../support/sandboxOwner.ts', import.meta.url));

describe('the local sandbox', function () {
  this.timeout(60_000);
  let command = '';
  let storageFolder = '';
  let opened: DisposableSandbox[] = [];

  before(async () => {
    command = await ministackExecutable();
  });
  beforeEach(async () => {
    storageFolder = await createTemporaryFolder();
  });
  afterEach(async () => {
    for (const sandbox of opened) await sandbox.dispose();
    opened = [];
    await removeFolder(storageFolder);
  });

  const open = () => {
    const sandbox = createSandbox({ storageFolder, command: () => command });
    opened.push(sandbox);
    return sandbox;
  };
  const signal = () => AbortSignal.timeout(30_000);
  const start = (sandbox: DisposableSandbox, keepData = false) =>
    sandbox.start({ keepData, signal: signal() });
  /** Process ids of the sandboxes that are recorded as running. */
  const recorded = async (): Promise<number[]> => {
    const runs = join(storageFolder, 'sandbox', 'runs');
    const pids: number[] = [];
    for (const run of await readdir(runs)) {
      const text = await readFile(join(runs, run, 'run.json'), 'utf8');
      pids.push((JSON.parse(text) as { sandbox: { pid: number } }).sandbox.pid);
    }
    return pids;
  };
  const onlyRecorded = async (): Promise<number> => {
    const [pid, ...others] = await recorded();
    assert.ok(pid !== undefined && others.length === 0);
    return pid;
  };

  it('listens on 127.0.0.1 and on one port only, and is gone when stopped', async () => {
    const sandbox = open();
    const endpoint = await start(sandbox);
    assert.equal(sandbox.endpoint, endpoint);
    assert.equal(await start(sandbox), endpoint);
    const pid = await onlyRecorded();
    const port = Number(new URL(endpoint).port);
    assert.deepEqual(await listeningSockets(pid), [{ address: loopback, port }]);
    let unexpected = 0;
    sandbox.onUnexpectedExit(() => unexpected++);
    await sandbox.stop();
    assert.deepEqual(await groupMembers(pid), []);
    assert.equal(sandbox.endpoint, undefined);
    assert.deepEqual(await recorded(), []);
    assert.equal(unexpected, 0);
    await assert.rejects(fetch(`${endpoint}/_localstack/health`));
  });

  it('gives a function no variable of the host, and ends the function’s process with itself', async () => {
    process.env['LAMBDA_WORKBENCH_TEST_MARKER'] = marker;
    process.env['AWS_SESSION_TOKEN'] = marker;
    const sandbox = open();
    try {
      const clients = awsTestClients(await start(sandbox));
      const source = 'import os\ndef handler(event, context):\n    return dict(os.environ)\n';
      const FunctionName = await createTestFunction(clients, {
        Code: { ZipFile: await pythonArchive(source) },
      });
      const answer = await clients.lambda.send(new InvokeCommand({ FunctionName }));
      const environment = answer.Payload?.transformToString() ?? '';
      assert.match(environment, /"AWS_LAMBDA_FUNCTION_NAME"/);
      assert.doesNotMatch(environment, new RegExp(marker));
      clients.destroy();
      const pid = await onlyRecorded();
      assert.ok((await groupMembers(pid)).length > 1, 'the function runs in a process of its own');
      await sandbox.stop();
      assert.deepEqual(await groupMembers(pid), []);
    } finally {
      delete process.env['LAMBDA_WORKBENCH_TEST_MARKER'];
      delete process.env['AWS_SESSION_TOKEN'];
    }
  });

  it('keeps data between starts when asked to, and only then', async () => {
    const RoleName = 'kept';
    const exists = async (endpoint: string) => {
      const clients = awsTestClients(endpoint);
      const { Roles = [] } = await clients.iam.send(new ListRolesCommand({}));
      clients.destroy();
      return Roles.some((role) => role.RoleName === RoleName);
    };
    const sandbox = open();
    const clients = awsTestClients(await start(sandbox, true));
    await clients.iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: lambdaTrustPolicy }));
    clients.destroy();
    // The next start waits until the data is saved.
    void sandbox.stop();
    assert.equal(await exists(await start(sandbox, true)), true);
    await assert.rejects(start(open(), true), { code: 'sandbox.dataInUse' });
    await sandbox.stop();
    assert.equal(await exists(await start(sandbox)), false);
  });

  it('leaves nothing when its start is cancelled, at whatever moment', async () => {
    for (const ms of [0, 5, 20, 60, 120]) {
      const sandbox = open();
      const cancel = new AbortController();
      const started = sandbox.start({ keepData: false, signal: cancel.signal });
      setTimeout(() => cancel.abort(), ms);
      await started.then(
        () => sandbox.stop(),
        (error: unknown) => assert.equal((error as Error).name, 'AbortError'),
      );
      assert.equal(sandbox.endpoint, undefined);
      assert.deepEqual(await readdir(join(storageFolder, 'sandbox', 'runs')).catch(() => []), []);
    }
  });

  it('is stopped by a stop that comes while it starts', async () => {
    const sandbox = open();
    const started = assert.rejects(start(sandbox), { name: 'AbortError' });
    await sandbox.stop();
    await started;
    assert.equal(sandbox.endpoint, undefined);
    await start(sandbox);
  });

  it('tells when it ends without being asked to, and starts again', async () => {
    const sandbox = open();
    const endpoint = await start(sandbox);
    const ended = new Promise<void>((resolve) => sandbox.onUnexpectedExit(resolve));
    process.kill(await onlyRecorded(), 'SIGKILL');
    await ended;
    assert.equal(sandbox.endpoint, undefined);
    await assert.rejects(sandbox.mailbox({ signal: signal() }), { code: 'sandbox.notRunning' });
    assert.notEqual(await start(sandbox), endpoint);
  });

  const cleanUps: readonly [when: string, cleanUp: () => Promise<unknown>][] = [
    ['at the start of the next sandbox', () => start(open())],
    ['at the start of the next window', () => endCrashedSandboxes(storageFolder)],
  ];
  for (const [when, cleanUp] of cleanUps) {
    it(`ends what a window left that was killed, ${when}, and leaves a living window’s alone`, async () => {
      const owner = spawn(process.execPath, [crashingOwner, storageFolder, command], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const exited = once(owner, 'exit');
      let left = 0;
      try {
        await once(owner.stdout, 'data');
        left = await onlyRecorded();
        const first = open();
        await start(first);
        assert.ok(
          (await groupMembers(left)).includes(left),
          'the other window lives, and so does its sandbox',
        );
        await first.stop();
        owner.kill('SIGKILL');
        await exited;
        assert.ok((await groupMembers(left)).includes(left), 'killed, the other window could not stop it');
        await cleanUp();
        assert.deepEqual(await groupMembers(left), []);
        assert.ok(!(await recorded()).includes(left));
      } finally {
        owner.kill('SIGKILL');
        if (left > 1 && (await groupMembers(left)).length > 0) process.kill(-left, 'SIGKILL');
      }
    });
  }

  it('ends with its window also when nothing stopped it', async () => {
    const owner = spawn(process.execPath, [crashingOwner, storageFolder, command, 'exit'], {
      stdio: 'ignore',
    });
    await once(owner, 'exit');
    const pid = await onlyRecorded();
    for (let n = 0; n < 100 && (await groupMembers(pid)).length > 0; n++)
      await new Promise((done) => setTimeout(done, 50));
    assert.deepEqual(await groupMembers(pid), []);
  });

  it('says why it did not start, and nothing that MiniStack wrote', async () => {
    const failing = createSandbox({
      storageFolder,
      command: () => process.execPath,
      limits: { startMs: 300, graceMs: 100 },
    });
    opened.push(failing);
    // Node without arguments and without input ends at once.
    await assert.rejects(failing.start({ keepData: false, signal: signal() }), {
      code: 'sandbox.startFailed',
      message: /exit code 0/,
    });
    const missing = createSandbox({ storageFolder, command: () => join(storageFolder, 'missing') });
    await assert.rejects(missing.start({ keepData: false, signal: signal() }), {
      code: 'sandbox.commandMissing',
    });
  });
});
