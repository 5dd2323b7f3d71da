import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { isFailure } from '../../src/core/failures/failure.ts';
import { awsInvokeText } from '../../src/core/invocations/awsCommandText.ts';
import { errorStatus, readLogTail } from '../../src/core/invocations/awsLog.ts';
import type { DeployedReference, InvocationType } from '../../src/core/invocations/deployedReference.ts';
import { InvocationHistory } from '../../src/core/invocations/invocationHistory.ts';
import { invocationFacts, sourceText, stateText } from '../../src/core/invocations/invocationText.ts';
import { checkEventFits, invokeDeployed } from '../../src/workflows/invokeDeployed.ts';
import { failure, FakeAws } from '../support/fakeAws.ts';

const report =
  'REPORT RequestId: r-1\tDuration: 2.34 ms\tBilled Duration: 3 ms\tMemory Size: 128 MB\tMax Memory Used: 38 MB\t';
const start = 'START RequestId: r-1 Version: 24\n';

describe('the end of a log that Lambda gives back', () => {
  it('tells its own lines from the function’s, and what the invocation cost', () => {
    const read = readLogTail(`${start}hello\nEND RequestId: r-1\n${report}Init Duration: 120.5 ms\t\n`);
    assert.deepEqual(
      read.lines.map(({ source }) => source),
      ['platform', 'function', 'platform', 'platform'],
    );
    assert.equal(read.requestId, 'r-1');
    assert.deepEqual(read.report, {
      ...{ initMs: 120.5, durationMs: 2.34, billedMs: 3, memorySize: 128, peakMemory: 38 },
      overheadMs: undefined,
    });
  });

  it('reads the records of a function that logs in JSON', () => {
    const record = (type: string, more: object) => JSON.stringify({ time: 'now', type, record: more });
    const {
      lines,
      report: figures,
      requestId,
    } = readLogTail(
      [
        record('platform.start', { requestId: 'r-2', version: '1' }),
        '{"level":"INFO","message":"hello"}',
        record('platform.report', {
          requestId: 'r-2',
          metrics: { durationMs: 5, billedDurationMs: 6, memorySizeMB: 256, maxMemoryUsedMB: 70 },
        }),
      ].join('\n'),
    );
    assert.deepEqual(
      lines.map(({ source }) => source),
      ['platform', 'function', 'platform'],
    );
    assert.equal(requestId, 'r-2');
    assert.deepEqual([figures?.durationMs, figures?.initMs, figures?.peakMemory], [5, undefined, 70]);
  });

  it('says so when its beginning is missing, and is nothing where there is none', () => {
    const long = `${'x'.repeat(4090)}\n${report}`;
    assert.equal(readLogTail(long).lines[0]?.source, 'ours');
    assert.deepEqual(readLogTail('').lines, []);
    assert.equal(readLogTail('only a line').report, undefined);
  });

  const errors: readonly [string, string][] = [
    ['{"errorType":"ValueError","errorMessage":"no"}', 'functionError'],
    ['{"errorMessage":"2026-11-28T10:00:00Z r-1 Task timed out after 3.00 seconds"}', 'timedOut'],
    ['{"errorType":"Sandbox.Timedout","errorMessage":"RequestId: r"}', 'timedOut'],
    [
      '{"errorType":"Runtime.ExitError","errorMessage":"RequestId: r Error: Runtime exited with error: exit status 1"}',
      'exited',
    ],
    [
      '{"errorType":"Runtime.ExitError","errorMessage":"Runtime exited with error: signal: killed"}',
      'outOfMemory',
    ],
    ['{"errorType":"Runtime.ImportModuleError","errorMessage":"No module"}', 'initFailed'],
    ['no json', 'functionError'],
  ];
  for (const [payload, status] of errors)
    it(`an error object means ${status}: ${payload.slice(0, 50)}`, () =>
      assert.equal(errorStatus(payload), status));
});

const reference = (type: InvocationType = 'RequestResponse'): DeployedReference => ({
  ...{ kind: 'deployed', functionName: 'calc', qualifier: 'DEV', type },
});

describe('the command of the AWS CLI', () => {
  it('does the same as the invocation, quoted for a shell', () => {
    const place = { region: 'eu-west-1', profile: 'dev', endpoint: undefined };
    assert.equal(
      awsInvokeText(reference(), { file: '/a b/it’s.json' }, place),
      "aws lambda invoke --function-name calc --qualifier DEV --invocation-type RequestResponse --log-type Tail --cli-binary-format raw-in-base64-out --payload 'file:///a b/it’s.json' --region eu-west-1 --profile dev calc.json",
    );
    assert.match(
      awsInvokeText(
        { ...reference('Event'), qualifier: '$LATEST' },
        { text: `{"a":"it's"}` },
        { region: 'x', profile: undefined, endpoint: 'http://127.0.0.1:1' },
      ),
      /--qualifier '\$LATEST' --invocation-type Event --cli-binary-format raw-in-base64-out --payload '\{"a":"it'\\''s"\}' --region x --endpoint-url http:\/\/127\.0\.0\.1:1 calc\.json$/,
    );
  });
});

