import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, describe, it } from 'mocha';
import { policyForPlan } from '../../src/core/deployment/planPolicy.ts';
import type { FunctionManifest } from '../../src/core/manifest/functionManifest.ts';
import { carryOutDeployment } from '../../src/workflows/carryOutDeployment.ts';
import { startAwsProxy } from '../support/awsProxy.ts';
import type { AwsProxy } from '../support/awsProxy.ts';
import { DeployWorld } from '../support/deployWorld.ts';
import { startMinistack } from '../support/ministack.ts';
import type { TestMinistack } from '../support/ministack.ts';

/**
 * Permissions that another call needs (CreateFunction with a role or a layer, CreateRole with tags), and a read that only an answer
 * that was lost makes necessary.
 */
const withoutCall = [
  'iam:PassRole',
  'iam:TagRole',
  'lambda:ListVersionsByFunction',
  'lambda:GetLayerVersion',
];
const needsNoPermission = 'GetCallerIdentity';

describe('the IAM policy for a plan', () => {
  let ministack: TestMinistack;
  let proxy: AwsProxy;
  let world: DeployWorld;
  let made = 0;
  before(async () => {
    ministack = await startMinistack();
  });
  after(() => ministack.stop());
  beforeEach(async () => {
    proxy = await startAwsProxy({ upstream: ministack.url, strict: { createMs: 10, updateMs: 10 } });
    world = await DeployWorld.create(`policy-${++made}`, proxy.url);
  });
  afterEach(async () => {
    await world.dispose();
    await proxy.close();
  });

  /** Plans and deploys. @returns what the policy allows beyond the calls, after checking that it allows each of them */
  async function spareActions(): Promise<string[]> {
    proxy.reset();
    const planned = await world.plan();
    const { Statement } = policyForPlan(planned.plan);
    await carryOutDeployment(planned, world, { signal: AbortSignal.timeout(60_000) });
    const allowed = new Set(Statement.flatMap(({ Action }) => Action));
    const called = new Set(
      proxy.calls
        .filter(({ operation }) => operation !== needsNoPermission)
        .map(({ service, operation }) => `${service}:${operation.replace(/ByArn$/, '')}`),
    );
    const refused = [...called].filter((action) => !allowed.has(action));
    assert.deepEqual(refused, [], 'called, and not in the policy');
    return [...allowed].filter((action) => !called.has(action)).sort();
  }

  const cases: Record<string, { before?: Partial<FunctionManifest>; change: Partial<FunctionManifest> }> = {
    'an update of code and configuration': { before: {}, change: { timeout: 30, memorySize: 256 } },
    'what is unchanged': { before: {}, change: {} },
    'a role with all that it can have': {
      change: {
        role: {
          name: 'policy-full-role',
          trustPolicy: 'trust.json',
          inlinePolicies: { logs: 'logs.json' },
          managedPolicyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'],
          permissionsBoundary: 'arn:aws:iam::aws:policy/PowerUserAccess',
          path: '/team/',
          tags: { team: 'a' },
        },
      },
    },
    'a role that is no longer what the workspace says': {
      before: { role: { name: 'policy-drifted-role', trustPolicy: 'trust.json' } },
      change: {
        role: {
          name: 'policy-drifted-role',
          trustPolicy: 'trust.json',
          inlinePolicies: { logs: 'logs.json' },
          managedPolicyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'],
          permissionsBoundary: 'arn:aws:iam::aws:policy/PowerUserAccess',
          tags: { team: 'b' },
        },
      },
    },
    'a function without a role in its manifest': { change: { role: undefined } },
    'a function that takes its role by ARN': {
      before: {},
      change: { role: undefined, roleArn: 'arn:aws:iam::000000000000:role/policy-drifted-role' },
    },
    'code that is not published': { change: { deploy: undefined } },
    'a folder that becomes a layer': { change: { layers: ['shared'] } },
    'a layer that is there already': { before: { layers: ['shared'] }, change: { timeout: 30 } },
    'a log whose group there is not yet': { change: { logs: { retentionDays: 30 } } },
    'a log that is to be kept longer': {
      before: { logs: { retentionDays: 30 } },
      change: { logs: { retentionDays: 90 } },
    },
  };

  it('allows each call of a first deploy, and nothing else', async () => {
    assert.deepEqual(await spareActions(), ['iam:PassRole', 'lambda:ListVersionsByFunction']);
  });

  for (const [what, { before: first, change }] of Object.entries(cases)) {
    it(`allows each call for ${what}, and nothing else`, async () => {
      await mkdir(join(world.folder, 'shared'));
      await writeFile(join(world.folder, 'shared/data.txt'), 'shared');
      if (first !== undefined) {
        world.setManifest(first);
        await world.deploy();
      }
      world.setManifest(change);
      const spare = await spareActions();
      assert.deepEqual(
        spare.filter((action) => !withoutCall.includes(action)),
        [],
      );
    });
  }
});
