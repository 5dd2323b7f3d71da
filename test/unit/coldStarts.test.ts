import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
import { coldStartsText } from '../../src/core/logs/coldStarts.ts';
import { readColdStarts } from '../../src/workflows/logs/readColdStarts.ts';
import { archiveOf, deploy, sayHi } from '../support/deploymentFixtures.ts';
import { FakeAws, fakeClock } from '../support/fakeAws.ts';

const group = '/aws/lambda/say_hi';
const stream = '2026/11/28/[1]abc';
const report = (cold: boolean) =>
  `REPORT RequestId: r-1\tDuration: 2.34 ms\tBilled Duration: 3 ms\tMemory Size: 128 MB\tMax Memory Used: 38 MB${cold ? '\tInit Duration: 120.5 ms' : ''}`;
const options = { signal: new AbortController().signal };

describe('cold starts in a log', () => {
  let aws: FakeAws;
  beforeEach(async () => {
    aws = new FakeAws();
    await deploy(aws, sayHi(), archiveOf('sha-one'), fakeClock());
  });
  const times = [
    { from: 0, to: 99 },
    { from: 100, to: 199 },
  ];
  const count = () => readColdStarts('say_hi', times, aws.connection, options);

  it('are counted for each time, page by page', async () => {
    aws.logs.pageSize = 1;
    aws.logs.emptyPages = true;
    for (const [time, cold] of [
      [1, true],
      [2, false],
      [99, true],
      [100, false],
      [150, false],
    ] as const)
      aws.logs.put(group, stream, time, report(cold));
    aws.logs.put(group, stream, 50, 'no REPORT');
    aws.logs.put(group, '2026/11/28/other[1]abc', 50, report(true));
    const [before, after] = await count();
    assert.deepEqual(before, { calls: 3, cold: 2, complete: true });
    assert.deepEqual(after, { calls: 2, cold: 0, complete: true });
    assert.equal(coldStartsText(before), '2 of 3 calls (66.7 %)');
  });

  it('are records of a log in JSON', async () => {
    const record = aws.functions.get('say_hi');
    assert.ok(record);
    record.latest = { ...record.latest, jsonLog: true };
    for (const metrics of [
      { durationMs: 2 },
      { durationMs: 2, initDurationMs: 100 },
      { durationMs: 2, restoreDurationMs: 90 },
    ])
      aws.logs.put(group, stream, 1, JSON.stringify({ type: 'platform.report', record: { metrics } }));
    assert.deepEqual((await count())[0], { calls: 3, cold: 2, complete: true });
  });

  it('of a long log are of its beginning, which is said, and of none are none', async () => {
    assert.deepEqual((await count())[0], { calls: 0, cold: 0, complete: true });
    aws.logs.pageSize = 1;
    for (let n = 0; n < 40; n++) aws.logs.put(group, stream, n, report(false));
    const [before] = await count();
    assert.deepEqual(before, { calls: 30, cold: 0, complete: false });
    assert.equal(coldStartsText(before), '0 of 30 calls (0 %), of those that were read,');
    await assert.rejects(readColdStarts('nobody', times, aws.connection, options), {
      code: 'logs.functionMissing',
    });
  });
});
