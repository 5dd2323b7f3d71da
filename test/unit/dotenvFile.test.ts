import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { parseDotenvFile } from '../../src/core/dotenvFile.ts';

const valuesOf = (text: string) =>
  parseDotenvFile(text).entries.map((entry) => [
    entry.name,
    'value' in entry ? entry.value : undefined,
    entry.line,
  ]);

describe('a dotenv file', () => {
  const rows: [string, string, string][] = [
    ['a plain value', 'A=b c  ', 'b c'],
    ['blanks around =', ' A = b', 'b'],
    ['export', 'export A=b', 'b'],
    ['double quotes', 'A="b c" # no', 'b c'],
    ['single quotes, as they are', "A='b\\n'", 'b\\n'],
    ['a line break in double quotes', 'A="b\\nc"', 'b\nc'],
    ['an escaped quote', 'A="say \\"hi\\""', 'say "hi"'],
    ['several lines', 'A="one\ntwo"', 'one\ntwo'],
    ['backquotes', 'A=`it\'s "so"`', 'it\'s "so"'],
    ['a comment after the value', 'A=b # c', 'b'],
    ['a sign inside of the value', 'A=b#c=d', 'b#c=d'],
    ['nothing', 'A=', ''],
    ['a quote that does not end', 'A="b', '"b'],
  ];
  for (const [what, text, value] of rows) {
    it(`has ${what}`, () => assert.deepEqual(valuesOf(text), [['A', value, 1]]));
  }

  it('counts lines through values of several lines, comments and empty lines', () => {
    const text = '\uFEFF# first\n\nA="1\n2\n3"\r\nB=4\r\n';
    assert.deepEqual(valuesOf(text), [
      ['A', '1\n2\n3', 3],
      ['B', '4', 6],
    ]);
  });

  it('says which line is no assignment, and shows nothing of it', () => {
    const { problems, entries } = parseDotenvFile('A=1\nsecret words\nB=2\n');
    assert.deepEqual(
      problems.map(({ line, code, message }) => [line, code, message.includes('secret')]),
      [[2, 'environmentFile.noAssignment', false]],
    );
    assert.equal(entries.length, 2);
  });
});
