import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'mocha';
import { CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import type { Runtime } from '@aws-sdk/client-lambda';
import JSZip from 'jszip';
import { createTestFunction } from '../support/awsTestClients.ts';
import { inSample, readManifest, readVariables, sampleNames } from '../support/sampleFunctions.ts';
import type { SampleName } from '../support/sampleFunctions.ts';
import { useStrictProxy } from '../support/strictProxy.ts';

describe('the sample functions in the sandbox', function () {
  this.timeout(60_000);
  // Strict: the role's documents and the configuration are held to what AWS takes.
  const world = useStrictProxy({ today: new Date('2026-11-23') });
  const names = new Map<SampleName, string>();

  before(async () => {
    for (const sample of sampleNames) names.set(sample, await create(sample));
  });
  after(() => names.clear());

  async function create(sample: SampleName): Promise<string> {
    const { functionName, runtime, handler, timeout, memorySize, role } = await readManifest(sample);
    assert.ok(role);
    const text = (file: string) => readFile(inSample(sample, file), 'utf8');
    const AssumeRolePolicyDocument = await text(role.trustPolicy ?? '');
    const created = await world.clients.iam.send(
      new CreateRoleCommand({ RoleName: role.name, AssumeRolePolicyDocument }),
    );
    for (const [PolicyName, file] of Object.entries(role.inlinePolicies ?? {})) {
      const policy = { RoleName: role.name, PolicyName, PolicyDocument: await text(file) };
      await world.clients.iam.send(new PutRolePolicyCommand(policy));
    }
    const file = `${handler.split('.')[0] ?? ''}.${runtime.startsWith('python') ? 'py' : 'mjs'}`;
    const ZipFile = await new JSZip().file(file, await text(file)).generateAsync({ type: 'uint8array' });
    return createTestFunction(world.clients, {
      FunctionName: functionName,
      Runtime: runtime as Runtime,
      Handler: handler,
      Timeout: timeout,
      MemorySize: memorySize,
      Role: created.Role?.Arn,
      Code: { ZipFile },
      Environment: { Variables: await readVariables(sample) },
    });
  }

  /** Invokes the deployed sample with one of its events; the answer, parsed. */
  async function invoke(sample: SampleName, event: string): Promise<unknown> {
    const answer = await world.clients.lambda.send(
      new InvokeCommand({
        FunctionName: names.get(sample),
        Payload: await readFile(inSample(sample, 'events', event)),
      }),
    );
    const payload = answer.Payload?.transformToString() ?? '';
    assert.equal(answer.FunctionError, undefined, payload);
    return JSON.parse(payload) as unknown;
  }
  const bodyOf = async (sample: SampleName, event: string) => {
    const response = (await invoke(sample, event)) as { statusCode: number; body: string };
    return `${response.statusCode} ${response.body}`;
  };

  it('say-hi sends an e-mail that can be read back', async () => {
    const { messageId } = (await invoke('say-hi', 'hello.json')) as { messageId: string };
    assert.ok(messageId.length > 0);
    const mail = (await world.ministack.mailbox()).find(({ from }) => from === 'hello@ses.example.com');
    assert.deepEqual(mail?.to, ['you@example.com']);
    assert.equal(mail.subject, 'Hi Ada!');
    assert.match(mail.body, /^Hi Ada,/);
    assert.ok(Math.abs((mail.sentAt ?? 0) - Date.now()) < 60_000);
  });

  it('email-bot answers the sender of the notification', async () => {
    const result = await invoke('email-bot', 'ses-notification.json');
    assert.deepEqual(result, { answered: ['anna@example.com'], skipped: [] });
    const mail = (await world.ministack.mailbox()).find(({ from }) => from === 'trips@ses.example.com');
    assert.deepEqual(mail?.to, ['anna@example.com']);
    assert.equal(mail.subject, 'Re: A trip to Lisbon');
  });

  it('calc, calc-page and greeting answer their requests', async () => {
    assert.equal(await bodyOf('calc', 'proxy-request.json'), '200 {"result": 35}');
    assert.match(await bodyOf('calc', 'bad-input.json'), /^400 .*"left/);
    assert.match(await bodyOf('calc-page', 'proxy-request.json'), /^200 <!doctype html>[^]*7 \+ 28 = 35/);
    assert.equal(await invoke('calc-page', 'scheduled-event.json'), null);
    assert.equal(await bodyOf('greeting', 'proxy-request.json'), '200 {"greeting":"Guten Tag, Anna!"}');
  });
});
