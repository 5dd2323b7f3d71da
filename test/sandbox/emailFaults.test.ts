import { PublishVersionCommand } from '@aws-sdk/client-lambda';
import { DescribeReceiptRuleSetCommand } from '@aws-sdk/client-ses';
import { createConnectionOpener } from '../../src/aws/awsBundle.ts';
import { regions } from '../../src/core/connection/regions.ts';
import { carryOutEmail } from '../../src/workflows/email/carryOutEmail.ts';
import { planEmail } from '../../src/workflows/email/planEmail.ts';
import { noHooks } from '../support/awsListenerConnection.ts';
import { awsTestClients, createTestFunction } from '../support/awsTestClients.ts';
import { hurriedClock } from '../support/deployWorld.ts';
import { describeDisturbances } from '../support/disturbances.ts';

const planning = [
  'GetCallerIdentity',
  'GetFunctionConfiguration',
  'GetAlias',
  'GetPolicy',
  'DescribeActiveReceiptRuleSet',
  'GetIdentityVerificationAttributes',
  'DescribeReceiptRuleSet',
];
const options = { signal: new AbortController().signal };
const free = regions.map(([id]) => id);

describeDisturbances({
  title: 'an e-mail rule',
  kinds: {
    made: {
      calls: [
        ...planning,
        'CreateReceiptRuleSet',
        'AddPermission',
        'CreateReceiptRule',
        'SetActiveReceiptRuleSet',
      ],
      steps: 4,
    },
    updated: { calls: [...planning, 'UpdateReceiptRule'], steps: 1 },
  },
  // The second of these is the look before or after a write.
  lookedAtTwice: ['GetPolicy', 'DescribeReceiptRuleSet'],
  async open(kind, proxyUrl, upstream) {
    // A region has one active rule set, so each scene has a region of its own.
    const region = free.shift() ?? '';
    const clients = awsTestClients(upstream, 3, region);
    const clock = hurriedClock(50);
    const opener = createConnectionOpener({
      readFile: () => Promise.reject(new Error('no file is read')),
      environment: {},
    });
    const direct = await opener.open({ sandbox: true, endpoint: upstream, region }, noHooks);
    const functionName = await createTestFunction(clients);
    await clients.lambda.send(new PublishVersionCommand({ FunctionName: functionName }));
    await direct.aliases.createAlias(functionName, { name: 'DEV', version: '1' }, options);
    const ruleSet = functionName;
    let recipients = ['one@example.com'];
    const run = async (signal: AbortSignal, onStep: (index: number) => void) => {
      // As in another window, each time: who is calling is asked again.
      const connection = await opener.open({ sandbox: true, endpoint: proxyUrl, region }, noHooks);
      const target = { functionName, alias: 'DEV', ruleSet, recipients, manifestFile: '/w/lambda.json' };
      const { steps, activation } = await planEmail(target, { connection, clock }, { signal });
      const all = activation === undefined ? steps : [...steps, activation];
      const telling = { signal, onStep: (_text: string, index: number) => onStep(index) };
      await carryOutEmail(all, { connection, clock }, telling);
    };
    if (kind === 'updated') {
      await run(options.signal, () => {});
      recipients = ['two@example.com', 'example.com'];
    }
    return {
      run,
      state: async () => {
        const [rules, active, policy] = await Promise.all([
          clients.ses.send(new DescribeReceiptRuleSetCommand({ RuleSetName: ruleSet })),
          direct.email.readActiveRuleSet(options),
          direct.triggers.readPolicy(functionName, undefined, options),
        ]);
        const state = [rules.Rules, active?.name, (policy as { Statement: unknown }).Statement];
        return JSON.parse(
          JSON.stringify(state).replaceAll(functionName, 'NAME').replaceAll(region, 'REGION'),
        ) as unknown;
      },
      close: () => {
        free.push(region);
        clients.destroy();
      },
    };
  },
});
