import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { actProgress, actText, versionsToProve } from '../../src/core/aliases/aliasChange.ts';
import type { AliasAct } from '../../src/core/aliases/aliasChange.ts';
import { mergedHistory, waysBack, withFormer } from '../../src/core/aliases/aliasHistory.ts';
import { historyFromTag, historyTagKey, historyTagValue } from '../../src/core/aliases/aliasHistoryTag.ts';
import { aliasNameProblem } from '../../src/core/aliases/aliasName.ts';
import { pointerTo } from '../../src/core/aliases/aliasPointer.ts';
import type { AliasPointer } from '../../src/core/aliases/aliasPointer.ts';
import { configurationDifference } from '../../src/core/aliases/configurationDifference.ts';
import { nextAlias } from '../../src/core/aliases/promotion.ts';
import { smokeTestReport } from '../../src/core/aliases/smokeTests.ts';
import { checkShift, percentageProblem, shareOf } from '../../src/core/aliases/trafficShift.ts';
import { renderLines } from '../../src/core/deployment/planText.ts';
import type { LiveAlias, LiveFunction } from '../../src/core/deployment/liveState.ts';

const alias = (name: string, functionVersion: string, routing = {}): LiveAlias => ({
  name,
  arn: '',
  functionVersion,
  description: '',
  revisionId: 'r',
  routing,
});

const version = (number: string, change: Partial<LiveFunction> = {}): LiveFunction => ({
  functionName: 'calc',
  arn: 'arn:aws:lambda:eu-west-1:123456789012:function:calc',
  version: number,
  packageType: 'Zip',
  runtime: 'python3.13',
  handler: 'app.main',
  description: '',
  timeout: 3,
  memorySize: 128,
  ephemeralStorage: 512,
  architecture: 'x86_64',
  roleArn: 'arn:aws:iam::123456789012:role/calc-role',
  environment: {},
  codeSha256: 'one=',
  codeSize: 1000,
  revisionId: 'r',
  lastModified: undefined,
  state: 'Active',
  stateReason: undefined,
  lastUpdateStatus: 'Successful',
  lastUpdateStatusReason: undefined,
  versionedFields: number,
  ...change,
});

describe('the name of an alias', () => {
  for (const name of ['DEV', 'blue-green_2', '2024-11', 'a'])
    it(`may be ${name}`, () => assert.equal(aliasNameProblem(name, ['PROD']), undefined));
  for (const name of ['', '2024', 'a b', 'a.b', 'ä', 'a'.repeat(129)])
    it(`may not be "${name.slice(0, 9)}"`, () => assert.match(aliasNameProblem(name, []) ?? '', /letters/));
  it('may not be one that there is', () =>
    assert.equal(aliasNameProblem('DEV', ['DEV']), 'There is an alias DEV already.'));
});

describe('a change of an alias in words', () => {
  const to = { version: '23', routing: { 24: 0.1 } };
  const texts: Record<AliasAct, string> = {
    create: 'Create PROD on 24',
    move: 'Move PROD to 24',
    promote: 'Move PROD to 24',
    shift: 'Shift 10 % of PROD to 24',
    shiftGradually: 'Shift PROD Gradually to 24',
    finish: 'Finish Shift of PROD to 24',
    abort: 'Return PROD to 24',
    rollBack: 'Roll PROD Back to 24',
  };
  for (const [name, text] of Object.entries(texts)) {
    const act = name as AliasAct;
    it(text, () => {
      const pointer = act.startsWith('shift') ? to : pointerTo('24');
      assert.equal(actText({ act, alias: 'PROD', to: pointer }), text);
      assert.match(actProgress({ act, alias: 'PROD', functionName: 'calc' }), /PROD of calc$/);
    });
  }

  it('proves what is new, and nothing on the way back', () => {
    assert.deepEqual(versionsToProve({ act: 'shift', to }), ['24']);
    assert.deepEqual(versionsToProve({ act: 'move', to: pointerTo('24') }), ['24']);
    assert.deepEqual(versionsToProve({ act: 'create', to }), ['23', '24']);
    assert.deepEqual(versionsToProve({ act: 'rollBack', to }), []);
    assert.deepEqual(versionsToProve({ act: 'abort', to: pointerTo('23') }), []);
  });
});

describe('shifting traffic', () => {
  it('takes a percentage as people write it', () => {
    assert.deepEqual(['10', '10 %', '2.5', '2,5', '99.9'].map(shareOf), [0.1, 0.1, 0.025, 0.025, 0.999]);
    for (const text of ['0', '100', '-1', '0,04', '10.25', 'half', '', '1e1']) {
      assert.equal(shareOf(text), undefined, text);
      assert.match(percentageProblem(text) ?? '', /between 0 and 100/);
    }
    assert.equal(percentageProblem('10'), undefined);
  });

  it('is between two published versions with the same role and dead-letter setting', () => {
    checkShift('PROD', version('1'), version('2'));
    const refused = (main: LiveFunction, second: LiveFunction, code: string) =>
      assert.throws(() => checkShift('PROD', main, second), { code });
    refused(version('$LATEST'), version('2'), 'alias.shiftFromLatest');
    refused(version('1'), version('$LATEST'), 'alias.shiftToLatest');
    refused(version('1'), version('1'), 'alias.shiftToItself');
    refused(version('1'), version('2', { roleArn: 'arn:other' }), 'alias.shiftAcrossRoles');
    refused(version('1'), version('2', { deadLetterTarget: 'arn:queue' }), 'alias.shiftAcrossQueues');
  });
});

