import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { before, describe, it } from 'mocha';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { carryOutRestApi } from '../../src/workflows/restApi/carryOutRestApi.ts';
import { planApi } from '../../src/workflows/restApi/planRestApi.ts';
import { connect, hurriedClock } from '../support/deployWorld.ts';
import { ImportWorld } from '../support/importWorld.ts';
import { inSample, manifestFile, readManifest, sampleNames } from '../support/sampleFunctions.ts';
import type { SampleName } from '../support/sampleFunctions.ts';
import { useStrictProxy } from '../support/strictProxy.ts';

describe('the sample functions in the sandbox', function () {
  this.timeout(60_000);
  // Strict: the role's documents and the configuration are held to what AWS takes.
  const sandbox = useStrictProxy({ today: new Date('2026-11-23') });
  before(async () => {
    const world = await ImportWorld.create(await connect(sandbox.proxy.url), hurriedClock(20));
    try {
      for (const sample of sampleNames) await world.deploy(await manifestFile(sample), inSample(sample));
    } finally {
      await world.dispose();
    }
  });

  /** Invokes the deployed sample with one of its events. */
  async function answerOf(sample: SampleName, event: string) {
    const { functionName, deploy } = await readManifest(sample);
    const answer = await sandbox.clients.lambda.send(
      new InvokeCommand({
        FunctionName: functionName,
        Qualifier: deploy?.alias,
        Payload: await readFile(inSample(sample, 'events', event)),
      }),
    );
    return { error: answer.FunctionError, payload: answer.Payload?.transformToString() ?? '' };
  }
  const invoke = async (sample: SampleName, event: string): Promise<unknown> => {
    const { error, payload } = await answerOf(sample, event);
    assert.equal(error, undefined, payload);
    return JSON.parse(payload);
  };
  const bodyOf = async (sample: SampleName, event: string) => {
    const response = (await invoke(sample, event)) as { statusCode: number; body: string };
    return `${response.statusCode} ${response.body}`;
  };

  it('say-hi sends an e-mail that can be read back', async () => {
    const { messageId } = (await invoke('say-hi', 'hello.json')) as { messageId: string };
    assert.ok(messageId.length > 0);
    const mail = (await sandbox.ministack.mailbox()).find(({ from }) => from === 'hello@ses.example.com');
    assert.deepEqual(mail?.to, ['you@example.com']);
    assert.equal(mail.subject, 'Hi Ada!');
    assert.match(mail.body, /^Hi Ada,/);
    assert.ok(Math.abs((mail.sentAt ?? 0) - Date.now()) < 60_000);
  });

  it('email-bot answers the sender of the notification', async () => {
    const result = await invoke('email-bot', 'ses-notification.json');
    assert.deepEqual(result, { answered: ['anna@example.com'], skipped: [] });
    const mail = (await sandbox.ministack.mailbox()).find(({ from }) => from === 'trips@ses.example.com');
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

  it('quote, in TypeScript, quotes a price, refuses a bad order, and fails where a price is missing', async () => {
    assert.match(await bodyOf('quote', 'proxy-request.json'), /^200 .*"total":"91\.80"/);
    assert.match(await bodyOf('quote', 'bad-input.json'), /^400 .*The quantity must be/);
    const { error, payload } = await answerOf('quote', 'missing-price.json');
    assert.equal(error, 'Unhandled');
    assert.match(payload, /There is no price for a poster in USD/);
  });

  it('quote answers orders that are posted to its API', async () => {
    const { functionName, api } = await readManifest('quote');
    assert.ok(api);
    const connection = await connect(sandbox.proxy.url);
    const options = { signal: AbortSignal.timeout(30_000) };
    const spec = { ...api, alias: 'DEV' };
    const planned = await planApi(
      { functionName },
      spec,
      () => Promise.resolve(undefined),
      connection,
      options,
    );
    assert.ok(planned);
    const { restApis } = connection;
    const apiId = await carryOutRestApi(planned, { connection, clock: hurriedClock(20) }, options);
    const post = (body: string) =>
      restApis.send(
        { method: 'POST', url: `${restApis.stageUrl(apiId, api.stage)}/quote`, headers: {}, body },
        options,
      );
    const quoted = await post('{"product": "lamp", "quantity": 1, "currency": "USD"}');
    assert.equal(quoted.status, 200);
    assert.deepEqual(JSON.parse(quoted.body), { currency: 'USD', discount: '0.00', total: '37.90' });
    const refused = await post('a lamp, please');
    assert.equal(refused.status, 400);
    assert.match(refused.body, /The body must be JSON such as/);
  });
});
