import assert from 'node:assert/strict';
import { before, beforeEach, describe, it } from 'mocha';
import { createConnectionOpener } from '../../src/aws/awsBundle.ts';
import type { GradualShift } from '../../src/core/aliases/gradualShift.ts';
import { systemClock } from '../../src/local/clock.ts';
import { watchShift } from '../../src/workflows/aliases/watchShift.ts';
import type { ShiftRun } from '../../src/workflows/aliases/watchShift.ts';
import { noHooks } from '../support/awsListenerConnection.ts';
import { putCalls } from '../support/lambdaMetrics.ts';
import { seedAlias, seedFunction, seedVersions } from '../support/seededAccount.ts';
import { awsTestClients } from '../support/awsTestClients.ts';
import { useStrictProxy } from '../support/strictProxy.ts';

const signal = new AbortController().signal;
const functionName = 'shifted';
/** Two seconds: the emulator's metrics are not late. */
const minutes = 1 / 30;

describe('a gradual shift with the metrics of an emulator', function () {
  this.timeout(60_000);
  const world = useStrictProxy({ createMs: 10, updateMs: 10 });
  let run: ShiftRun;
  let alias: string;
  let number = 0;

  before(async () => {
    const opener = createConnectionOpener({
      readFile: () => Promise.reject(new Error('no file is read')),
      environment: {},
    });
    const connection = await opener.open({ sandbox: true, endpoint: world.proxy.url }, noHooks);
    const onChanged = () => Promise.resolve();
    run = {
      ...{ connection, functions: connection.functions, clock: systemClock, signal, onChanged },
      onWaiting: () => undefined,
    };
    const direct = awsTestClients(world.ministack.url);
    await seedFunction(direct.lambda, functionName);
    await seedVersions(direct.lambda, functionName, 2);
    direct.destroy();
  });

  beforeEach(async () => {
    alias = `PROD${++number}`;
    const direct = awsTestClients(world.ministack.url);
    await seedAlias(direct.lambda, functionName, alias, '1', { 2: 0.1 });
    direct.destroy();
  });

  const shift = (): GradualShift => ({
    ...{ functionName, alias, from: '1', to: '2', threshold: 5, at: 0, since: Date.now() },
    functionArn: `arn:aws:lambda:us-east-1:000000000000:function:${functionName}`,
    steps: [
      { percent: 10, minutes },
      { percent: 50, minutes },
      { percent: 100, minutes: 0 },
    ],
  });
  const live = async () => {
    const found = await run.functions.readAlias(functionName, alias, { signal });
    return [found?.functionVersion, found?.routing];
  };

  it('counts the calls of one version through one alias', async () => {
    const { metrics } = run.connection;
    const now = Date.now();
    const count = (version: string | undefined, of = alias) =>
      metrics.countCalls({ functionName, alias: of, version }, now - 120_000, now + 60_000, { signal });
    assert.deepEqual(await count('2'), { invocations: 0, errors: 0 });
    await putCalls(world.clients, { functionName, alias, version: '2' }, { invocations: 40, errors: 3 });
    await putCalls(world.clients, { functionName, alias, version: '1' }, { invocations: 7, errors: 7 });
    await putCalls(world.clients, { functionName, alias }, { invocations: 47, errors: 10 });
    assert.deepEqual(await count('2'), { invocations: 40, errors: 3 });
    assert.deepEqual(await count(undefined), { invocations: 47, errors: 10 });
    assert.deepEqual(await count('2', 'OTHER'), { invocations: 0, errors: 0 });
  });

  it('ends at the new version when its calls succeed', async () => {
    await putCalls(world.clients, { functionName, alias, version: '2' }, { invocations: 100, errors: 5 });
    assert.deepEqual(await watchShift(shift(), run), { kind: 'finished' });
    assert.deepEqual(await live(), ['2', {}]);
  });

  it('is returned when they do not', async () => {
    await putCalls(world.clients, { functionName, alias, version: '2' }, { invocations: 100, errors: 6 });
    const outcome = await watchShift(shift(), run);
    assert.deepEqual(outcome, { kind: 'returned', calls: { invocations: 100, errors: 6 } });
    assert.deepEqual(await live(), ['1', {}]);
  });

  it('is not over while no call is counted', async () => {
    const watching = watchShift(shift(), { ...run, clock: hurried });
    await new Promise((resolve) => setTimeout(resolve, 3500));
    assert.deepEqual(await live(), ['1', { 2: 0.1 }]);
    await putCalls(world.clients, { functionName, alias, version: '2' }, { invocations: 1, errors: 0 });
    assert.deepEqual(await watching, { kind: 'finished' });
  });
});

/** Looks again at once where a person would be made to wait. */
const hurried = {
  ...systemClock,
  sleep: (ms: number, stop: AbortSignal) => systemClock.sleep(Math.min(ms, 200), stop),
};
