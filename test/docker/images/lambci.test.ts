import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { after, before, describe, it } from 'mocha';
import { startDockerWorld } from '../../support/dockerWorld.ts';
import type { DockerWorld } from '../../support/dockerWorld.ts';
import { mounted, until } from '../../support/dockerContainers.ts';

const image = 'lambci/lambda:python3.6';
const green = (line: string) => `\u001b[32m${line}\u001b[0m`;
const requestIdIn = (stderr: string) => /START RequestId: ([\w-]+)/.exec(stderr)?.[1] ?? 'no request id';

/** What the product takes for granted about a single run in an image of LambCI's kind. */
describe('LambCI’s images: a single run', () => {
  let world: DockerWorld;
  const argumentsOf = (event: unknown, flags: readonly string[] = []) => [
    ...[...flags, ...mounted('python'), image, 'probe.handler'],
    ...(event === undefined ? [] : [JSON.stringify(event)]),
  ];
  const invoke = (event: unknown, flags: readonly string[] = [], input?: string) =>
    world.run(['run', '--rm', '--interactive', '--label', world.label, ...argumentsOf(event, flags)], input);
  /** What a run gave back for `value` of its event, to tell where the event came from. */
  const givenBy = async (event: unknown, flags: readonly string[] = [], input?: string) => {
    const { stdout } = await invoke(event, flags, input);
    return (JSON.parse(stdout) as { given: unknown }).given;
  };

  before(async function () {
    this.timeout(600_000);
    world = await startDockerWorld();
  });
  after(async () => {
    await world.assertNoneLeft();
    await world.stop();
  });

  it('prints an empty line and the result in one line to stdout, and everything else to stderr', async () => {
    const { code, stdout, stderr } = await invoke({ do: 'give', value: ['<b>', 1] });
    const requestId = requestIdIn(stderr);
    assert.equal(code, 0);
    assert.equal(stdout, `\n{"given":["\\u003cb\\u003e",1],"requestId":"${requestId}"}\n`);
    const lines = stderr.trimEnd().split('\n');
    assert.deepEqual(lines.slice(0, -1), [
      'module loaded',
      green(`START RequestId: ${requestId} Version: $LATEST`),
      'to stdout',
      'to stderr',
      green(`END RequestId: ${requestId}`),
    ]);
    const figures = [
      'Init Duration: [\\d.]+ ms',
      'Duration: [\\d.]+ ms',
      'Billed Duration: \\d+ ms',
      'Memory Size: 1536 MB',
      'Max Memory Used: \\d+ MB',
    ];
    const report = `REPORT RequestId: ${requestId}\t${figures.join('\t')}\t`;
    assert.match(lines.at(-1) ?? '', new RegExp(`^\\u001b\\[32m${report}\\u001b\\[0m$`));
  });

  it('reports true figures', async () => {
    const flags = ['--env', 'PROBE_LOAD_SECONDS=0.5'];
    const { stderr } = await invoke({ do: 'wait', seconds: 0.3 }, flags);
    const [, init, duration, used] =
      /Init Duration: ([\d.]+) ms\tDuration: ([\d.]+) ms\t.*Max Memory Used: (\d+) MB/.exec(stderr) ?? [];
    assert.ok(Number(init) >= 500, stderr);
    assert.ok(Number(duration) >= 300 && Number(duration) < 500 + Number(init), stderr);
    assert.ok(Number(used) > 5 && Number(used) < 200, stderr);
  });

  it('ends with exit code 1 and the error on stdout when the function fails', async () => {
    const { code, stdout, stderr } = await invoke({ do: 'fail' });
    assert.equal(code, 1);
    const [empty, line, end] = stdout.split('\n');
    assert.deepEqual([empty, end], ['', '']);
    const { stackTrace, ...error } = JSON.parse(line ?? '') as Record<string, unknown>;
    assert.deepEqual(error, { errorType: 'ValueError', errorMessage: 'as asked' });
    assert.match(String(stackTrace), /probe\.py/);
    assert.match(stderr, /^\u00a0\u00a0File "\/var\/task\/probe\.py", line \d+, in fail$/m);
    const failed = await invoke({ do: 'give' }, ['--env', 'PROBE_LOAD_ERROR=1']);
    assert.equal(failed.code, 1);
    assert.match(failed.stdout, /^\n\{"errorType":"RuntimeError","errorMessage":"will not load",.*\}\n$/);
    assert.ok(failed.stderr.includes(green(`END RequestId: ${requestIdIn(failed.stderr)}`)), failed.stderr);
  });

  it('takes the event from its second argument, then AWS_LAMBDA_EVENT_BODY, then stdin, then has none', async () => {
    const event = (value: string) => JSON.stringify({ do: 'give', value });
    const variable = ['--env', `AWS_LAMBDA_EVENT_BODY=${event('variable')}`];
    const stdin = ['--env', 'DOCKER_LAMBDA_USE_STDIN=1'];
    const all = [...variable, ...stdin];
    assert.equal(await givenBy({ do: 'give', value: 'argument' }, all, event('stdin')), 'argument');
    assert.equal(await givenBy(undefined, all, event('stdin')), 'variable');
    assert.equal(await givenBy(undefined, stdin, event('stdin')), 'stdin');
    const { stdout } = await invoke(undefined, [], event('stdin'));
    assert.match(stdout, /"errorType":"KeyError","errorMessage":"'do'"/);
  });

  it('lets a function run past its time-out and calls it a failure afterwards', async () => {
    const started = Date.now();
    const { code, stdout } = await invoke({ do: 'wait', seconds: 2.5 }, [
      '--env',
      'AWS_LAMBDA_FUNCTION_TIMEOUT=1',
    ]);
    assert.ok(Date.now() - started >= 2500);
    assert.equal(code, 1);
    assert.match(stdout, /^\n\{"errorMessage":"\S+ \S+ Task timed out after 1\.00 seconds"\}\n$/);
  });

  it('hangs for ever when the runtime exits', async () => {
    const id = await world.must('run', '--detach', '--label', world.label, ...argumentsOf({ do: 'leave' }));
    try {
      const logs = () => world.run(['logs', id]);
      await until('the runtime to exit', async () =>
        (await logs()).stderr.includes('leaving') ? true : undefined,
      );
      await delay(2000);
      const { stdout, stderr } = await logs();
      assert.equal(stdout, '');
      assert.doesNotMatch(stderr, /END RequestId/);
      assert.equal(await world.must('inspect', '--format', '{{.State.Running}}', id), 'true');
    } finally {
      await world.must('rm', '--force', id);
    }
  });

  it('sets what a function finds: test, 1536 MB, 300 seconds, us-east-1', async () => {
    const { stdout } = await invoke({ do: 'describe' });
    const { environment, arn, remaining } = JSON.parse(stdout) as {
      environment: Record<string, string>;
      arn: string;
      remaining: number;
    };
    assert.match(arn, /^arn:aws:lambda:us-east-1:\d+:function:test$/);
    assert.ok(remaining > 290_000 && remaining <= 300_000, String(remaining));
    const expected = {
      AWS_LAMBDA_FUNCTION_NAME: 'test',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '1536',
      AWS_REGION: 'us-east-1',
      AWS_DEFAULT_REGION: 'us-east-1',
      _HANDLER: 'probe.handler',
    };
    const found = Object.keys(expected).map((name) => [name, environment[name]]);
    assert.deepEqual(Object.fromEntries(found), expected);
  });
});
