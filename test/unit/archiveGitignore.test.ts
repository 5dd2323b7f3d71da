import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
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

/** One case: the lines of a `.gitignore` in the root, and of one in the folder `d` of it. */
const cases = fc.sample(fc.tuple(lines, lines), {
  numRuns: 400,
  // One seed, so that a commit is not red by chance; FC_SEED draws others.
  seed: Number(process.env['FC_SEED'] ?? 20_261_123),
});

describe('exclude patterns mean what they mean to git', () => {
  let folder: string;
  const git = (args: readonly string[], input = '') =>
    spawnSync('git', ['-c', 'core.excludesFile=', '-c', 'core.ignoreCase=false', ...args], {
      cwd: folder,
      input,
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    });
  /** A folder of its own for each case, so that one git answers for all: starting it costs more than the answers. */
  const root = (index: number) => `case${index}`;
  let leftOutByGit: ReadonlySet<string>;

  before(async () => {
    folder = await createTemporaryFolder();
    assert.equal(git(['init', '-q']).status, 0);
    for (const [index, [above, nested]] of cases.entries()) {
      writeTree(join(folder, root(index)), {
        '.gitignore': `${above.join('\n')}\n`,
        'd/.gitignore': `${nested.join('\n')}\n`,
      });
    }
    const asked = cases.flatMap((_, index) => paths.map((path) => `${root(index)}/${path}`));
    const { status, stdout, stderr } = git(['check-ignore', '--no-index', '-z', '--stdin'], asked.join('\0'));
    assert.equal(status, 0, stderr);
    leftOutByGit = new Set(stdout.split('\0').filter((path) => path !== ''));
  });
  after(() => removeFolder(folder));

  it('for 400 generated pairs of files, in the root and in a folder of it', () => {
    let leftOutOnce = 0;
    for (const [index, [above, nested]] of cases.entries()) {
      const rules = new ExcludeRules([]);
      rules.addFile('', `${above.join('\n')}\n`);
      // As the walk does: a folder that is left out is not entered, so nobody reads the file in it.
      if (typeof rules.verdict('d', true) !== 'object') rules.addFile('d', `${nested.join('\n')}\n`);
      const expected = paths.filter((path) => leftOutByGit.has(`${root(index)}/${path}`));
      if (expected.length > 0) leftOutOnce++;
      assert.deepEqual(
        paths.filter((path) => isLeftOut(rules, path)),
        expected,
        JSON.stringify({ above, nested }),
      );
    }
    assert.ok(leftOutOnce > 160, `only ${leftOutOnce} of the generated cases left something out`);
  });
});
