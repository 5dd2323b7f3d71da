import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { before, describe, it } from 'mocha';
import { isFailure } from '../../src/core/failures/failure.ts';
import { InvocationHistory } from '../../src/core/invocations/invocationHistory.ts';
import type { InvocationType } from '../../src/core/invocations/deployedReference.ts';
import { invokeDeployed } from '../../src/workflows/invokeDeployed.ts';
import type { AwsConnection } from '../../src/workflows/ports.ts';
import type { Fault } from '../support/awsFaults.ts';
import { createTestFunction, waitForActive } from '../support/awsTestClients.ts';
import { connect } from '../support/deployWorld.ts';
import { useStrictProxy } from '../support/strictProxy.ts';

const faults: readonly Fault[] = ['dropBefore', 'dropAfter', 429, 500, '500After'];
const types: readonly InvocationType[] = ['RequestResponse', 'Event', 'DryRun'];

/** A person's code may do anything: whatever becomes of a call, it is sent once. */
describe('an invocation in AWS that is disturbed', function () {
  this.timeout(60_000);
  const world = useStrictProxy({ createMs: 5, updateMs: 5 });
  let connection: AwsConnection;
  let functionName: string;

  before(async () => {
    connection = await connect(world.proxy.url);
    functionName = await createTestFunction(world.clients);
    await waitForActive(world.clients, functionName);
  });

  const invoke = (
    type: InvocationType,
    history: InvocationHistory,
    signal = new AbortController().signal,
  ) => {
    const reference = { kind: 'deployed', functionName, qualifier: '$LATEST', type } as const;
    const begun = history.begin({
      ...{ functionName, reference, startedAt: 0 },
      event: { kind: 'text', name: '{}', text: '{}' },
      source: { kind: 'aws', qualifier: '$LATEST', place: '' },
    });
    return invokeDeployed(begun, reference, '{}', { connection, history }, { signal, onLine: () => {} });
  };

  for (const type of types) {
    for (const fault of faults) {
      it(`${type}: ${JSON.stringify(fault)} is said, and nothing is sent a second time`, async () => {
        world.proxy.reset();
        world.proxy.failNth('Invoke', 1, fault);
        const history = new InvocationHistory();
        await assert.rejects(invoke(type, history), (error) => isFailure(error));
        assert.equal(world.proxy.count('Invoke'), 1);
        assert.equal(history.all()[0]?.state.kind, 'failed');
        await invoke(type, history);
        assert.equal(world.proxy.count('Invoke'), 2);
        assert.notEqual(history.all()[0]?.state.kind, 'failed');
      });
    }

    it(`${type}: cancelled while it waits, it says what may go on`, async () => {
      world.proxy.reset();
      world.proxy.failNth('Invoke', 1, 'hang');
      const controller = new AbortController();
      const history = new InvocationHistory();
      const done = invoke(type, history, controller.signal);
      while (world.proxy.count('Invoke') === 0) await delay(2);
      controller.abort();
      await assert.rejects(done, { name: 'AbortError' });
      const state = history.all()[0]?.state;
      assert.ok(state?.kind === 'cancelled');
      assert.match(
        state.stopped,
        type === 'RequestResponse' ? /may still be running in AWS/ : /Lambda may have accepted/,
      );
      assert.equal(world.proxy.count('Invoke'), 1);
    });
  }
});
