import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { planLines, renderLines } from '../../src/core/deployment/planText.ts';
import { settingProblem, variableNameProblem } from '../../src/core/functions/configurationChange.ts';
import type { ConfigurationChange } from '../../src/core/functions/configurationChange.ts';
import { editManifest } from '../../src/core/manifest/editManifest.ts';
import { carryOutDeployment } from '../../src/workflows/carryOutDeployment.ts';
import { planConfigurationChange } from '../../src/workflows/planConfigurationChange.ts';
import { archiveOf, deploy, sayHi } from '../support/deploymentFixtures.ts';
import { FakeAws, fakeClock } from '../support/fakeAws.ts';

const signal = new AbortController().signal;
const protectedAliases = ['PRODUCTION'];
const memory: ConfigurationChange = { kind: 'setting', setting: 'memorySize', value: 256 };

async function deployed(): Promise<FakeAws> {
  const aws = new FakeAws();
  await deploy(aws, sayHi(), archiveOf('one'), fakeClock());
  await aws.connection.functions.readFunction('say_hi', undefined, { signal });
  aws.writes.length = 0;
  return aws;
}

const planned = (aws: FakeAws, change: ConfigurationChange) =>
  planConfigurationChange('say_hi', change, aws.connection, { signal, protectedAliases });

async function apply(aws: FakeAws, change: ConfigurationChange): Promise<void> {
  const plan = await planned(aws, change);
  await carryOutDeployment(plan, { connection: aws.connection, clock: fakeClock() }, { signal });
}

describe('a change of the configuration', () => {
  it('is one write that leaves everything else', async () => {
    const aws = await deployed();
    await apply(aws, memory);
    await apply(aws, { kind: 'setVariable', name: 'TOKEN', value: 'secret' });
    assert.deepEqual(aws.writes, ['UpdateFunctionConfiguration', 'UpdateFunctionConfiguration']);
    const live = aws.functions.get('say_hi')?.latest;
    assert.deepEqual(
      [live?.memorySize, live?.timeout, live?.environment],
      [256, 10, { GREETING: 'hello', TOKEN: 'secret' }],
    );
    await apply(aws, { kind: 'removeVariable', name: 'GREETING' });
    assert.deepEqual(aws.functions.get('say_hi')?.latest.environment, { TOKEN: 'secret' });
  });

  it('shows names of variables and no values', async () => {
    const aws = await deployed();
    const { plan } = await planned(aws, { kind: 'setVariable', name: 'GREETING', value: 'secret' });
    const text = renderLines(planLines(plan));
    assert.match(text, /~ environment GREETING: new value/);
    assert.doesNotMatch(text, /secret|hello/);
    const removal = await planned(aws, { kind: 'removeVariable', name: 'GREETING' });
    assert.match(renderLines(planLines(removal.plan)), /- environment GREETING: removed/);
    assert.ok(removal.plan.risks.some(({ kind }) => kind === 'removesVariables'));
  });

  it('has no step when it is so already', async () => {
    const aws = await deployed();
    const { plan } = await planned(aws, { kind: 'setting', setting: 'timeout', value: 10 });
    assert.deepEqual(plan.steps, []);
  });

  it('is a risk for a protected alias that serves $LATEST, and for no other', async () => {
    const aws = await deployed();
    const risks = async () => (await planned(aws, memory)).plan.risks.map(({ kind }) => kind);
    assert.deepEqual(await risks(), ['configuration']);
    await aws.connection.aliases.createAlias(
      'say_hi',
      { name: 'PRODUCTION', version: '$LATEST' },
      { signal },
    );
    assert.deepEqual(await risks(), ['configuration', 'protectedAlias']);
  });

  it('of a function that is gone is refused', async () => {
    await assert.rejects(
      planConfigurationChange('gone', memory, new FakeAws().connection, { signal, protectedAliases }),
      { code: 'code.gone' },
    );
  });
});

describe('what is typed', () => {
  it('is held to what Lambda takes', () => {
    assert.equal(settingProblem('memorySize', '128'), undefined);
    assert.match(settingProblem('memorySize', '127') ?? '', /from 128 to 10240/);
    assert.match(settingProblem('timeout', '901') ?? '', /from 1 to 900/);
    assert.match(settingProblem('timeout', '1.5') ?? '', /whole number/);
    assert.match(settingProblem('timeout', '') ?? '', /whole number/);
    assert.equal(settingProblem('description', ''), undefined);
    assert.match(settingProblem('description', 'x'.repeat(257)) ?? '', /At most 256/);
    assert.equal(variableNameProblem('GREETING'), undefined);
    assert.match(variableNameProblem('1A') ?? '', /letter/);
    assert.match(variableNameProblem('AWS_REGION') ?? '', /Lambda itself/);
  });
});

describe('the same change in the manifest', () => {
  const text = `{
    // who runs it
    "functionName": "say_hi",
    "memorySize": 128, // MB
    "environment": { "GREETING": "hello" }
}
`;
  it('keeps comments and layout', () => {
    assert.equal(editManifest(text, memory), text.replace('128, // MB', '256, // MB'));
    assert.equal(
      editManifest(text, { kind: 'setVariable', name: 'GREETING', value: 'hi' }),
      text.replace('"hello"', '"hi"'),
    );
    const added = editManifest(text, { kind: 'setting', setting: 'timeout', value: 5 }) ?? '';
    assert.match(added, /^ {4}"timeout": 5$/m);
    assert.match(added, /\/\/ who runs it/);
  });

  it('is nothing where the manifest says so, or does not say what is removed', () => {
    assert.equal(editManifest(text, { kind: 'setting', setting: 'memorySize', value: 128 }), undefined);
    assert.equal(editManifest(text, { kind: 'removeVariable', name: 'OTHER' }), undefined);
    const removed = editManifest(text, { kind: 'removeVariable', name: 'GREETING' }) ?? '';
    assert.doesNotMatch(removed, /GREETING/);
  });

  it('makes the environment of a manifest that has none', () => {
    const added = editManifest('{\r\n\t"functionName": "x"\r\n}', {
      kind: 'setVariable',
      name: 'A1',
      value: 'v',
    });
    assert.deepEqual(JSON.parse(added ?? ''), { functionName: 'x', environment: { A1: 'v' } });
    assert.match(added ?? '', /\r\n\t"environment"/);
  });
});
