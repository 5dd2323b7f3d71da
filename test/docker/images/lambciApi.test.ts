import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { startDockerWorld } from '../../support/dockerWorld.ts';
import type { DockerWorld } from '../../support/dockerWorld.ts';
import { ask, mounted, startContainer, until } from '../../support/dockerContainers.ts';
import type { Container } from '../../support/dockerContainers.ts';

/** What the product takes for granted about an image of LambCI's kind that stays open. */
describe('LambCI’s images: the Invoke API of DOCKER_LAMBDA_STAY_OPEN', () => {
  let world: DockerWorld;
  let container: Container;
  const invoke = (event: unknown, headers: Record<string, string> = {}, name = 'any-name') =>
    ask(`${container.address}/2015-03-31/functions/${name}/invocations`, {
      method: 'POST',
      headers,
      body: JSON.stringify(event),
    });

  before(async function () {
    this.timeout(600_000);
    world = await startDockerWorld();
    const flags = ['--env', 'DOCKER_LAMBDA_STAY_OPEN=1', ...mounted('python')];
    container = await startContainer(world, 9001, [...flags, 'lambci/lambda:python3.6', 'probe.handler']);
    await until('the API', () => ask(`${container.address}/`).catch(() => undefined));
  });
  after(async () => {
    await container.remove();
    await world.assertNoneLeft();
    await world.stop();
  });

  it('says on stderr that it listens, and answers a function of any name', async () => {
    const listening = '\u001b[32mLambda API listening on port 9001...\u001b[0m\n';
    assert.ok((await container.logs()).stderr.startsWith(listening));
    const { status, headers, body } = await invoke({ do: 'give', value: 'x' }, {}, 'another');
    assert.equal(status, 200);
    assert.equal((JSON.parse(body) as { given: string }).given, 'x');
    assert.equal(headers['content-type'], 'application/json');
    assert.equal(headers['x-amz-executed-version'], '$LATEST');
    assert.equal(headers['x-amz-function-error'], undefined);
    assert.equal(headers['x-amz-log-result'], undefined);
  });

  it('keeps the function’s streams apart and its own lines on stderr', async () => {
    await invoke({ do: 'give' });
    const { stdout, stderr } = await container.logs();
    assert.match(stdout, /^to stdout$/m);
    assert.doesNotMatch(stdout, /to stderr|RequestId/);
    assert.match(stderr, /^to stderr$/m);
    assert.match(stderr, /REPORT RequestId: /);
  });

  it('gives the end of the log when it is asked to, and says in a header that a function failed', async () => {
    const { headers, body } = await invoke({ do: 'fail' }, { 'X-Amz-Log-Type': 'Tail' });
    assert.equal(headers['x-amz-function-error'], 'Unhandled');
    assert.equal((JSON.parse(body) as { errorType: string }).errorType, 'ValueError');
    const log = Buffer.from(headers['x-amz-log-result'] ?? '', 'base64').toString();
    assert.match(log, /^\[ERROR\] ValueError: as asked$/m);
  });

  it('knows the invocation types: nothing runs for a dry run, and an event is not waited for', async () => {
    const before = (await container.logs()).stderr.split('START ').length;
    assert.equal((await invoke({ do: 'give' }, { 'X-Amz-Invocation-Type': 'DryRun' })).status, 204);
    assert.equal((await container.logs()).stderr.split('START ').length, before);
    const started = Date.now();
    const event = await invoke({ do: 'wait', seconds: 1 }, { 'X-Amz-Invocation-Type': 'Event' });
    assert.deepEqual([event.status, event.body], [202, '']);
    assert.ok(Date.now() - started < 1000);
    // In its turn: the next one waits for it.
    assert.equal((await invoke({ do: 'give' })).status, 200);
    assert.ok(Date.now() - started >= 1000);
  });
});
