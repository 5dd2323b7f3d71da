import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { json } from 'node:stream/consumers';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describe, it } from 'mocha';
import { handlerParts } from '../../src/core/handler/handlerDetection.ts';
import { checkPolicy } from '../../src/core/policy/checkPolicy.ts';
import { inSample, readJson, readManifest, readVariables, sampleNames } from '../support/sampleFunctions.ts';
import type { SampleName } from '../support/sampleFunctions.ts';

interface Outcome {
  readonly result?: unknown;
  readonly error?: string;
  readonly mails: readonly {
    Source: string;
    Destination: { ToAddresses: string[] };
    Message: { Subject: { Data: string } };
  }[];
}

const runner = fileURLToPath(new URL('../support/runHandler.py', import.meta.url));

type Case = readonly [event: unknown, environment?: Readonly<Record<string, string>>];

/** Runs the handler of a Python sample in the machine's python3, once for each case, all in one process. */
async function runAll(sample: SampleName, cases: readonly Case[]): Promise<Outcome[]> {
  const { handler } = await readManifest(sample);
  const child = spawn('python3', [runner], { stdio: ['pipe', 'pipe', 'inherit'] });
  const work = cases.map(([event, environment = {}]) => ({ event, environment }));
  child.stdin.end(JSON.stringify({ folder: inSample(sample), handler, cases: work }));
  return (await json(child.stdout)) as Outcome[];
}

async function run(sample: SampleName, ...only: Case): Promise<Outcome> {
  const [outcome] = await runAll(sample, [only]);
  assert.ok(outcome);
  return outcome;
}

interface ProxyResponse {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: string;
}

async function runProxy(
  sample: SampleName,
  event: unknown,
  environment?: Record<string, string>,
): Promise<ProxyResponse> {
  const { result, error } = await run(sample, event, environment);
  assert.equal(error, undefined);
  return result as ProxyResponse;
}

describe('the sample functions', () => {
  for (const sample of sampleNames) {
    it(`${sample}: the manifest is valid, and what it names is there`, async () => {
      const manifest = await readManifest(sample);
      const { role } = manifest;
      assert.ok(role);
      const trust = (await readJson(sample, role.trustPolicy ?? '')) as {
        Statement: { Principal: unknown }[];
      };
      assert.deepEqual(trust.Statement[0]?.Principal, { Service: 'lambda.amazonaws.com' });
      assert.deepEqual(checkPolicy(JSON.stringify(trust), 'trust'), []);
      for (const file of Object.values(role.inlinePolicies ?? {})) {
        const text = JSON.stringify(await readJson(sample, file));
        assert.match(text, new RegExp(`log-group:/aws/lambda/${manifest.functionName}:`));
        assert.deepEqual(checkPolicy(text, 'permissions'), []);
        assert.doesNotMatch(text, /"(Action|Resource)":"\*"|"\w+:\*"/);
      }
      const { files = [], sources = [] } = handlerParts(manifest.runtime, manifest.handler) ?? {};
      const inFolder = await readdir(inSample(sample));
      assert.ok([...files, ...sources].some((file) => inFolder.includes(file)));
      const events = await readdir(inSample(sample, 'events'));
      assert.ok(events.length > 0);
      for (const event of events) await readJson(sample, 'events', event);
      assert.ok(Object.keys(await readVariables(sample)).length > 0);
    });
  }

  it('send from the one address that their policy allows', async () => {
    for (const sample of ['say-hi', 'email-bot'] as const) {
      const { FROM } = await readVariables(sample);
      const policy = JSON.stringify(await readJson(sample, 'role-policy.json'));
      assert.ok(policy.includes(`"Condition":{"StringEquals":{"ses:FromAddress":"${FROM}"}}`));
    }
  });
});

describe('sample say-hi', () => {
  const environment = { FROM: 'a@example.com', TO: 'b@example.com' };

  it('sends an e-mail', async () => {
    const { result, mails } = await run(
      'say-hi',
      await readJson('say-hi', 'events', 'hello.json'),
      environment,
    );
    assert.deepEqual(result, { messageId: 'message-1' });
    assert.equal(mails[0]?.Source, 'a@example.com');
    assert.deepEqual(mails[0].Destination.ToAddresses, ['b@example.com']);
    assert.equal(mails[0].Message.Subject.Data, 'Hi Ada!');
  });

  it('says what is missing or wrong', async () => {
    const cases: [unknown, Record<string, string>, RegExp][] = [
      [
        {},
        { TO: 'b@example.com' },
        /^RuntimeError: FROM is not set: give the function the environment variable FROM/,
      ],
      [{}, { FROM: 'a@example.com', TO: ' ' }, /^RuntimeError: TO is not set/],
      [[], environment, /^TypeError: The event must be a JSON object, and it is list/],
      [{ name: 7 }, environment, /^ValueError: "name" in the event must be a text/],
      [{ name: 'a\nBcc: c@example.com' }, environment, /^ValueError: "name" in the event must be one line/],
    ];
    const outcomes = await runAll(
      'say-hi',
      cases.map(([event, variables]) => [event, variables]),
    );
    for (const [index, [, , expected]] of cases.entries()) {
      assert.match(outcomes[index]?.error ?? '', expected);
      assert.deepEqual(outcomes[index]?.mails, []);
    }
  });
});