describe('invoking a deployed function', () => {
  function world(type: InvocationType = 'RequestResponse') {
    const aws = new FakeAws();
    const history = new InvocationHistory();
    const begun = history.begin({
      ...{ functionName: 'calc', reference: reference(type), startedAt: 0 },
      event: { kind: 'text', name: '{}', text: '{}' },
      source: { kind: 'aws', qualifier: 'DEV', place: 'dev · eu-west-1' },
    });
    const lines: string[] = [];
    const invoke = (signal = new AbortController().signal) =>
      invokeDeployed(
        begun,
        reference(type),
        '{}',
        { connection: aws.connection, history },
        { signal, onLine: ({ text }) => lines.push(text) },
      );
    return { aws, history, begun, lines, invoke };
  }
  const answer = (change: object) => () => ({
    ...({ status: 'success', payload: '35', executedVersion: '24', requestId: 'r-0', logTail: '' } as const),
    ...change,
  });

  it('keeps result, figures and version', async () => {
    const { aws, history, begun, lines, invoke } = world();
    aws.answer = answer({ logTail: `${start}hello\nEND RequestId: r-1\n${report}` });
    const { state } = await invoke();
    assert.deepEqual(history.get(begun.id)?.state, state);
    assert.ok(state.kind === 'ended');
    assert.deepEqual(
      [state.outcome.status, state.outcome.payload, state.outcome.start],
      ['success', '35', 'warm'],
    );
    assert.equal(lines[1], 'hello');
    assert.equal(sourceText(begun.source, state.outcome.executedVersion), 'DEV (24)');
    assert.equal(stateText({ ...begun, state }), 'success, warm 2 ms');
    const facts = new Map(invocationFacts({ ...begun, state }));
    assert.deepEqual(
      [facts.get('Ran'), facts.get('Place'), facts.get('Memory'), facts.get('Request')],
      ['DEV (24)', 'dev · eu-west-1', '38 of 128 MB', 'r-1'],
    );
  });

  it('an error of the function is a result, and a log without figures no reason to stop', async () => {
    const { aws, invoke } = world();
    aws.answer = answer({ status: 'error', payload: '{"errorType":"ValueError"}', logTail: 'what?' });
    const { state } = await invoke();
    assert.ok(state.kind === 'ended');
    assert.deepEqual(
      [state.outcome.status, state.outcome.start, state.outcome.requestId, state.report],
      ['functionError', undefined, 'r-0', undefined],
    );
  });

  for (const type of ['Event', 'DryRun'] as const) {
    it(`${type} has no result`, async () => {
      const { aws, lines, invoke } = world(type);
      aws.answer = answer({ payload: '' });
      const invocation = await invoke();
      assert.deepEqual(invocation.state, { kind: 'accepted', type, requestId: 'r-0' });
      assert.match(stateText(invocation), /^(accepted|dry run passed)$/);
      assert.match(lines.join(), /accepted the event|Nothing ran/);
    });
  }

  it('cancelled, it says that the function may still be running', async () => {
    const { history, begun, invoke } = world();
    const controller = new AbortController();
    controller.abort();
    await assert.rejects(invoke(controller.signal), { name: 'AbortError' });
    const state = history.get(begun.id)?.state;
    assert.deepEqual(state, {
      kind: 'cancelled',
      stopped: 'Stopped waiting. calc may still be running in AWS.',
    });
  });

  it('a failure is kept with its sentence', async () => {
    const { aws, history, begun, invoke } = world();
    aws.fault = () => ({ when: 'before', error: failure('aws.accessDenied') });
    await assert.rejects(invoke(), { code: 'aws.accessDenied' });
    assert.equal(history.get(begun.id)?.state.kind, 'failed');
  });

  it('refuses an event that is too large before it is sent', () => {
    const text = (bytes: number) => `"${'x'.repeat(bytes - 2)}"`;
    checkEventFits(text(6 * 1024 * 1024), 'RequestResponse');
    checkEventFits(text(1024 * 1024), 'Event');
    const refused = (error: unknown) => isFailure(error, 'invocation.eventTooLarge');
    assert.throws(() => checkEventFits(text(6 * 1024 * 1024 + 1), 'RequestResponse'), refused);
    assert.throws(() => checkEventFits(text(1024 * 1024 + 1), 'Event'), refused);
  });
});
