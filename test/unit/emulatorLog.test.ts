import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { nothingRead } from '../../src/core/local/contractLog.ts';
import type { LogReading } from '../../src/core/local/contractLog.ts';
import { LambciLog } from '../../src/core/local/lambciLog.ts';
import { lambciOutcome } from '../../src/core/local/lambciOutcome.ts';
import { outcomeLine } from '../../src/core/local/outcomeLine.ts';
import { invocationReport, reportLine } from '../../src/core/local/reportLine.ts';
import { RieLog } from '../../src/core/local/rieLog.ts';
import { rieOutcome } from '../../src/core/local/rieOutcome.ts';
import { LineReader } from '../../src/local/containers/lineReader.ts';

const id = '8951e2cc-b1bf-466e-9426-25d92f67df4b';
const at = '25 Nov 2026 03:42:30,285';
const start = `START RequestId: ${id} Version: $LATEST`;

/** As the emulator of aws-sam-cli 1.170.0 writes it. */
function logOf({ stdout = [], stderr = [] }: { stdout?: readonly string[]; stderr?: readonly string[] }) {
  const log = new RieLog();
  log.begin();
  for (const message of stderr) log.stderr(`${at} [INFO] (rapid) ${message}`);
  const lines = stdout.flatMap((line) => log.stdout(line));
  return { lines: lines.map(({ source, text }) => `${source}: ${text}`), reading: log.reading };
}

describe('the emulator’s output', () => {
  it('is START, the function’s lines and END; REPORT is untrue and left out', () => {
    const { lines, reading } = logOf({
      stdout: [start, 'hello', `END RequestId: ${id}`, `REPORT RequestId: ${id}\tInit Duration: 0.04 ms`],
    });
    assert.deepEqual(lines, [`platform: ${start}`, 'function: hello', `platform: END RequestId: ${id}`]);
    assert.equal(reading.requestId, id);
    assert.equal(reading.reported, true);
  });

  it('keeps a last line without an end apart from END', () => {
    const { lines } = logOf({ stdout: [start, `no newlineEND RequestId: ${id}`] });
    assert.deepEqual(lines.slice(1), ['function: no newline', `platform: END RequestId: ${id}`]);
  });

  it('takes for its own only what carries its request id', () => {
    const faked = ['START RequestId: other Version: 1', 'END RequestId: other', 'REPORT RequestId: other'];
    const { lines, reading } = logOf({ stdout: [start, ...faked] });
    assert.deepEqual(
      lines.slice(1),
      faked.map((line) => `function: ${line}`),
    );
    assert.equal(reading.reported, false);
  });

  it('tells the true times, both tries of a failed initialisation together', () => {
    const { reading } = logOf({
      stderr: [
        'INIT REPORT(durationMs: 300.500000)',
        'INIT REPORT(durationMs: 0.500000)',
        `INVOKE START(requestId: ${id})`,
        'INVOKE RTDONE(status: success, produced bytes: 0, duration: 7.395000ms)',
      ],
    });
    assert.deepEqual([reading.initMs, reading.durationMs], [301, 7.395]);
  });

  it('tells how the runtime answered, how it ended and when the emulator is done', () => {
    const api = (word: string) =>
      `API request - POST /2018-06-01/runtime/invocation/${id}/${word}, Headers:map[]`;
    assert.equal(logOf({ stderr: [api('error')] }).reading.answeredBy, 'error');
    assert.equal(logOf({ stderr: [api('response')] }).reading.answeredBy, 'response');
    assert.equal(
      logOf({ stderr: ['Process runtime-1 exited: exit status 3'] }).reading.exit,
      'exit status 3',
    );
    assert.equal(logOf({ stderr: ['execute finished, autoreset cancelled'] }).reading.finished, true);
  });

  it('does not take a function’s stderr or the tool’s warnings for its own', () => {
    const log = new RieLog();
    log.begin();
    log.stderr('WARNING: Your kernel does not support swap limit capabilities');
    log.stderr('INIT REPORT(durationMs: 9)');
    assert.equal(log.reading.initMs, undefined);
  });

  it('begins anew with each call', () => {
    const log = new RieLog();
    log.begin();
    log.stdout(start);
    log.stderr(`${at} [INFO] (rapid) INIT REPORT(durationMs: 9)`);
    log.begin();
    assert.deepEqual(log.reading, nothingRead);
  });
});

