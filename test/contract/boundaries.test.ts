import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { tmpdir } from 'node:os';
import { after, before, describe, it } from 'mocha';
import { capture } from '../../scripts/childProcess.mjs';
import { inRoot, node24 } from '../../scripts/paths.mjs';

/** A file that breaks a rule, and the rule that must say so. `npm run check` proves that the real source breaks none. */
const plants: readonly { file: string; code: string; rule: string }[] = [
  { file: 'core/a.ts', code: `import * as vscode from 'vscode'; vscode;`, rule: 'core' },
  { file: 'core/b.ts', code: `import type { Uri } from 'vscode'; export type B = Uri;`, rule: 'core' },
  { file: 'core/c.ts', code: `import { Lambda } from '@aws-sdk/client-lambda'; Lambda;`, rule: 'core' },
  { file: 'core/d.ts', code: `import { join } from 'node:path'; join;`, rule: 'core-does-no-io' },
  {
    file: 'core/e.ts',
    code: `import type { P } from '../workflows/ports.ts'; export type E = P;`,
    rule: 'core',
  },
  { file: 'workflows/a.ts', code: `import { aws } from '../aws/target.ts'; aws;`, rule: 'workflows' },
  {
    file: 'workflows/b.ts',
    code: `import { readFile } from 'node:fs/promises'; readFile;`,
    rule: 'workflows-do-no-io',
  },
  {
    file: 'workflows/c.ts',
    code: `import { Lambda } from '@aws-sdk/client-lambda'; Lambda;`,
    rule: 'workflows',
  },
  { file: 'aws/a.ts', code: `import { local } from '../local/target.ts'; local;`, rule: 'aws' },
  { file: 'aws/b.ts', code: `import { verb } from '../workflows/verb.ts'; verb;`, rule: 'aws' },
  { file: 'aws/c.ts', code: `import * as vscode from 'vscode'; vscode;`, rule: 'aws' },
  { file: 'local/a.ts', code: `import { aws } from '../aws/target.ts'; aws;`, rule: 'local' },
  { file: 'local/b.ts', code: `import { Lambda } from '@aws-sdk/client-lambda'; Lambda;`, rule: 'local' },
  { file: 'editor/a.ts', code: `import { verb } from '../workflows/verb.ts'; verb;`, rule: 'editor' },
  {
    file: 'editor/b.ts',
    code: `import { readFile } from 'node:fs/promises'; readFile;`,
    rule: 'node-only-in-local-and-aws',
  },
  {
    file: 'editor/providers/a.ts',
    code: `import { local } from '../../local/target.ts'; local;`,
    rule: 'providers',
  },
  { file: 'commands/a.ts', code: `import { aws } from '../aws/target.ts'; aws;`, rule: 'commands' },
  { file: 'tree/a.ts', code: `import { local } from '../local/target.ts'; local;`, rule: 'tree' },
  { file: 'tree/nodes.ts', code: `import * as vscode from 'vscode'; vscode;`, rule: 'tree-nodes' },
  { file: 'contributions.ts', code: `import * as vscode from 'vscode'; vscode;`, rule: 'contributions' },
  { file: 'extension.ts', code: `import { aws } from './aws/target.ts'; aws;`, rule: 'extension' },
  {
    file: 'commands/b.ts',
    code: `import { all } from '../services.ts'; all;`,
    rule: 'services-only-by-extension',
  },
  { file: 'core/f.ts', code: `import { g } from './g.ts'; export const f = () => g;`, rule: 'no-cycles' },
  { file: 'core/h.ts', code: `import { nothing } from './nothing.ts'; nothing;`, rule: 'resolvable' },
];

/** What the plants import: breaks no rule itself. */
const targets: Readonly<Record<string, string>> = {
  'aws/target.ts': 'export const aws = 1;',
  'local/target.ts': 'export const local = 1;',
  'workflows/verb.ts': 'export const verb = 1;',
  'workflows/ports.ts': 'export interface P { p: 1 }',
  'core/g.ts': `import { f } from './f.ts'; export const g = () => f;`,
  'services.ts': 'export const all = 1;',
};

interface Cruised {
  readonly summary: {
    readonly violations: readonly { from: string; rule: { name: string; severity: string } }[];
  };
}

describe('the boundaries between the rooms', () => {
  let folder: string;
  let found: ReadonlySet<string>;
  before(async function () {
    this.timeout(60_000);
    folder = await mkdtemp(path.join(tmpdir(), 'lambda-workbench-boundaries-'));
    await symlink(inRoot('node_modules'), path.join(folder, 'node_modules'));
    await symlink(inRoot('tsconfig.json'), path.join(folder, 'tsconfig.json'));
    const files = [...plants.map(({ file, code }) => [file, code] as const), ...Object.entries(targets)];
    for (const [file, code] of files) {
      await mkdir(path.dirname(path.join(folder, 'src', file)), { recursive: true });
      await writeFile(path.join(folder, 'src', file), code);
    }
    const cruiser = inRoot('node_modules', 'dependency-cruiser', 'bin', 'dependency-cruiser.mjs');
    const config = inRoot('.dependency-cruiser.cjs');
    const flags = ['--config', config, '--preserve-symlinks', '--output-type', 'json'];
    const { output } = await capture(node24, [cruiser, 'src', ...flags], { cwd: folder });
    const { violations } = (JSON.parse(output) as Cruised).summary;
    found = new Set(
      violations
        .filter(({ rule }) => rule.severity === 'error')
        .map(({ from, rule }) => `${from}: ${rule.name}`),
    );
  });
  after(() => rm(folder, { recursive: true, force: true }));

  for (const { file, code, rule } of plants) {
    it(`${file} may not: ${code.slice(0, code.indexOf(';'))} (${rule})`, () => {
      assert.ok(found.has(`src/${file}: ${rule}`), [...found].join('\n'));
    });
  }

  it('accuse nobody else', () => {
    const planted = new Set(plants.map(({ file }) => `src/${file}`));
    assert.deepEqual(
      [...found].filter((violation) => !planted.has(violation.slice(0, violation.indexOf(':')))),
      [],
    );
  });
});
