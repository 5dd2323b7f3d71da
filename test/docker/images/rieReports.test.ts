import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { startDockerWorld } from '../../support/dockerWorld.ts';
import type { DockerWorld } from '../../support/dockerWorld.ts';
import { withRie } from '../../support/dockerContainers.ts';
import type { Container, RieOptions } from '../../support/dockerContainers.ts';

/** The figures of the last REPORT line, by name. */
function reportIn(stdout: string): Readonly<Record<string, number>> {
  const line = stdout.slice(stdout.lastIndexOf('REPORT '));
  const figures = [...line.matchAll(/\t([A-Z][\w ]*): ([\d.]+) (?:ms|MB)/g)];
  return Object.fromEntries(figures.map(([, name = '', value]) => [name, Number(value)]));
}

function figure(text: string, pattern: RegExp): number {
  const found = pattern.exec(text)?.[1];
  assert.ok(found !== undefined, `${pattern.source} is not in:\n${text}`);
  return Number(found);
}

/** What the emulator reports untruly, and where the truth is. The product corrects the one by the other. */
describe('AWS’s emulator: what it reports', () => {
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

  it('puts the time of loading into Duration instead of Init Duration, and its true length on stderr', () =>
    rie({ environment: { PROBE_LOAD_SECONDS: '0.5' } }, async (container) => {
      await container.post({ do: 'wait', seconds: 0.2 });
      const { stdout, stderr } = await container.logs();
      const report = reportIn(stdout);
      assert.deepEqual(Object.keys(report), [
        'Init Duration',
        'Duration',
        'Billed Duration',
        'Memory Size',
        'Max Memory Used',
      ]);
      assert.ok(Number(report['Init Duration']) < 100, JSON.stringify(report));
      assert.ok(Number(report['Duration']) >= 700, JSON.stringify(report));
      assert.equal(report['Billed Duration'], Math.ceil(Number(report['Duration'])));
      const init = figure(stderr, /\[INFO\] \(rapid\) INIT REPORT\(durationMs: ([\d.]+)\)$/m);
      assert.ok(init >= 500 && init < Number(report['Duration']), String(init));
      const requestId = /START RequestId: (\S+)/.exec(stdout)?.[1] ?? '';
      assert.ok(stderr.includes(`[INFO] (rapid) INVOKE START(requestId: ${requestId})\n`), stderr);
      const done =
        /\[INFO\] \(rapid\) INVOKE RTDONE\(status: success, produced bytes: \d+, duration: ([\d.]+)ms\)$/m;
      const duration = figure(stderr, done);
      assert.ok(duration >= 200 && duration < Number(report['Duration']) - 400, String(duration));
    }));

  it('reports no Init Duration for a warm invocation, and does not load the code again', () =>
    rie({ environment: { PROBE_LOAD_SECONDS: '0.5' } }, async (container) => {
      await container.post({ do: 'give' });
      await container.post({ do: 'give' });
      const { stdout, stderr } = await container.logs();
      const report = reportIn(stdout);
      assert.equal(report['Init Duration'], undefined);
      assert.ok(Number(report['Duration']) < 500, JSON.stringify(report));
      assert.equal(stdout.split('module loaded').length, 2);
      assert.equal(stderr.split('INIT REPORT').length, 2);
    }));

  it('claims that all memory was used; the kernel knows the peak', () =>
    rie(
      { environment: { AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256' }, run: ['--memory', '256m'] },
      async (container) => {
        await container.post({ do: 'give' });
        const peak = async () => {
          const files = '/sys/fs/cgroup/memory/memory.max_usage_in_bytes /sys/fs/cgroup/memory.peak';
          const { stdout } = await world.run(['exec', container.id, 'sh', '-c', `cat ${files} 2>/dev/null`]);
          return Number(stdout) / 1024 / 1024;
        };
        const before = await peak();
        await container.post({ do: 'allocate', megabytes: 100 });
        const report = reportIn((await container.logs()).stdout);
        assert.deepEqual([report['Memory Size'], report['Max Memory Used']], [256, 256]);
        const after = await peak();
        assert.ok(before > 1 && after > 95 && after < 256, `${before} MB before, ${after} MB after`);
      },
    ));

  it('names the same request in every line', () =>
    rie({}, async (container) => {
      await container.post({ do: 'give' });
      const { body } = await container.post({ do: 'give' });
      const { requestId } = JSON.parse(body) as { requestId: string };
      const { stdout } = await container.logs();
      const ids = [...stdout.matchAll(/^(START|END|REPORT) RequestId: (\S+)/gm)].slice(3);
      assert.deepEqual(
        ids.map(([, line, id]) => [line, id]),
        ['START', 'END', 'REPORT'].map((line) => [line, requestId]),
      );
    }));

  it('sets what a function finds: a fixed account, 300 seconds, 3008 MB, and credentials that are empty', () =>
    rie({}, async (container) => {
      const { body } = await container.post({ do: 'describe' });
      const { environment, arn, remaining } = JSON.parse(body) as {
        environment: Record<string, string>;
        arn: string;
        remaining: number;
      };
      assert.equal(arn, 'arn:aws:lambda:us-east-1:012345678912:function:test_function');
      assert.ok(remaining > 290_000 && remaining <= 300_000, String(remaining));
      const expected = {
        AWS_LAMBDA_FUNCTION_NAME: 'test_function',
        AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '3008',
        _HANDLER: 'probe.handler',
        AWS_ACCESS_KEY_ID: '',
        AWS_SECRET_ACCESS_KEY: '',
        AWS_SESSION_TOKEN: '',
        AWS_REGION: undefined,
        AWS_DEFAULT_REGION: undefined,
      };
      const found = Object.keys(expected).map((name) => [name, environment[name]]);
      assert.deepEqual(Object.fromEntries(found), expected);
    }));

  it('takes name, version, memory and time-out from the environment', () =>
    rie(
      {
        environment: {
          AWS_LAMBDA_FUNCTION_NAME: 'probe',
          AWS_LAMBDA_FUNCTION_VERSION: '7',
          AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512',
          AWS_LAMBDA_FUNCTION_TIMEOUT: '20',
        },
      },
      async (container) => {
        const { body } = await container.post({ do: 'describe' });
        const { environment, arn, remaining } = JSON.parse(body) as {
          environment: Record<string, string>;
          arn: string;
          remaining: number;
        };
        assert.equal(arn, 'arn:aws:lambda:us-east-1:012345678912:function:probe');
        assert.equal(environment['AWS_LAMBDA_FUNCTION_VERSION'], '7');
        assert.ok(remaining > 10_000 && remaining <= 20_000, String(remaining));
        const { stdout } = await container.logs();
        assert.match(stdout, /^START RequestId: \S+ Version: 7$/m);
        assert.equal(reportIn(stdout)['Memory Size'], 512);
      },
    ));
});
