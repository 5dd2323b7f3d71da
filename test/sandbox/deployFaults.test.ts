import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { after, before, describe, it } from 'mocha';
import { isCancellation, isFailure } from '../../src/core/failures/failure.ts';
import type { Fault } from '../support/awsFaults.ts';
import { startAwsProxy } from '../support/awsProxy.ts';
import type { AwsProxy } from '../support/awsProxy.ts';
import type { AwsRequest } from '../support/awsOperations.ts';
import { deployedState } from '../support/deployedState.ts';
import { DeployWorld } from '../support/deployWorld.ts';
import { limited } from '../support/limited.ts';
import { startMinistack } from '../support/ministack.ts';
import type { TestMinistack } from '../support/ministack.ts';
import { secretMarker } from '../support/secretMarker.mjs';

/**
 * For every AWS call of a first deploy and of an update: the call is disturbed once, or until the run gives up; the next run
 * must bring about the state of a deploy that nothing disturbed. Cancellation at each step likewise.
 */
const faults: readonly Fault[] = ['dropBefore', 'dropAfter', 429, 500, '500After', 'inProgress'];
/** A call of a run, told from others of its operation; `match` is made anew for each run. */
interface DisturbedCall {
  readonly name: string;
  readonly operation: string;
  readonly match: () => (request: AwsRequest) => boolean;
}

const only = (operation: string): DisturbedCall => ({
  name: operation,
  operation,
  match: () => (request) => request.operation === operation,
});

/** The function as planning reads it, by an alias or not. */
const reading = (alias?: string): DisturbedCall => ({
  name: `GetFunctionConfiguration of ${alias ?? '$LATEST'}`,
  operation: 'GetFunctionConfiguration',
  match: () => (request) =>
    request.operation === 'GetFunctionConfiguration' &&
    request.url.searchParams.get('Qualifier') === (alias ?? null),
});

/** What the wait for the end of a write reads. */
const waiting = (write: string): DisturbedCall => ({
  name: `GetFunctionConfiguration after ${write}`,
  operation: 'GetFunctionConfiguration',
  match: () => {
    let written = false;
    return ({ operation }) => {
      if (operation === write) written = true;
      return written && operation === 'GetFunctionConfiguration';
    };
  },
});

const planning = [
  ...['GetCallerIdentity', 'GetRole', 'GetRolePolicy', 'GetAlias'].map(only),
  reading(),
  reading('DEV'),
];
/** Every call of a run; the first test holds the list to what is called. */
const calls: Readonly<Record<'first' | 'update', readonly DisturbedCall[]>> = {
  first: [
    ...planning,
    only('CreateRole'),
    only('PutRolePolicy'),
    only('CreateFunction'),
    waiting('CreateFunction'),
    only('PublishVersion'),
    waiting('PublishVersion'),
    only('CreateAlias'),
  ],
  update: [
    ...planning,
    only('UpdateFunctionConfiguration'),
    waiting('UpdateFunctionConfiguration'),
    only('UpdateFunctionCode'),
    waiting('UpdateFunctionCode'),
    only('PublishVersion'),
    waiting('PublishVersion'),
    only('UpdateAlias'),
  ],
};

let ministack: TestMinistack;
let undisturbed: { first: unknown; update: unknown };
let cases = 0;

interface Scene {
  readonly proxy: AwsProxy;
  readonly world: DeployWorld;
  readonly name: string;
}

/** Everything of a case is its own (function, role, proxy), so that cases run side by side. */
async function inScene(kind: 'first' | 'update', play: (scene: Scene) => Promise<void>): Promise<void> {
  const name = `faults-${++cases}`;
  const proxy = await startAwsProxy({ upstream: ministack.url, strict: { createMs: 30, updateMs: 30 } });
  const world = await DeployWorld.create(name, proxy.url);
  try {
    if (kind === 'update') {
      await world.deploy();
      await world.change();
      // As in another window: who is calling is asked again.
      await world.reconnect();
      proxy.reset();
    }
    await play({ proxy, world, name });
  } finally {
    await world.dispose();
    await proxy.close();
  }
}

/** Runs, and when the run fails, holds the failure to the rules: typed, and without a secret wherever it is looked at. */
async function tryDeploy(world: DeployWorld): Promise<'done' | 'failed'> {
  try {
    await world.deploy();
    return 'done';
  } catch (error) {
    const seen = inspect(error, { depth: 12 });
    assert.ok(isFailure(error), seen);
    assert.ok(!seen.includes(secretMarker), 'the failure shows an environment value');
    return 'failed';
  }
}