describe('what an answer of the emulator means', () => {
  const reading: LogReading = { ...nothingRead, requestId: id };
  const outcome = (httpStatus: number, body: string, more: Partial<LogReading> = {}) =>
    rieOutcome({ httpStatus, body }, { ...reading, ...more });
  const error = (type: string, message = '') => JSON.stringify({ errorType: type, errorMessage: message });

  it('success, also of a result that looks like an error', () => {
    assert.deepEqual(outcome(200, '{"a":1}'), { status: 'success', payload: '{"a":1}', spent: false });
    assert.equal(outcome(200, error('X'), { answeredBy: 'response' }).status, 'success');
  });

  it('an error of the function', () => {
    assert.equal(outcome(200, error('ValueError'), { answeredBy: 'error' }).status, 'functionError');
    assert.equal(outcome(502, error('Function.ResponseSizeTooLarge')).status, 'functionError');
  });

  it('a time-out, as the error object that Lambda gives', () => {
    const { status, payload, spent } = outcome(200, 'Task timed out after 2.00 seconds');
    assert.equal(status, 'timedOut');
    assert.equal(spent, true);
    assert.deepEqual(JSON.parse(payload), {
      errorType: 'Sandbox.Timedout',
      errorMessage: `RequestId: ${id} Error: Task timed out after 2.00 seconds`,
    });
    assert.equal(outcome(200, '"Task timed out after 2.00 seconds"').status, 'success');
  });

  it('a result that was too large, also where the emulator loses its own answer and time runs out', () => {
    const log = new RieLog();
    log.stderr(`${at} [DEBUG] (rapid) Sending Error Response: Function.ResponseSizeTooLarge`);
    const { refusal } = log.reading;
    const { status, payload } = outcome(200, 'Task timed out after 2.00 seconds', { refusal });
    assert.equal(status, 'functionError');
    assert.match(payload, /^\{"errorType":"Function\.ResponseSizeTooLarge"/);
  });

  it('an exit, out of memory, and a failed initialisation', () => {
    const exit = (how: string) => error('Runtime.ExitError', `Error: Runtime exited with error: ${how}`);
    assert.equal(outcome(502, exit('exit status 3')).status, 'exited');
    assert.equal(outcome(502, exit('signal: killed')).status, 'outOfMemory');
    assert.equal(outcome(502, error('Runtime.ImportModuleError')).status, 'initFailed');
  });

  it('an exit while it initialises, of which the emulator says nothing', () => {
    const { status, payload } = outcome(502, '', { exit: 'exit status 4' });
    assert.equal(status, 'exited');
    assert.match(payload, /Runtime\.ExitError.*exit status 4/);
    assert.equal(outcome(502, '', { exit: 'signal: killed' }).status, 'outOfMemory');
  });
});

describe('the output of a lambci container', () => {
  const green = (text: string) => `\u001b[32m${text}\u001b[0m`;

  it('is the function’s streams, and in green what is said of it; END comes last', () => {
    const log = new LambciLog();
    log.begin();
    const lines = [
      ...log.stderr('to stderr'),
      ...log.stderr(green(`START RequestId: ${id} Version: $LATEST`)),
      ...log.stderr(`half${green(`END RequestId: ${id}`)}`),
      ...log.stderr(
        green(
          `REPORT RequestId: ${id}\tInit Duration: 91.50 ms\tDuration: 2.25 ms\tBilled Duration: 3 ms\tMemory Size: 128 MB\tMax Memory Used: 30 MB\t`,
        ),
      ),
      ...log.stdout('\u00a0\u00a0File "/var/task/app.py"'),
      ...log.end(),
    ];
    assert.deepEqual(
      lines.map(({ source, text }) => `${source}: ${text}`),
      [
        'function: to stderr',
        `platform: START RequestId: ${id} Version: $LATEST`,
        'function: half',
        'function:   File "/var/task/app.py"',
        `platform: END RequestId: ${id}`,
      ],
    );
    const { requestId, initMs, durationMs, peakMemory, finished } = log.reading;
    assert.deepEqual([requestId, initMs, durationMs, peakMemory, finished], [id, 91.5, 2.25, 30, true]);
  });

  const outcomes: [string, string | undefined, string, string][] = [
    ['success', undefined, '{"errorType":"looks like one"}', 'success'],
    ['an error', 'Unhandled', '{"errorType":"ValueError","errorMessage":""}', 'functionError'],
    ['a failed initialisation', 'Unhandled', '{"errorType":"Runtime.ImportModuleError"}', 'initFailed'],
    ['a time-out', 'Unhandled', '{"errorMessage":"2026 1 Task timed out after 3.00 seconds"}', 'timedOut'],
  ];
  for (const [what, error, body, status] of outcomes) {
    it(`is ${what} by its header`, () => {
      const headers = { 'x-amz-function-error': error };
      assert.equal(lambciOutcome({ httpStatus: 200, headers, body }).status, status);
    });
  }
});

describe('an answer of a lambci container that Lambda would not let pass', () => {
  const answer = (body: string) => lambciOutcome({ httpStatus: 200, headers: {}, body });
  it('is the error that Lambda answers with: more than 6 MB in UTF-8', () => {
    const { status, payload, spent } = answer(JSON.stringify('ü'.repeat(3_200_000)));
    assert.deepEqual([status, spent], ['functionError', false]);
    assert.match(payload, /"errorType":"Function\.ResponseSizeTooLarge"/);
    assert.equal(answer(JSON.stringify('ü'.repeat(2_900_000))).status, 'success');
    assert.equal(answer(JSON.stringify('x'.repeat(6_291_454))).status, 'success', 'exactly 6 MB');
  });
});

describe('the report', () => {
  it('bills initialisation and duration, rounded up, and shows what is ours apart', () => {
    const report = invocationReport({ initMs: 50.2, durationMs: 1.5, peakMemory: 20 }, 60, 128);
    assert.deepEqual([report.billedMs, Math.round(report.overheadMs ?? 0)], [52, 8]);
    assert.deepEqual(reportLine('r', report), {
      text: 'REPORT RequestId: r\tDuration: 1.50 ms\tBilled Duration: 52 ms\tMemory Size: 128 MB\tMax Memory Used: 20 MB\tInit Duration: 50.20 ms',
      source: 'ours',
    });
  });

  it('leaves out what nobody measured', () => {
    const report = invocationReport(
      { initMs: undefined, durationMs: undefined, peakMemory: undefined },
      5,
      128,
    );
    assert.equal(reportLine('r', report).text, 'REPORT RequestId: r\tMemory Size: 128 MB');
    assert.equal(report.overheadMs, undefined);
  });

  it('names the limit that ended a function', () => {
    const limits = { timeout: 3, memorySize: 128 };
    assert.match(outcomeLine('outOfMemory', limits)?.text ?? '', /more than its 128 MB/);
    assert.match(outcomeLine('timedOut', limits)?.text ?? '', /time-out of 3 s/);
    assert.equal(outcomeLine('success', limits), undefined);
  });
});

describe('the lines of a stream', () => {
  function linesOf(chunks: readonly (string | Buffer)[]): string[] {
    const lines: string[] = [];
    const reader = new LineReader((line) => lines.push(line));
    for (const chunk of chunks) reader.write(Buffer.from(chunk));
    reader.flush();
    return lines;
  }

  it('end with \\n, \\r\\n or \\r, wherever the chunks end', () => {
    const text = 'a\nb\r\nc\rd\n\ne';
    const expected = ['a', 'b', 'c', 'd', '', 'e'];
    assert.deepEqual(linesOf([text]), expected);
    assert.deepEqual(linesOf(Array.from(text)), expected);
  });

  it('keep characters whole that are spread over chunks, and mark what is no UTF-8', () => {
    const bytes = Buffer.from('é😀\n');
    assert.deepEqual(linesOf([...bytes].map((byte) => Buffer.from([byte]))), ['é😀']);
    assert.deepEqual(linesOf([Buffer.from([0xff, 0x0a])]), ['\uFFFD']);
  });

  it('are cut when they do not end', () => {
    const lines = linesOf(['x'.repeat(300_000), 'y\n']);
    assert.deepEqual(
      lines.map(({ length }) => length),
      [262_144, 37_857],
    );
  });
});
