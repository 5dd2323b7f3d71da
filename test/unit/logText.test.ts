import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { logGroupArn, logGroupOf, versionOfStream } from '../../src/core/logs/functionLog.ts';
import { logText, requestIdIn, timeStamp } from '../../src/core/logs/logText.ts';
import { parseStartTime } from '../../src/core/logs/startTime.ts';

const at = (...parts: [number, number, number, number, number, number, number?]) =>
  new Date(...parts).getTime();
const noon = at(2026, 10, 28, 12, 4, 5, 7);
const requestId = '8f507cfc-1c2d-4e6f-8a90-abcdef012345';

describe('the text of a log', () => {
  it('has its time before the first line of an entry, and the others below it', () => {
    assert.equal(timeStamp(noon), '2026-11-28 12:04:05.007');
    assert.equal(logText({ time: noon, message: 'one\n' }), '2026-11-28 12:04:05.007 │ one');
    const message =
      '[ERROR] ValueError\rTraceback (most recent call last):\r  File "/var/task/app.py", line 3';
    assert.deepEqual(logText({ time: noon, message }).split('\n').slice(1), [
      '                        │ Traceback (most recent call last):',
      '                        │   File "/var/task/app.py", line 3',
    ]);
  });

  it('tells which request a line of Lambda is about', () => {
    const line = `${timeStamp(noon)} │ START RequestId: ${requestId} Version: 3`;
    assert.deepEqual(requestIdIn(line), { offset: line.indexOf(requestId), requestId });
    const json = `${timeStamp(noon)} │ {"type":"platform.report","record":{"requestId":"${requestId}"}}`;
    assert.equal(requestIdIn(json)?.requestId, requestId);
    assert.equal(requestIdIn(`${timeStamp(noon)} │ my own ${requestId}`), undefined);
  });

  it('tells the version by the stream, also in a group of several functions', () => {
    assert.equal(versionOfStream('2026/11/28/[23]abc', 'calc'), '23');
    assert.equal(versionOfStream('2026/11/28/[$LATEST]abc', 'calc'), '$LATEST');
    assert.equal(versionOfStream('2026/11/28/calc[7]abc', 'calc'), '7');
    assert.equal(versionOfStream('2026/11/28/other[7]abc', 'calc'), undefined);
    assert.equal(versionOfStream('my-stream', 'calc'), undefined);
    assert.equal(logGroupOf({ functionName: 'calc' }), '/aws/lambda/calc');
    assert.equal(logGroupOf({ functionName: 'calc', logGroup: 'all' }), 'all');
    assert.equal(
      logGroupArn('arn:aws-cn:lambda:cn-north-1:123456789012:function:calc', 'all'),
      'arn:aws-cn:logs:cn-north-1:123456789012:log-group:all',
    );
  });

  it('takes a start time as people write it', () => {
    const cases: [string, number | undefined][] = [
      ['9:30', at(2026, 10, 28, 9, 30, 0)],
      ['12:04:05', at(2026, 10, 28, 12, 4, 5)],
      ['23:00', at(2026, 10, 27, 23, 0, 0)],
      ['2026-11-27', at(2026, 10, 27, 0, 0, 0)],
      ['2026-11-27 14:30', at(2026, 10, 27, 14, 30, 0)],
      ['2026-11-27T14:30:15Z', Date.UTC(2026, 10, 27, 14, 30, 15)],
      ['2026-11-29', undefined],
      ['2026-13-01', undefined],
      ['24:10', undefined],
      ['yesterday', undefined],
      ['', undefined],
    ];
    for (const [text, expected] of cases) assert.equal(parseStartTime(text, noon), expected, text);
    assert.equal(parseStartTime('0:00 Z', Date.UTC(2026, 10, 28, 12)), Date.UTC(2026, 10, 28));
  });
});
