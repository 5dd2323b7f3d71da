import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { startDockerWorld } from '../../support/dockerWorld.ts';
import type { DockerWorld } from '../../support/dockerWorld.ts';
import { nodeImage, until, withRie } from '../../support/dockerContainers.ts';
import type { Container, RieOptions } from '../../support/dockerContainers.ts';

const plainText = 'text/plain; charset=utf-8';
const headersOf = (headers: Readonly<Record<string, string>>) =>
  Object.keys(headers)
    .filter((name) => !['date', 'content-length', 'connection', 'keep-alive'].includes(name))
    .sort();

const count = (text: string, part: string | RegExp) => text.split(part).length - 1;

async function errorOf(container: Container, event: unknown) {
  const { status, headers, body } = await container.post(event);
  return { status, headers, error: JSON.parse(body) as Record<string, unknown> };
}

/** What the product takes for granted about how an invocation ends. A new emulator that behaves otherwise fails here. */
describe('AWS’s emulator: how an invocation ends', () => {
  let world: DockerWorld;
  const rie = (options: RieOptions, use: (container: Container) => Promise<void>) =>
    withRie(world, options, use);

  before(async function () {
    this.timeout(600_000);
    world = await startDockerWorld();
  });
  after(async () => {
    await world.assertNoneLeft();
    await world.stop();
  });

  it('succeeds: 200 with the result as plain text, and the lines around it on stdout', () =>
    rie({}, async (container) => {
      const { status, headers, body } = await container.post({ do: 'give', value: 5 });
      assert.equal(status, 200);
      assert.equal(headers['content-type'], plainText);
      const { given, requestId } = JSON.parse(body) as { given: number; requestId: string };
      assert.equal(given, 5);
      const { stdout, stderr } = await container.logs();
      const lines = stdout.trimEnd().split('\n');
      assert.deepEqual(lines.slice(0, -1), [
        `START RequestId: ${requestId} Version: $LATEST`,
        'module loaded',
        'to stdout',
        'to stderr',
        `END RequestId: ${requestId}`,
      ]);
      assert.ok(lines.at(-1)?.startsWith(`REPORT RequestId: ${requestId}\t`), lines.at(-1));
      assert.doesNotMatch(stderr, /START RequestId|to stderr/);
      assert.doesNotMatch(stdout, /\(rapid\)/);
      for (const line of stderr.trimEnd().split('\n')) assert.match(line, / \(rapid\) /);
    }));

  it('raises: 200 and no header says so; certain only from a debug line', () =>
    rie({}, async (container) => {
      const good = await container.post({ do: 'give' });
      const { status, headers, error } = await errorOf(container, { do: 'fail' });
      assert.equal(status, 200);
      assert.deepEqual(headersOf(headers), headersOf(good.headers));
      assert.equal(headers['content-type'], plainText);
      const { requestId, stackTrace, ...rest } = error;
      assert.deepEqual(rest, { errorType: 'ValueError', errorMessage: 'as asked' });
      assert.match(String(stackTrace), /File "\/var\/task\/probe\.py", line \d+, in fail/);
      const { stdout, stderr } = await container.logs();
      assert.equal(count(stderr, `POST /2018-06-01/runtime/invocation/${String(requestId)}/error`), 1);
      assert.equal(count(stderr, /POST \/2018-06-01\/runtime\/invocation\/[^/]+\/error/), 1);
      assert.match(
        stdout,
        /\[ERROR\] ValueError: as asked\rTraceback \(most recent call last\):\r\u00a0\u00a0File/,
      );
      assert.equal(count(stdout, 'END RequestId: '), 2);
      assert.equal(count(stdout, 'REPORT RequestId: '), 2);
    }));

  it('raises in Node: the same, with the stack under another key', () =>
    rie({ image: nodeImage, code: 'nodejs' }, async (container) => {
      const { status, error } = await errorOf(container, { do: 'fail' });
      assert.equal(status, 200);
      assert.deepEqual(Object.keys(error), ['errorType', 'errorMessage', 'trace']);
      assert.deepEqual([error['errorType'], error['errorMessage']], ['RangeError', 'as asked']);
      const { stderr } = await container.logs();
      assert.match(stderr, /POST \/2018-06-01\/runtime\/invocation\/[^/]+\/error/);
    }));

  it('takes too long: 200 with a sentence for a body, and the next invocation is a cold one', () =>
    rie({ environment: { AWS_LAMBDA_FUNCTION_TIMEOUT: '1' } }, async (container) => {
      const { status, headers, body } = await container.post({ do: 'wait', seconds: 20 });
      assert.equal(status, 200);
      assert.equal(headers['content-type'], plainText);
      assert.equal(body, 'Task timed out after 1.00 seconds');
      assert.equal((await container.post({ do: 'give' })).status, 200);
      const { stdout } = await container.logs();
      assert.equal(count(stdout, 'module loaded'), 2);
      assert.equal(count(stdout, 'END RequestId: '), 2);
      assert.equal(count(stdout, 'REPORT RequestId: '), 2);
    }));

  it('exits: 502 with no END and no REPORT, and the next invocation is a cold one', () =>
    rie({}, async (container) => {
      const { status, headers, error } = await errorOf(container, { do: 'leave' });
      assert.equal(status, 502);
      assert.equal(headers['content-type'], plainText);
      assert.equal(error['errorType'], 'Runtime.ExitError');
      assert.match(String(error['errorMessage']), /Error: Runtime exited with error: exit status 3$/);
      assert.doesNotMatch((await container.logs()).stdout, /^(END|REPORT) /m);
      assert.equal((await container.post({ do: 'give' })).status, 200);
      assert.equal(count((await container.logs()).stdout, 'module loaded'), 2);
    }));

  it('does not load: 502 with the error, no END and no REPORT', () =>
    rie({ environment: { PROBE_LOAD_ERROR: '1' } }, async (container) => {
      const { status, headers, error } = await errorOf(container, { do: 'give' });
      assert.equal(status, 502);
      assert.equal(headers['content-type'], plainText);
      assert.equal(error['errorType'], 'RuntimeError');
      assert.equal(error['errorMessage'], 'will not load');
      assert.doesNotMatch((await container.logs()).stdout, /^(END|REPORT) /m);
    }));

  it('is called twice at once: the emulator panics with exit code 2', () =>
    rie({}, async (container) => {
      const first = container.post({ do: 'wait', seconds: 20 });
      const firstFails = assert.rejects(first);
      await until('the first to be at work', async () =>
        (await container.logs()).stdout.includes('START') ? true : undefined,
      );
      await assert.rejects(container.post({ do: 'give' }));
      await firstFails;
      const { Running, ExitCode } = await until('the end', async () => {
        const state = await container.state();
        return state.Running ? undefined : state;
      });
      assert.deepEqual([Running, ExitCode], [false, 2]);
      assert.match((await container.logs()).stderr, /^panic: /m);
    }));

  it('needs more memory than there is: 502, and the container lives on as if nothing had been', () =>
    rie({ run: ['--memory', '96m', '--memory-swap', '96m'] }, async (container) => {
      assert.equal((await container.post({ do: 'give' })).status, 200);
      const { status, error } = await errorOf(container, { do: 'allocate', megabytes: 400 });
      assert.equal(status, 502);
      assert.equal(error['errorType'], 'Runtime.ExitError');
      assert.match(String(error['errorMessage']), /Error: Runtime exited with error: signal: killed$/);
      const { Running, OOMKilled } = await container.state();
      assert.deepEqual({ Running, OOMKilled }, { Running: true, OOMKilled: false });
      assert.equal((await container.post({ do: 'give' })).status, 200);
      assert.equal(count((await container.logs()).stdout, 'module loaded'), 2);
    }));
});