describe('sample email-bot', () => {
  interface Notification {
    Records: {
      ses: {
        mail: { headers: { name: string; value: string }[]; commonHeaders: { from: string[] } };
        receipt: { spamVerdict: { status: string } };
      };
    }[];
  }
  const environment = { FROM: 'trips@ses.example.com' };
  /** The sample event, changed. */
  const notification = async (
    change: (ses: Notification['Records'][number]['ses']) => void,
  ): Promise<Notification> => {
    const event = (await readJson('email-bot', 'events', 'ses-notification.json')) as Notification;
    const [record] = event.Records;
    if (record !== undefined) change(record.ses);
    return event;
  };

  it('answers the sender', async () => {
    const { result, mails } = await run('email-bot', await notification(() => undefined), environment);
    assert.deepEqual(result, { answered: ['anna@example.com'], skipped: [] });
    assert.deepEqual(mails[0]?.Destination.ToAddresses, ['anna@example.com']);
    assert.equal(mails[0].Message.Subject.Data, 'Re: A trip to Lisbon');
  });

  it('keeps silent to machines, to spam and to itself', async () => {
    const automatic = await notification((ses) =>
      ses.mail.headers.push({ name: 'Auto-Submitted', value: 'auto-replied' }),
    );
    const spam = await notification((ses) => (ses.receipt.spamVerdict.status = 'FAIL'));
    const own = await notification((ses) => (ses.mail.commonHeaders.from = ['Bot <Trips@ses.example.com>']));
    const outcomes = await runAll(
      'email-bot',
      [automatic, spam, own].map((event) => [event, environment]),
    );
    assert.equal(outcomes.length, 3);
    for (const { result, mails } of outcomes) {
      assert.equal((result as { skipped: string[] }).skipped.length, 1);
      assert.deepEqual(mails, []);
    }
  });

  it('says what is missing or wrong', async () => {
    const event = await notification(() => undefined);
    const nobody = await notification((ses) => (ses.mail.commonHeaders.from = ['nobody']));
    const noNotification = /^ValueError: The event is no SES notification/;
    const cases: [Case, RegExp][] = [
      [[event], /^RuntimeError: FROM is not set/],
      [[{}, environment], noNotification],
      [[[], environment], noNotification],
      [[{ Records: [{ sns: {} }] }, environment], noNotification],
      [[nobody, environment], /^ValueError: The mail has no sender that could be answered/],
    ];
    const outcomes = await runAll(
      'email-bot',
      cases.map(([one]) => one),
    );
    for (const [index, [, expected]] of cases.entries()) assert.match(outcomes[index]?.error ?? '', expected);
  });
});

describe('sample calc', () => {
  const ask = async (requests: readonly unknown[]): Promise<ProxyResponse[]> => {
    const outcomes = await runAll(
      'calc',
      requests.map((queryStringParameters) => [{ queryStringParameters }]),
    );
    return outcomes.map(({ result }) => result as ProxyResponse);
  };

  it('answers the sum as JSON', async () => {
    const response = await runProxy('calc', await readJson('calc', 'events', 'proxy-request.json'));
    assert.equal(response.statusCode, 200);
    assert.equal(response.headers['Content-Type'], 'application/json');
    assert.deepEqual(JSON.parse(response.body), { result: 35 });
    const sums: [string, string, string][] = [
      ['0.1', '0.2', '{"result": 0.3}'],
      ['-7', '2.5', '{"result": -4.5}'],
      ['1.5', ' 1.5 ', '{"result": 3}'],
    ];
    const answers = await ask(sums.map(([left, right]) => ({ left, right })));
    assert.deepEqual(
      answers.map(({ body }) => body),
      sums.map(([, , body]) => body),
    );
  });

  it('answers 400 with a sentence for bad input', async () => {
    const bad = await runProxy('calc', await readJson('calc', 'events', 'bad-input.json'));
    assert.equal(bad.statusCode, 400);
    assert.match(bad.body, /The parameter \\"left\\" must be a number such as 7/);
    for (const { body } of await ask([null, {}, { left: '7' }])) assert.match(body, /is missing/);
    const wrong = ['', 'nan', 'inf', '1e99', '1_000', '٣', '9'.repeat(16), ['7'], 7];
    const answers = await ask(wrong.map((left) => ({ left, right: '1' })));
    assert.deepEqual(
      answers.map(({ statusCode }) => statusCode),
      wrong.map(() => 400),
    );
  });
});