const called = (proxy: AwsProxy) => [...new Set(proxy.calls.map(({ operation }) => operation))].sort();
const listed = (kind: 'first' | 'update') =>
  [...new Set(calls[kind].map(({ operation }) => operation))].sort();

describe('a deploy that is disturbed', function () {
  this.timeout(120_000);
  const run = limited(6);

  before(async () => {
    ministack = await startMinistack();
    const stateOf = async (kind: 'first' | 'update') => {
      let state: unknown;
      await inScene(kind, async ({ world, name }) => {
        await world.deploy();
        state = await deployedState(ministack.url, name);
      });
      return state;
    };
    undisturbed = { first: await stateOf('first'), update: await stateOf('update') };
  });

  after(() => ministack.stop());

  it('makes the calls that are disturbed below, and no write when nothing changed', async () => {
    await inScene('first', async ({ proxy, world }) => {
      await world.deploy();
      assert.deepEqual(called(proxy), listed('first'));
      proxy.reset();
      await world.deploy();
      assert.deepEqual(proxy.writes(), []);
      assert.ok(proxy.calls.length <= 6, proxy.calls.map(({ operation }) => operation).join(', '));
    });
    await inScene('update', async ({ proxy, world }) => {
      await world.deploy();
      assert.deepEqual(called(proxy), listed('update'));
      assert.deepEqual(
        proxy.writes().map(({ operation }) => operation),
        ['UpdateFunctionConfiguration', 'UpdateFunctionCode', 'PublishVersion', 'UpdateAlias'],
      );
    });
  });

  for (const kind of ['first', 'update'] as const) {
    describe(kind === 'first' ? 'the first time' : 'in an update', () => {
      for (const { name: call, match } of calls[kind]) {
        for (const fault of faults) {
          for (const times of [1, Infinity]) {
            const what = typeof fault === 'object' ? 'an error' : String(fault);
            const started = run(() =>
              inScene(kind, async ({ proxy, world, name }) => {
                const matches = match();
                let disturbed = 0;
                const counting = (request: AwsRequest) => {
                  const matching = matches(request);
                  if (matching) disturbed++;
                  return matching;
                };
                proxy.failNth(counting, 1, fault, { times });
                await tryDeploy(world);
                assert.ok(disturbed > 0, 'the call was not made');
                proxy.reset();
                await world.deploy();
                assert.deepEqual(await deployedState(ministack.url, name), undisturbed[kind]);
                proxy.reset();
                await world.deploy();
                assert.deepEqual(
                  proxy.writes().map((call) => call.operation),
                  [],
                );
              }),
            );
            it(`${call}: ${what} ${times === 1 ? 'once' : 'until it gives up'}`, started);
          }
        }
      }

      for (let step = 0; step < 5; step++) {
        const started = run(() =>
          inScene(kind, async ({ world, name }) => {
            const controller = new AbortController();
            let reached = false;
            const cancelled = world.deploy({
              signal: controller.signal,
              onProgress: (progress) => {
                if (progress.kind !== 'step' || progress.index !== step) return;
                reached = true;
                // In the middle of the step: its call is under way.
                setTimeout(() => controller.abort(), 5);
              },
            });
            await cancelled.catch((error: unknown) => assert.ok(isCancellation(error), inspect(error)));
            assert.equal(reached, step < (kind === 'first' ? 5 : 4));
            await world.deploy();
            assert.deepEqual(await deployedState(ministack.url, name), undisturbed[kind]);
          }),
        );
        it(`cancelled at step ${step + 1}`, started);
      }
    });
  }
});

describe('a role that takes 15 s to be assumable', function () {
  this.timeout(60_000);
  let strictMinistack: TestMinistack;
  before(async () => {
    strictMinistack = await startMinistack();
  });
  after(() => strictMinistack.stop());

  it('is waited for, and said so', async () => {
    const proxy = await startAwsProxy({
      upstream: strictMinistack.url,
      strict: { roleReadyAfterMs: 15_000 },
    });
    const { systemClock } = await import('../../src/local/clock.ts');
    const world = await DeployWorld.create('patient', proxy.url, systemClock);
    try {
      const said: string[] = [];
      const started = Date.now();
      await world.deploy({
        onProgress: (progress) => {
          if (progress.kind === 'waiting') said.push(progress.text);
        },
      });
      assert.ok(Date.now() - started >= 15_000);
      assert.match(
        said.at(-1) ?? '',
        /Role patient-role cannot be assumed by Lambda yet\. Waiting \(1\d s\)…/,
      );
    } finally {
      await world.dispose();
      await proxy.close();
    }
  });
});
