import assert from 'node:assert/strict';
import { DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { after, afterEach, before, beforeEach, describe, it } from 'mocha';
import { isFailure } from '../../src/core/failures/failure.ts';
import type { Fault } from '../support/awsFaults.ts';
import { startAwsProxy } from '../support/awsProxy.ts';
import type { AwsProxy } from '../support/awsProxy.ts';
import { awsTestClients } from '../support/awsTestClients.ts';
import { DeployWorld } from '../support/deployWorld.ts';
import { startMinistack } from '../support/ministack.ts';
import type { TestMinistack } from '../support/ministack.ts';

const faults = ['dropBefore', 'dropAfter', 429, 500, '500After'] as const satisfies readonly Fault[];

describe('how long a log is kept', function () {
  this.timeout(120_000);
  let ministack: TestMinistack;
  let proxy: AwsProxy;
  let world: DeployWorld;
  let name = '';
  let made = 0;
  before(async () => {
    ministack = await startMinistack();
  });
  after(() => ministack.stop());
  beforeEach(async () => {
    proxy = await startAwsProxy({ upstream: ministack.url, strict: { createMs: 10, updateMs: 10 } });
    name = `retention-${++made}`;
    world = await DeployWorld.create(name, proxy.url);
    world.setManifest({ logs: { retentionDays: 30 } });
  });
  afterEach(async () => {
    await world.dispose();
    await proxy.close();
  });

  const logCalls = () =>
    proxy.calls.filter(({ service }) => service === 'logs').map(({ operation }) => operation);
  async function kept(): Promise<number | undefined> {
    const clients = awsTestClients(ministack.url);
    try {
      const asked = new DescribeLogGroupsCommand({ logGroupNamePrefix: `/aws/lambda/${name}` });
      return (await clients.logs.send(asked)).logGroups?.[0]?.retentionInDays;
    } finally {
      clients.destroy();
    }
  }

  it('is a step of the deploy, which makes the group and writes nothing the second time', async () => {
    await world.deploy();
    assert.deepEqual(logCalls(), ['DescribeLogGroups', 'CreateLogGroup', 'PutRetentionPolicy']);
    assert.equal(await kept(), 30);
    proxy.reset();
    await world.deploy();
    assert.deepEqual(logCalls(), ['DescribeLogGroups']);
    assert.deepEqual(proxy.writes(), []);
    world.setManifest({ logs: { retentionDays: 7 } });
    proxy.reset();
    await world.deploy();
    assert.deepEqual(
      proxy.writes().map(({ operation }) => operation),
      ['PutRetentionPolicy'],
    );
    assert.equal(await kept(), 7);
  });

  it('is not asked for where the manifest does not manage it, and stays', async () => {
    await world.deploy();
    world.setManifest({ logs: undefined });
    proxy.reset();
    await world.deploy();
    assert.deepEqual(logCalls(), []);
    assert.equal(await kept(), 30);
  });

  for (const operation of ['DescribeLogGroups', 'CreateLogGroup', 'PutRetentionPolicy']) {
    for (const fault of faults) {
      for (const times of [1, Infinity]) {
        it(`${operation}: ${fault} ${times === 1 ? 'once' : 'until it gives up'}, then as wanted`, async () => {
          proxy.failNth(operation, 1, fault, { times });
          await world.deploy().catch((error: unknown) => {
            assert.ok(isFailure(error));
          });
          proxy.reset();
          await world.deploy();
          assert.equal(await kept(), 30);
          proxy.reset();
          await world.deploy();
          assert.deepEqual(proxy.writes(), []);
        });
      }
    }
  }
});
