import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { PublishVersionCommand } from '@aws-sdk/client-lambda';
import { DescribeReceiptRuleSetCommand } from '@aws-sdk/client-ses';
import { after, before, describe, it } from 'mocha';
import { createConnectionOpener } from '../../src/aws/awsBundle.ts';
import { regions } from '../../src/core/connection/regions.ts';
import { isCancellation, isFailure } from '../../src/core/failures/failure.ts';
import { carryOutEmail } from '../../src/workflows/email/carryOutEmail.ts';
import { planEmail } from '../../src/workflows/email/planEmail.ts';
import type { EmailTarget } from '../../src/workflows/email/planEmail.ts';
import { readFaults } from '../support/awsFaults.ts';
import type { Fault } from '../support/awsFaults.ts';
import { isWrite } from '../support/awsOperations.ts';
import { noHooks } from '../support/awsListenerConnection.ts';
import { startAwsProxy } from '../support/awsProxy.ts';
import type { AwsProxy } from '../support/awsProxy.ts';
import { awsTestClients, createTestFunction } from '../support/awsTestClients.ts';
import { hurriedClock } from '../support/deployWorld.ts';
import { limited } from '../support/limited.ts';
import { startMinistack } from '../support/ministack.ts';
import type { TestMinistack } from '../support/ministack.ts';

/** For every call of an e-mail rule, made or updated: disturbed once, or until the run gives up; the next run converges. */
const faults: readonly Fault[] = ['dropBefore', 'dropAfter', 429, 500, '500After'];
const planning = [
  'GetCallerIdentity',
  'GetFunctionConfiguration',
  'GetAlias',
  'GetPolicy',
  'DescribeActiveReceiptRuleSet',
  'GetIdentityVerificationAttributes',
];
const calls = {
  made: [
    ...planning,
    'DescribeReceiptRuleSet',
    'CreateReceiptRuleSet',
    'AddPermission',
    'CreateReceiptRule',
    'SetActiveReceiptRuleSet',
  ],
  updated: [...planning, 'DescribeReceiptRuleSet', 'UpdateReceiptRule'],
} as const;
type Kind = keyof typeof calls;

interface Scene {
  readonly proxy: AwsProxy;
  readonly deploy: (options?: { signal?: AbortSignal; onStep?: (index: number) => void }) => Promise<void>;
  /** What there is in the end, read past the proxy. */
  readonly state: () => Promise<unknown>;
}

let ministack: TestMinistack;
const free = regions.map(([id]) => id);

/** Everything of a case is its own: proxy, function and region, as a region has one active rule set. */
async function inScene(kind: Kind, play: (scene: Scene) => Promise<void>): Promise<void> {
  const region = free.shift() ?? '';
  const proxy = await startAwsProxy({ upstream: ministack.url, strict: { createMs: 5, updateMs: 5 } });
  const clients = awsTestClients(ministack.url, 3, region);
  const clock = hurriedClock(50);
  const opener = createConnectionOpener({
    readFile: () => Promise.reject(new Error('no file is read')),
    environment: {},
  });
  // As in another window, each time: who is calling is asked again.
  const open = () => opener.open({ sandbox: true, endpoint: proxy.url, region }, noHooks);
  let recipients = ['one@example.com'];
  try {
    const functionName = await createTestFunction(clients);
    await clients.lambda.send(new PublishVersionCommand({ FunctionName: functionName }));
    const options = { signal: new AbortController().signal };
    await (await open()).aliases.createAlias(functionName, { name: 'DEV', version: '1' }, options);
    const ruleSet = functionName;
    const deploy: Scene['deploy'] = async ({ signal = options.signal, onStep } = {}) => {
      const target: EmailTarget = {
        functionName,
        alias: 'DEV',
        ruleSet,
        recipients,
        manifestFile: '/w/lambda.json',
      };
      const connection = await open();
      const { steps, activation } = await planEmail(target, { connection, clock }, { signal });
      const all = activation === undefined ? steps : [...steps, activation];
      await carryOutEmail(all, { connection, clock }, { signal, onStep: (_text, index) => onStep?.(index) });
    };
    if (kind === 'updated') {
      await deploy();
      recipients = ['two@example.com', 'example.com'];
    }
    proxy.reset();
    await play({
      proxy,
      deploy,
      state: async () => {
        const { email, triggers } = await opener.open(
          { sandbox: true, endpoint: ministack.url, region },
          noHooks,
        );
        const [rules, active, policy] = await Promise.all([
          clients.ses.send(new DescribeReceiptRuleSetCommand({ RuleSetName: ruleSet })),
          email.readActiveRuleSet(options),
          triggers.readPolicy(functionName, undefined, options),
        ]);
        const state = [rules.Rules, active?.name, (policy as { Statement: unknown }).Statement];
        return JSON.parse(
          JSON.stringify(state).replaceAll(functionName, 'NAME').replaceAll(region, 'REGION'),
        ) as unknown;
      },
    });
  } finally {
    free.push(region);
    clients.destroy();
    await proxy.close();
  }
}

async function untilSettled(run: Promise<void>): Promise<void> {
  await run.catch((error: unknown) => {
    assert.ok(isFailure(error) || isCancellation(error), inspect(error, { depth: 8 }));
  });
}

describe('an e-mail rule that is disturbed', function () {
  this.timeout(120_000);
  const run = limited(8);
  const undisturbed: Partial<Record<Kind, unknown>> = {};

  before(async () => {
    ministack = await startMinistack();
    for (const kind of ['made', 'updated'] as const) {
      await inScene(kind, async ({ proxy, deploy, state }) => {
        await deploy();
        const called = [...new Set(proxy.calls.map(({ operation }) => operation))].sort();
        assert.deepEqual(called, [...calls[kind]].sort());
        undisturbed[kind] = await state();
      });
    }
  });
  after(() => ministack.stop());

  const converges = async (kind: Kind, { proxy, deploy, state }: Scene) => {
    proxy.reset();
    await deploy();
    assert.deepEqual(await state(), undisturbed[kind]);
    proxy.reset();
    await deploy();
    assert.deepEqual(proxy.writes(), []);
  };

  for (const kind of ['made', 'updated'] as const) {
    for (const call of calls[kind]) {
      for (const fault of isWrite(call) ? faults : readFaults) {
        // The second of these is the look before or after a write.
        const cases = ['GetPolicy', 'DescribeReceiptRuleSet'].includes(call) ? [1, 2] : [1];
        for (const [from, times] of [...cases.map((n) => [n, 1] as const), [1, Infinity] as const]) {
          const started = run(() =>
            inScene(kind, async (scene) => {
              scene.proxy.failNth(call, from, fault, { times });
              await untilSettled(scene.deploy());
              assert.ok(scene.proxy.count(call) > 0, 'the call was not made');
              await converges(kind, scene);
            }),
          );
          it(
            `${kind}: ${call} ${from}: ${JSON.stringify(fault)} ${times === 1 ? 'once' : 'until it gives up'}`,
            started,
          );
        }
      }
    }
    for (let step = 0; step < (kind === 'made' ? 4 : 1); step++) {
      const started = run(() =>
        inScene(kind, async (scene) => {
          const controller = new AbortController();
          await untilSettled(
            scene.deploy({
              signal: controller.signal,
              onStep: (index) => {
                // In the middle of the step: its call is under way.
                if (index === step) setTimeout(() => controller.abort(), 5);
              },
            }),
          );
          await converges(kind, scene);
        }),
      );
      it(`${kind}: cancelled at step ${step + 1}`, started);
    }
  }
});
