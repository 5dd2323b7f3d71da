import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { checkDeployedEnvironmentFile } from '../../src/core/checkEnvironmentFile.ts';
import { parseEnvironmentFile } from '../../src/core/environmentFile.ts';
import { readEnvironmentFile } from '../../src/core/environmentFormats.ts';
import { mergeEnvironment } from '../../src/core/environmentVariables.ts';

const entries = (text: string) => parseEnvironmentFile(text).entries;
const codes = (text: string) =>
  parseEnvironmentFile(text).problems.map(({ code, line }) => `${code} ${line}`);

describe('parseEnvironmentFile (docker/cli, pkg/kvfile)', () => {
  it('keeps quotes, blanks and further equal signs of a value', () => {
    assert.deepEqual(entries('A="x"\nB= y \nC=1=2#no comment\nD=\n'), [
      { name: 'A', line: 1, value: '"x"' },
      { name: 'B', line: 2, value: ' y ' },
      { name: 'C', line: 3, value: '1=2#no comment' },
      { name: 'D', line: 4, value: '' },
    ]);
  });

  it('skips empty lines and comments, also indented ones, and trims only the start of a line', () => {
    assert.deepEqual(entries('\n  # c\n\t\u00a0A=1\t\n   \n'), [{ name: 'A', line: 3, value: '1\t' }]);
  });

  it('takes one carriage return of a line end and a byte order mark of the first line', () => {
    assert.deepEqual(entries('\uFEFFA=1\r\nB=2\r\r\nC=3\r'), [
      { name: 'A', line: 1, value: '1' },
      { name: 'B', line: 2, value: '2\r' },
      { name: 'C', line: 3, value: '3' },
    ]);
    // Docker trims the mark at the start of the file only; elsewhere it is a letter of the name.
    assert.equal(entries('A=1\n\uFEFFB=2')[1]?.name, '\uFEFFB');
  });

  it("reads a bare name as the host's", () => {
    assert.deepEqual(entries('HOME'), [{ name: 'HOME', line: 1, fromHost: true }]);
  });

  it('refuses what Docker refuses, each at its line', () => {
    assert.deepEqual(codes('A=1\nexport KEY=1\nB =2\n=3\nC D\nE \nF\uFFFD=1'), [
      'environmentFile.export 2',
      'environmentFile.blankInName 3',
      'environmentFile.noName 4',
      'environmentFile.blankInName 5',
      'environmentFile.blankInName 6',
      'environmentFile.encoding 7',
    ]);
  });

  it('warns of quotes that stay in the value, at the value and without showing it', () => {
    const text = 'A="s3cret"\nB=\'x\'\nC="\nD=a"b"\nE="a" b\nF=""\n';
    const { problems } = parseEnvironmentFile(text);
    assert.deepEqual(
      problems.map(({ code, severity, line, offset, length, fix }) => [
        ...[code, severity, line, fix],
        text.slice(offset, offset + length),
      ]),
      [
        ['environmentFile.quoted', 'warning', 1, 'removeQuotes', '"s3cret"'],
        ['environmentFile.quoted', 'warning', 2, 'removeQuotes', "'x'"],
        ['environmentFile.quoted', 'warning', 6, 'removeQuotes', '""'],
      ],
    );
    assert.match(problems[0]?.message ?? '', /^Docker keeps the quotes as a part of the value of A\./);
    assert.doesNotMatch(problems[0]?.message ?? '', /s3cret/);
    assert.equal(readEnvironmentFile(text, 'dotenv').problems.length, 0, 'there quotes go');
  });

  it("has Go's limit for a line", () => {
    assert.deepEqual(codes(`A=${'x'.repeat(65_533)}\n`), []);
    assert.deepEqual(codes(`A=${'x'.repeat(65_534)}\n`), ['environmentFile.lineTooLong 1']);
  });

  it('points at the name and never shows a value', () => {
    const text = 'A=1\n  my key=s3cret';
    const [problem] = parseEnvironmentFile(text).problems;
    assert.equal(problem && text.slice(problem.offset, problem.offset + problem.length), 'my key');
    assert.doesNotMatch(problem?.message ?? '', /s3cret/);
  });
});

describe('checkDeployedEnvironmentFile', () => {
  it('refuses a bare name and names that Lambda refuses, and leaves reserved ones out', () => {
    const text = 'HOME\nAWS_REGION=x\n_A=1\nB-C=1\nX=1\nOK_1=fine\n';
    assert.deepEqual(
      checkDeployedEnvironmentFile(text, undefined).map(({ code, severity, line, column }) => [
        code,
        severity,
        line,
        column,
      ]),
      [
        ['environmentFile.fromHost', 'error', 1, 1],
        ['environmentFile.reserved', 'information', 2, 1],
        ['environmentFile.name', 'error', 3, 1],
        ['environmentFile.name', 'error', 4, 1],
        ['environmentFile.name', 'error', 5, 1],
      ],
    );
  });
});

describe('mergeEnvironment', () => {
  it('lets the file win, keeps null, lists what is left out', () => {
    const file = entries('A=file\nAWS_REGION=eu-west-1\nKEPT=now written\nA=last');
    assert.deepEqual(
      mergeEnvironment(
        { environment: { A: 'manifest', B: 'b', NULL: null, KEPT: null }, environmentFile: 'e' },
        file,
      ),
      {
        set: { A: 'last', B: 'b', KEPT: 'now written' },
        keep: ['NULL'],
        empty: [],
        exact: false,
        leftOut: ['AWS_REGION'],
      },
    );
  });

  it('sets nothing to nothing that the file merely lists: only the manifest’s own "" does', () => {
    const merged = mergeEnvironment(
      { environment: { OWN: '', BOTH: 'manifest' }, environmentFile: 'e' },
      entries('BOTH=\nLISTED=\nGIVEN=\nGIVEN=later'),
    );
    assert.deepEqual(merged?.set, { OWN: '', GIVEN: 'later' });
    assert.deepEqual(merged.empty, ['BOTH', 'LISTED']);
  });

  it('is not managed without a key, and removes with exact', () => {
    assert.equal(mergeEnvironment({}, []), undefined);
    assert.equal(mergeEnvironment({ environmentMode: 'merge' }, []), undefined);
    assert.deepEqual(mergeEnvironment({ environmentMode: 'exact' }, []), {
      set: {},
      keep: [],
      empty: [],
      exact: true,
      leftOut: [],
    });
  });
});