describe('sample calc-page', () => {
  it('shows the form, the sum, and what is wrong', async () => {
    const empty = await runProxy('calc-page', await readJson('calc-page', 'events', 'empty-form.json'), {
      PAGE_TITLE: 'A <b> title',
    });
    assert.equal(empty.statusCode, 200);
    assert.match(empty.headers['Content-Type'] ?? '', /^text\/html/);
    assert.match(empty.body, /<h1>A &lt;b&gt; title<\/h1>/);
    assert.match(empty.body, /Enter two numbers\./);
    const sum = await runProxy('calc-page', await readJson('calc-page', 'events', 'proxy-request.json'));
    assert.match(sum.body, /<p role="status">7 \+ 28 = 35<\/p>/);
    const injected = { queryStringParameters: { left: '"><script>', right: '1' } };
    const refused = await runProxy('calc-page', injected);
    assert.equal(refused.statusCode, 400);
    assert.match(refused.body, /Left must be a number/);
    assert.doesNotMatch(refused.body, /<script>/);
  });

  it('returns at once for the scheduled event of its warm-up rule', async () => {
    const event = await readJson('calc-page', 'events', 'scheduled-event.json');
    assert.deepEqual(await run('calc-page', event), { result: null, mails: [] });
  });
});

describe('sample greeting', () => {
  it('greets in the language asked for, and says what is wrong', async () => {
    const loaded: unknown = await import(pathToFileURL(inSample('greeting', 'greeting.mjs')).href);
    const { handler } = loaded as { handler: (event: unknown) => Promise<ProxyResponse> };
    const request = await readJson('greeting', 'events', 'proxy-request.json');
    assert.deepEqual(JSON.parse((await handler(request)).body), { greeting: 'Guten Tag, Anna!' });
    const plain = await handler({ pathParameters: { name: 'Jos%C3%A9' }, queryStringParameters: null });
    assert.deepEqual(JSON.parse(plain.body), { greeting: 'Hello, José!' });
    const bad = [
      {},
      { pathParameters: { name: '%E0%' } },
      { pathParameters: { name: ' ' } },
      { pathParameters: { name: 'Anna' }, queryStringParameters: { language: 'toString' } },
    ];
    for (const event of bad) assert.equal((await handler(event)).statusCode, 400);
  });
});

describe('sample quote', () => {
  const post = async (body: unknown, discount?: string): Promise<ProxyResponse> => {
    const loaded: unknown = await import(pathToFileURL(inSample('quote', 'quote.ts')).href);
    const { handler } = loaded as { handler: (event: unknown) => Promise<ProxyResponse> };
    const text = typeof body === 'string' || body === null ? body : JSON.stringify(body);
    if (discount !== undefined) process.env['DISCOUNT_PERCENT'] = discount;
    try {
      return await handler({ body: text });
    } finally {
      delete process.env['DISCOUNT_PERCENT'];
    }
  };
  const bodyOf = async (event: string): Promise<string> =>
    ((await readJson('quote', 'events', event)) as { body: string }).body;

  it('answers what an order costs', async () => {
    const { DISCOUNT_PERCENT } = await readVariables('quote');
    const quoted = await post(await bodyOf('proxy-request.json'), DISCOUNT_PERCENT);
    assert.equal(quoted.statusCode, 200);
    assert.deepEqual(JSON.parse(quoted.body), { currency: 'EUR', discount: '10.20', total: '91.80' });
    const few = await post({ product: 'lamp', quantity: 3, currency: 'USD' }, DISCOUNT_PERCENT);
    assert.deepEqual(JSON.parse(few.body), { currency: 'USD', discount: '0.00', total: '113.70' });
    const plain = await post({ product: 'mug', quantity: 12 });
    assert.deepEqual(JSON.parse(plain.body), { currency: 'EUR', discount: '0.00', total: '102.00' });
  });

  it('says what is wrong with an order', async () => {
    const wrong: [unknown, RegExp][] = [
      [await bodyOf('bad-input.json'), /^The quantity must be a whole number from 1 to 1000\.$/],
      [null, /^The body must be JSON such as/],
      ['twelve mugs', /^The body must be JSON such as/],
      [7, /^The body must be JSON such as/],
      [[], /^The product must be one of lamp, mug, poster\.$/],
      [{ product: 'toString', quantity: 1 }, /^The product/],
      [{ product: 'mug', quantity: 0 }, /^The quantity/],
      [{ product: 'mug', quantity: 1.5 }, /^The quantity/],
      [{ product: 'mug', quantity: 1001 }, /^The quantity/],
      [{ product: 'mug', quantity: 1, currency: 'GBP' }, /^The currency must be one of EUR, USD\.$/],
    ];
    for (const [body, expected] of wrong) {
      const refused = await post(body);
      assert.equal(refused.statusCode, 400);
      assert.match((JSON.parse(refused.body) as { error: string }).error, expected);
    }
  });

  it('fails where the mistake is its own', async () => {
    const missing = post(await bodyOf('missing-price.json'));
    await assert.rejects(missing, { message: 'There is no price for a poster in USD.' });
    const dozen = { product: 'mug', quantity: 12 };
    for (const discount of ['ten', '101', '-1'])
      await assert.rejects(post(dozen, discount), /DISCOUNT_PERCENT/);
  });
});
