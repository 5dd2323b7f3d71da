import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { formatJson } from '../../src/core/invocations/formatJson.ts';
import {
  invocationFacts,
  outcomeLine,
  timeMark,
  resultMark,
  shortResult,
  stateText,
} from '../../src/core/invocations/invocationText.ts';
import type { Invocation, InvocationState } from '../../src/core/invocations/invocationHistory.ts';
import { proxyResponse } from '../../src/core/invocations/proxyResponse.ts';
import { frameFiles, frameLinks } from '../../src/core/invocations/stackFrames.ts';
import type { InvocationOutcome, InvocationReport } from '../../src/core/local/invocation.ts';

const outcome = (payload: string, more: Partial<InvocationOutcome> = {}): InvocationOutcome => ({
  payload,
  status: 'success',
  start: 'warm',
  requestId: 'r-1',
  ...more,
});
const report: InvocationReport = {
  initMs: undefined,
  durationMs: 2,
  billedMs: 2,
  memorySize: 128,
  peakMemory: 38,
  overheadMs: 1,
};
const invocation = (state: InvocationState): Invocation => ({
  id: 1,
  functionName: 'calc',
  reference: { kind: 'manifest', file: '/w/calc/lambda.json' },
  event: { kind: 'document', uri: 'file:///w/calc/events/rest%20one.json' },
  source: { kind: 'local' },
  startedAt: 0,
  state,
});

describe('formatJson', () => {
  it('indents by two blanks as JSON.stringify does', () => {
    const value = { a: [1, { b: null }], empty: {}, none: [], text: 'a "quoted" \\ {, [' };
    assert.equal(formatJson(JSON.stringify(value)), JSON.stringify(value, undefined, 2));
    assert.equal(formatJson(JSON.stringify(value, undefined, '\t')), JSON.stringify(value, undefined, 2));
    for (const scalar of ['35', '"a"', 'null', 'true', '{ }', '[\n]']) {
      assert.equal(formatJson(scalar), scalar.replace(/\s/g, ''));
    }
  });

  it('changes no token: long numbers, escapes and keys that come twice', () => {
    const text = '{"id":12345678901234567890,"e":1.0e2,"id":"\\u00e4\\/"}';
    assert.equal(
      formatJson(text),
      '{\n  "id": 12345678901234567890,\n  "e": 1.0e2,\n  "id": "\\u00e4\\/"\n}',
    );
  });

  it('has no answer for what is no JSON', () => {
    for (const text of ['Task timed out after 3.00 seconds', '', '{"a":1,}'])
      assert.equal(formatJson(text), undefined);
  });
});

describe('frameLinks', () => {
  const places = (text: string) => frameLinks(text).map(({ path, line, column }) => [path, line, column]);

  it('finds frames of Python, also inside of a JSON string, of Node and of Ruby', () => {
    assert.deepEqual(places('  File "/var/task/calc.py", line 20, in lambda_handler'), [
      ['/var/task/calc.py', 20, undefined],
    ]);
    assert.deepEqual(places('"  File \\"/var/task/lib/calc.py\\", line 7, in add\\n"'), [
      ['/var/task/lib/calc.py', 7, undefined],
    ]);
    assert.deepEqual(places('at handler (file:///var/task/greeting.mjs:12:5)\nat /var/task/a.js:3:1'), [
      ['/var/task/greeting.mjs', 12, 5],
      ['/var/task/a.js', 3, 1],
    ]);
    assert.deepEqual(places("/var/task/app.rb:4:in `handler'"), [['/var/task/app.rb', 4, undefined]]);
  });

  it('finds those of layers, and of sources where Node.js has them by a source map', () => {
    assert.deepEqual(places('File "/opt/python/lib/tracing.py", line 3, in f'), [
      ['/opt/python/lib/tracing.py', 3, undefined],
    ]);
    const text = 'at sum (/var/shared/sum.ts:4:30)\n    at file:///var/task/app.mts:5:10\n(/w/lib/a.tsx:1:2)';
    assert.deepEqual(places(text), [
      ['/var/shared/sum.ts', 4, 30],
      ['/var/task/app.mts', 5, 10],
      ['/w/lib/a.tsx', 1, 2],
    ]);
    assert.deepEqual(
      places('/var/runtime/index.mjs:1:2 x/var/a.ts:1:2 /a/b.ts /a/b.ts:1 /etc/a.tsv:1:1'),
      [],
    );
  });

  it('takes no time for long texts', () => {
    const began = performance.now();
    assert.deepEqual(frameLinks('aB3/'.repeat(1_500_000)), []);
    assert.deepEqual(frameLinks('/var/task/'.repeat(2_000)), []);
    assert.ok(performance.now() - began < 1_000);
  });

  it('covers the path and the line, and nothing of the runtime itself', () => {
    const text = 'x File "/var/runtime/bootstrap.py", line 1\n /var/task/a.py", line 12, in f';
    const [link, ...others] = frameLinks(text);
    assert.ok(link);
    assert.equal(text.slice(link.offset, link.offset + link.length), '/var/task/a.py", line 12');
    assert.deepEqual(others, []);
  });

  it('leads to where the file may lie, never out of its folder', () => {
    const tree = { root: '/w/a/fn', workspaceFolder: '/w', exclude: [], known: [] };
    const include = [
      { from: '/w/shared', to: 'shared' },
      { from: '/w/tools/util.py', to: 'lib/' },
    ];
    const files = (path: string) => frameFiles(path, { ...tree, include }, ['/w/one', '/w/two']);
    assert.deepEqual(files('/var/task/shared/a.py'), ['/w/a/fn/shared/a.py', '/w/shared/a.py']);
    assert.ok(files('/var/task/lib/util.py').includes('/w/tools/util.py'));
    assert.deepEqual(files('/opt/python/a.py'), ['/w/two/python/a.py', '/w/one/python/a.py']);
    assert.deepEqual(files('/var/shared/sum.ts'), ['/w/a/shared/sum.ts', '/w/var/shared/sum.ts']);
    assert.deepEqual(files('/lib/sum.ts'), ['/w/lib/sum.ts']);
    assert.deepEqual(files('/w/lib/sum.ts')[0], '/w/lib/sum.ts');
    for (const path of ['/var/task/../secret.py', '/opt/../secret.py', '/var/../w/a.ts'])
      assert.deepEqual(files(path), [], path);
  });
});

