import assert from 'node:assert/strict';
import { PublishVersionCommand } from '@aws-sdk/client-lambda';
import { createConnectionOpener } from '../../src/aws/awsBundle.ts';
import type { WarmUpSpec } from '../../src/core/warmUp/warmUpPlan.ts';
import { carryOutWarmUp } from '../../src/workflows/warmUp/carryOutWarmUp.ts';
import { planToRemove, planWarmUpOn } from '../../src/workflows/warmUp/planWarmUp.ts';
import type { WarmUpTarget } from '../../src/workflows/warmUp/planWarmUp.ts';
import { noHooks } from '../support/awsListenerConnection.ts';
import { awsTestClients, createTestFunction } from '../support/awsTestClients.ts';
import { hurriedClock } from '../support/deployWorld.ts';
import { isFailure } from '../../src/core/failures/failure.ts';
import { describeDisturbances } from '../support/disturbances.ts';

const looking = ['GetCallerIdentity', 'GetPolicy', 'DescribeRule', 'ListTargetsByRule'];
const planning = [...looking, 'GetFunctionConfiguration', 'GetAlias'];
const spec: WarmUpSpec = { schedule: 'rate(5 minutes)', enabled: true, input: undefined };
const options = { signal: new AbortController().signal };

describeDisturbances({
  title: 'a warm-up rule',
  kinds: {
    made: {
      calls: [...planning, 'PutRule', 'AddPermission', 'PutTargets'],
      steps: 3,
    },
    updated: { calls: [...planning, 'PutRule', 'PutTargets'], steps: 2 },
    removed: {
      calls: [...looking, 'RemoveTargets', 'DeleteRule', 'RemovePermission'],
      steps: 3,
    },
  },
  // The second of these is the look before or after a write.
  lookedAtTwice: ['GetPolicy', 'ListTargetsByRule', 'DescribeRule'],
  async open(kind, proxyUrl, upstream) {
    const clients = awsTestClients(upstream);
    const clock = hurriedClock(50);
    const opener = createConnectionOpener({
      readFile: () => Promise.reject(new Error('no file is read')),
      environment: {},
    });
    const functionName = await createTestFunction(clients);
    await clients.lambda.send(new PublishVersionCommand({ FunctionName: functionName }));
    const direct = await opener.open({ sandbox: true, endpoint: upstream }, noHooks);
    await direct.aliases.createAlias(functionName, { name: 'DEV', version: '1' }, options);
    const target: WarmUpTarget = { functionName, alias: 'DEV' };
    let wanted = spec;
    const turnOn = async (signal: AbortSignal, onStep: (index: number) => void) => {
      // As in another window, each time: who is calling is asked again.
      const connection = await opener.open({ sandbox: true, endpoint: proxyUrl }, noHooks);
      const { steps } = await planWarmUpOn(target, wanted, connection, { signal });
      await carryOutWarmUp(steps, { connection, clock }, { signal, onStep: (_text, index) => onStep(index) });
    };
    const remove = async (signal: AbortSignal, onStep: (index: number) => void) => {
      const connection = await opener.open({ sandbox: true, endpoint: proxyUrl }, noHooks);
      const { steps } = await planToRemove(target, connection, { signal }).catch((error: unknown) => {
        // Removed already, by the run that lost the answer.
        if (isFailure(error, 'warmUp.ruleMissing')) return { steps: [] };
        throw error;
      });
      await carryOutWarmUp(steps, { connection, clock }, { signal, onStep: (_text, index) => onStep(index) });
    };
    if (kind !== 'made') await turnOn(options.signal, () => {});
    if (kind === 'updated') wanted = { ...spec, schedule: 'cron(0 8 ? * MON-FRI *)', input: { warm: true } };
    return {
      run: kind === 'removed' ? remove : turnOn,
      state: async () => {
        const [rules, policy] = await Promise.all([
          direct.triggers.listRuleNames(`${await arnOf()}:DEV`, options),
          direct.triggers.readPolicy(functionName, 'DEV', options),
        ]);
        const read = await Promise.all(
          rules.map(async (rule) => [
            await direct.triggers.readRule(rule, options),
            await direct.rules.readTargets(rule, options),
          ]),
        );
        const statements = (policy as { Statement?: unknown } | undefined)?.Statement ?? [];
        return JSON.parse(JSON.stringify([read, statements]).replaceAll(functionName, 'NAME')) as unknown;
      },
      close: () => clients.destroy(),
    };

    async function arnOf(): Promise<string> {
      const found = await direct.functions.readFunction(functionName, undefined, options);
      assert.ok(found);
      return found.arn;
    }
  },
});