describe('promotion', () => {
  const order = ['DEV', 'TESTING', 'PRODUCTION'];
  it('goes to the next in the order', () => {
    assert.equal(nextAlias(alias('DEV', '$LATEST'), order), 'TESTING');
    assert.equal(nextAlias(alias('TESTING', '3'), order), 'PRODUCTION');
  });
  it('says why there is none', () => {
    assert.throws(() => nextAlias(alias('PRODUCTION', '3'), order), { code: 'alias.lastInOrder' });
    assert.throws(() => nextAlias(alias('QA', '3'), order), /DEV → TESTING → PRODUCTION/);
    assert.throws(() => nextAlias(alias('DEV', '3', { 4: 0.1 }), order), { code: 'alias.promoteWeighted' });
  });
});

describe('where an alias pointed before', () => {
  const former = (number: string, until: number) => ({ version: number, until });
  const [one, two, three] = ['1', '2', '3'].map(pointerTo) as [AliasPointer, AliasPointer, AliasPointer];
  const split = { version: '2', routing: { 3: 0.1 } };

  it('is newest first, and once for each version', () => {
    const first = withFormer([], one, two, 1);
    const second = withFormer(first, two, three, 2);
    assert.deepEqual(second, [former('2', 2), former('1', 1)]);
    assert.deepEqual(withFormer(second, one, two, 3), [former('1', 3), former('2', 2)]);
    assert.deepEqual(mergedHistory([former('3', 5)], [former('3', 4), former('2', 9)]), [
      former('2', 9),
      former('3', 5),
    ]);
    const many = Array.from({ length: 30 }, (_, at) => former(String(at), at));
    assert.deepEqual(mergedHistory(many, [])[0], former('29', 29));
    assert.equal(mergedHistory(many, []).length, 20);
  });

  it('is the main version of a shift that was finished, and nothing of one that was aborted', () => {
    const begun = withFormer([], two, split, 1);
    assert.deepEqual(begun, [former('2', 1)]);
    assert.deepEqual(withFormer(begun, split, two, 2), begun);
    assert.deepEqual(withFormer(begun, split, three, 2), [former('2', 2)]);
    assert.deepEqual(waysBack(begun, split, new Set(['2'])), begun);
    assert.deepEqual(waysBack(begun, two, new Set(['2'])), []);
  });

  it('leaves out where it points now, and versions that are gone', () => {
    const history = [former('3', 5), former('$LATEST', 4), former('2', 3), former('9', 2)];
    assert.deepEqual(waysBack(history, three, new Set(['2', '3'])), [former('$LATEST', 4), former('2', 3)]);
  });

  it('is kept in a tag, with the letters that tags take, as far as there is room', () => {
    const history = [former('$LATEST', 1_700_000_000_000), former('22', 1_600_000_000_000)];
    const value = historyTagValue(history);
    assert.equal(value, 'LATEST@2023-11-14T22:13:20Z 22@2020-09-13T12:26:40Z');
    assert.match(value, /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u);
    assert.deepEqual(historyFromTag(value), history);
    const long = historyTagValue(Array.from({ length: 50 }, (_, at) => former(String(at), at * 1000)));
    assert.ok(long.length <= 256 && long.length > 220, String(long.length));
    assert.deepEqual(historyFromTag('something else 1@never 2@2020-13-45T12:26:40Z'), []);
    assert.equal(historyTagKey('PROD'), 'lambda-workbench:was:PROD');
    assert.equal(historyTagKey('a'.repeat(128)), undefined);
  });
});

describe('what another version brings along', () => {
  it('is named, without the value of a variable', () => {
    const from = version('1', { environment: { KEPT: 'a', OLD: 'b', SECRET: 'first' } });
    const to = version('2', {
      memorySize: 256,
      timeout: 10,
      codeSha256: 'two=',
      codeSize: 2048,
      roleArn: 'arn:aws:iam::123456789012:role/team/other',
      environment: { KEPT: 'a', NEW: 'c', SECRET: 'second' },
    });
    const text = renderLines(configurationDifference(from, to));
    assert.equal(
      text,
      [
        '~ memory 128 MB → 256 MB',
        '~ timeout 3 s → 10 s',
        '~ role calc-role → other',
        '+ environment NEW',
        '- environment OLD: removed',
        '~ environment SECRET: another value',
        '~ code 1000 B → 2 KB',
      ].join('\n'),
    );
  });

  it('may be code of the same size', () => {
    const other = version('2', { codeSha256: 'two=' });
    assert.equal(renderLines(configurationDifference(version('1'), other)), '~ code: another one of 1000 B');
  });

  it('is nothing for equal versions, and said where it is none of the known settings', () => {
    const same = { versionedFields: 'x' };
    assert.deepEqual(configurationDifference(version('1', same), version('2', same)), []);
    assert.match(renderLines(configurationDifference(version('1'), version('2'))), /VPC/);
  });
});

describe('the report of smoke tests', () => {
  it('shows answer and log of the one that failed', () => {
    const result = {
      status: 'success',
      payload: '1',
      logTail: 'fine',
      executedVersion: '2',
      requestId: '',
    } as const;
    const failed = {
      ...result,
      status: 'error',
      payload: '{"errorType":"ValueError"}',
      logTail: 'END\n',
    } as const;
    const report = smokeTestReport('calc', 'PROD', [
      { event: 'events/a.json', version: '2', result, ms: 12 },
      { event: 'events/b.json', version: '2', result: failed, ms: 1400 },
    ]);
    assert.equal(
      report,
      `# Smoke tests of calc before PROD takes it

= events/a.json → calc:2 · 12 ms

- events/b.json → calc:2 · 1.4 s

# Answer
{
  "errorType": "ValueError"
}

# End of the log
END
`,
    );
  });
});