describe('proxyResponse', () => {
  const kinds = (headers: unknown, body: string) =>
    proxyResponse(JSON.stringify({ statusCode: 200, headers, body }))?.kind;

  it('knows a body by its content type, whatever the case of its name', () => {
    assert.equal(kinds({ 'Content-Type': 'text/html; charset=utf-8' }, 'x'), 'html');
    assert.equal(kinds({ 'content-type': 'application/problem+json' }, '{}'), 'json');
    assert.equal(kinds({ 'CONTENT-TYPE': 'image/svg+xml' }, '<html>'), 'text');
  });

  it('looks at the body where the type says nothing', () => {
    assert.equal(kinds(undefined, ' {"a": 1}'), 'json');
    assert.equal(kinds({}, '<!doctype html><p>'), 'html');
    assert.equal(kinds({}, '{broken'), 'text');
  });

  it('decodes base64 that is text, and leaves bytes alone', () => {
    const response = (bytes: number[]) =>
      proxyResponse(
        JSON.stringify({
          statusCode: 200,
          body: Buffer.from(bytes).toString('base64'),
          isBase64Encoded: true,
        }),
      );
    assert.equal(response([...Buffer.from('Grüße')])?.body, 'Grüße');
    assert.equal(response([0xff, 0xfe])?.body, '//4=');
  });

  it('is none without a status and a body', () => {
    for (const payload of [
      '35',
      '{}',
      '{"statusCode":204}',
      '{"statusCode":"200","body":"x"}',
      'no JSON',
      'null',
    ]) {
      assert.equal(proxyResponse(payload), undefined, payload);
    }
  });
});

describe('the words for an invocation', () => {
  it('say a result in a few characters', () => {
    assert.equal(shortResult(outcome('35')), '35');
    assert.equal(
      shortResult(outcome('{"statusCode":200,"body":"{\\"result\\": 35}"}')),
      '200 {"result": 35}',
    );
    assert.equal(shortResult(outcome(JSON.stringify('x'.repeat(200_000)))).length, 40);
    const error = { errorType: 'ValueError', errorMessage: 'FROM is not set', stackTrace: [] };
    const failed = { status: 'functionError' } as const;
    assert.equal(shortResult(outcome(JSON.stringify(error), failed)), 'ValueError: FROM is not set');
    assert.equal(
      shortResult(outcome('Task timed out after 3.00 seconds', { status: 'timedOut' })),
      'Task timed out after 3.00 seconds',
    );
  });

  it('mark an event with its last result', () => {
    assert.equal(
      resultMark(invocation({ kind: 'ended', outcome: outcome('35'), report })),
      '✓ 35 · warm 2 ms',
    );
    assert.equal(resultMark(invocation({ kind: 'ended', outcome: outcome('35') })), '✓ 35 · warm');
    const cold = outcome('1', { start: 'cold', status: 'exited' });
    const slow = { ...report, initMs: 1200, durationMs: 200 };
    assert.equal(resultMark(invocation({ kind: 'ended', outcome: cold, report: slow })), '✗ 1 · cold 1.4 s');
    assert.equal(resultMark(invocation({ kind: 'cancelled', stopped: 'calc was stopped.' })), '');
    const long = outcome(JSON.stringify('x'.repeat(30)));
    assert.equal(resultMark(invocation({ kind: 'ended', outcome: long })), `✓ "${'x'.repeat(22)}… · warm`);
    assert.equal(timeMark(invocation({ kind: 'ended', outcome: long, report })), '✓ warm 2 ms');
    const ended = invocation({ kind: 'ended', outcome: long, report });
    assert.equal(outcomeLine(ended), '✓ success, warm 2 ms · 38 of 128 MB');
    assert.equal(outcomeLine(invocation({ kind: 'cancelled', stopped: 'calc was stopped.' })), 'cancelled');
  });

  it('say every figure that was measured and none that was not', () => {
    const facts = Object.fromEntries(
      invocationFacts(invocation({ kind: 'ended', outcome: outcome('35'), report })),
    );
    assert.equal(facts['Event'], 'rest one.json');
    assert.equal(facts['Memory'], '38 of 128 MB');
    assert.equal(facts['Added by the container'], '1 ms');
    assert.equal('Initialisation' in facts, false);
    assert.equal(facts['Payload'], '2 B received');
    const ended = invocation({ kind: 'ended', outcome: outcome('"é"'), report });
    const payload = (one: Invocation) => new Map(invocationFacts(one)).get('Payload');
    assert.equal(payload({ ...ended, sentBytes: 2048 }), '2 KB sent, 4 B received');
    // A result that was dropped for others has no size any more.
    const dropped = invocation({ kind: 'ended', outcome: outcome(''), report });
    assert.equal(payload({ ...dropped, sentBytes: 10 }), '10 B sent');
    assert.equal(
      stateText(invocation({ kind: 'running', phase: 'starting the container' })),
      'starting the container',
    );
    assert.deepEqual(
      invocationFacts(invocation({ kind: 'failed', reason: 'Docker is not running.' })).at(-1),
      ['Reason', 'Docker is not running.'],
    );
  });
});
