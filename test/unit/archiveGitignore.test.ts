import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { after, before, describe, it } from 'mocha';
import { ExcludeRules } from '../../src/core/archive/excludeRules.ts';
import { writeTree } from '../support/archiveTree.ts';
import { createTemporaryFolder, removeFolder } from '../support/temporaryFolder.ts';

const names = ['a', 'b', 'ab', 'a.x', 'b.x', '#a', '!b', 'a b', 'A', '[a]', '.h'];
const paths = [
  ...names,
  ...['d', 'e', 'd/e', 'd/f/e', 'a_'].flatMap((folder) =>
    names.slice(0, 7).map((name) => `${folder}/${name}`),
  ),
];

const part = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...names, 'd', 'e', 'f') },
  {
    weight: 3,
    arbitrary: fc.constantFrom('*', '?', '*.x', '[ab]', '[!a]', 'a*', '*b', '**', '.*', '[a-b].x'),
  },
  { weight: 1, arbitrary: fc.constantFrom('\\#a', '\\!b', 'a\\ b', '\\[a\\]', 'a?b', '\\a') },
);
const pattern = fc
  .tuple(
    fc.constantFrom('', '', '', '!'),
    fc.constantFrom('', '', '/'),
    fc.array(part, { minLength: 1, maxLength: 3 }),
    fc.constantFrom('', '', '/', ' '),
  )
  .map(([negation, start, parts, end]) => negation + start + parts.join('/') + end);
const lines = fc.array(
  fc.oneof({ weight: 8, arbitrary: pattern }, { weight: 1, arbitrary: fc.constantFrom('', '# a') }),
  {
    maxLength: 6,
  },
);

/** Asks as the walk does: a folder first, and nothing below one that is left out. */
function isLeftOut(rules: ExcludeRules, path: string): boolean {
  const segments = path.split('/');
  return segments.some((_, index) => {
    const verdict = rules.verdict(segments.slice(0, index + 1).join('/'), index < segments.length - 1);
    return typeof verdict === 'object';
  });
}

describe('exclude patterns mean what they mean to git', () => {
  let folder: string;
  const git = (args: readonly string[], input = '') =>
    spawnSync('git', ['-c', 'core.excludesFile=', '-c', 'core.ignoreCase=false', ...args], {
      cwd: folder,
      input,
      encoding: 'utf8',
    });

  before(async () => {
    folder = await createTemporaryFolder();
    assert.equal(git(['init', '-q']).status, 0);
    writeTree(folder, Object.fromEntries(paths.map((path) => [path, ''])));
  });
  after(() => removeFolder(folder));

  it('for generated patterns in the root and in a folder of it', function () {
    this.timeout(30_000);
    let ignoredOnce = 0;
    fc.assert(
      fc.property(lines, lines, (root, nested) => {
        writeFileSync(join(folder, '.gitignore'), `${root.join('\n')}\n`);
        writeFileSync(join(folder, 'd', '.gitignore'), `${nested.join('\n')}\n`);
        const result = git(['check-ignore', '--no-index', '-z', '--stdin'], paths.join('\0'));
        assert.ok(result.status === 0 || result.status === 1, result.stderr);
        const expected = result.stdout.split('\0').filter((path) => path !== '');
        const rules = new ExcludeRules([]);
        rules.addFile('', `${root.join('\n')}\n`);
        // As the walk does: a folder that is left out is not entered, so nobody reads the file in it.
        if (typeof rules.verdict('d', true) !== 'object') rules.addFile('d', `${nested.join('\n')}\n`);
        if (expected.length > 0) ignoredOnce++;
        assert.deepEqual(
          paths.filter((path) => isLeftOut(rules, path)),
          expected,
        );
      }),
      { numRuns: 150 },
    );
    assert.ok(ignoredOnce > 60, `only ${ignoredOnce} of the generated cases left something out`);
  });
});
