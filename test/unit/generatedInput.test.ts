import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { checkDeployedEnvironmentFile } from '../../src/core/checkEnvironmentFile.ts';
import { parseEnvironmentFile } from '../../src/core/environmentFile.ts';
import { Failure } from '../../src/core/failures/failure.ts';
import { detectHandlers, definesHandler } from '../../src/core/handler/handlerDetection.ts';
import { checkManifest } from '../../src/core/manifest/checkManifest.ts';
import { parseManifest, requireManifest } from '../../src/core/manifest/parseManifest.ts';
import { checkPolicy, readPolicy } from '../../src/core/policy/checkPolicy.ts';
import { equalPolicies } from '../../src/core/policy/equalPolicies.ts';
import { hasErrors, type Problem } from '../../src/core/problem.ts';
import { resolveFunctionSpec } from '../../src/workflows/resolveFunction.ts';
import {
  brokenFrom,
  validEnvironmentFile,
  validManifest,
  validPolicy,
} from '../support/generatedManifests.ts';

/** One seed, so that a commit is not red by chance; FC_SEED draws others. */
const runs = { numRuns: 1000, seed: Number(process.env['FC_SEED'] ?? 20_261_123) };
const holes = /undefined|\{\d\}/;
const now = Date.parse('2026-11-15');

/** Every problem has a sentence and lies in the text, where its line and column say. */
function assertPlaced(text: string, problems: readonly Problem[]): void {
  for (const { message, offset, length, line, column } of problems) {
    assert.ok(message.length > 0);
    // A key may be called `undefined` or `{0}`; otherwise these are holes in a sentence.
    assert.ok(holes.test(text) || !holes.test(message), message);
    assert.ok(offset >= 0 && length >= 0 && offset + length <= text.length);
    assert.equal(line, text.slice(0, offset).split('\n').length);
    assert.equal(column, offset - text.lastIndexOf('\n', offset - 1));
  }
}

/** A typed failure that names a file and a line in it. */
function assertLocated(error: unknown, file: string): void {
  assert.ok(error instanceof Failure, String(error));
  assert.equal(error.location?.file, file);
  assert.ok((error.location.line ?? 0) >= 1 && (error.location.column ?? 0) >= 1);
}

/** A function whose role names one policy of the text, or whose environment is the text. */
const resolveWith = (text: string, named: 'trust' | 'permissions' | 'environment') =>
  resolveFunctionSpec(
    {
      manifest: {
        functionName: 'f',
        runtime: 'python3.13',
        handler: 'a.b',
        ...(named === 'environment' && { environmentFile: 'x' }),
        ...(named === 'trust' && { role: { name: 'r', trustPolicy: 'x' } }),
        ...(named === 'permissions' && { role: { name: 'r', inlinePolicies: { p: 'x' } } }),
      },
      folder: '/w',
      workspaceFolder: '/w',
    },
    { files: { readText: () => Promise.resolve(text), exists: () => Promise.resolve(true) } },
  );

describe('1,000 generated manifests', () => {
  it('have no problem when they are valid, and read as they were written', () => {
    fc.assert(
      fc.property(validManifest, ({ value, text }) => {
        const { manifest, problems } = parseManifest(text);
        assert.deepEqual(problems, []);
        assert.deepEqual(manifest, value);
        const facts = { now, paths: new Map() };
        assert.ok(manifest !== undefined);
        assert.deepEqual(checkManifest(manifest, text, facts), []);
      }),
      runs,
    );
  });

  it('never throw anything but a failure with its place when they are broken', () => {
    let refused = 0;
    fc.assert(
      fc.property(brokenFrom(validManifest.map(({ text }) => text)), (text) => {
        const { manifest, problems } = parseManifest(text);
        assertPlaced(text, problems);
        assert.equal(manifest === undefined, problems.length > 0);
        try {
          const taken = requireManifest(text, 'lambda.json');
          assertPlaced(text, checkManifest(taken, text, { now, paths: new Map() }));
        } catch (error) {
          refused++;
          assertLocated(error, 'lambda.json');
        }
      }),
      runs,
    );
    assert.ok(refused > runs.numRuns / 2, `only ${refused} were broken`);
  });
});

describe('1,000 generated policies', () => {
  it('have no problem when they are valid, and equal themselves only', () => {
    fc.assert(
      fc.property(validPolicy, validPolicy, (policy, other) => {
        assert.deepEqual(checkPolicy(policy.text, policy.kind), []);
        const mine = readPolicy(policy.text, policy.kind).document ?? null;
        const others = readPolicy(other.text, other.kind).document ?? null;
        assert.ok(equalPolicies(mine, JSON.parse(policy.text) as typeof mine));
        assert.equal(equalPolicies(mine, others), equalPolicies(others, mine));
        assert.ok(policy.kind === other.kind || !equalPolicies(mine, others));
      }),
      runs,
    );
  });

  it('never throw anything but a failure with its place when they are broken', async () => {
    let refused = 0;
    const kind = fc.constantFrom('trust' as const, 'permissions' as const);
    await fc.assert(
      fc.asyncProperty(brokenFrom(validPolicy.map(({ text }) => text)), kind, async (text, named) => {
        assertPlaced(text, checkPolicy(text, named));
        await resolveWith(text, named).catch((error: unknown) => {
          refused++;
          assertLocated(error, '/w/x');
        });
      }),
      runs,
    );
    assert.ok(refused > runs.numRuns / 2, `only ${refused} were broken`);
  });
});

describe('1,000 generated environment files', () => {
  it('have no problem when they are valid, and read as they were written', async () => {
    await fc.assert(
      fc.asyncProperty(validEnvironmentFile, async ({ text, entries }) => {
        assert.ok(!hasErrors(checkDeployedEnvironmentFile(text, undefined)));
        const read = parseEnvironmentFile(text).entries.map((entry) => [
          entry.name,
          'value' in entry && entry.value,
        ]);
        assert.deepEqual(read, entries);
        const { set = {}, empty = [] } = (await resolveWith(text, 'environment')).environment ?? {};
        const all = { ...set, ...Object.fromEntries(empty.map((name) => [name, ''])) };
        assert.deepEqual(all, Object.fromEntries(entries));
        assert.ok(Object.values(set).every((value) => value !== ''));
      }),
      runs,
    );
  });

  it('never throw anything but a failure with its place when they are broken', async () => {
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(brokenFrom(validEnvironmentFile.map(({ text }) => text)), async (text) => {
        assertPlaced(text, checkDeployedEnvironmentFile(text, undefined));
        await resolveWith(text, 'environment').catch((error: unknown) => {
          refused++;
          assertLocated(error, '/w/x');
        });
      }),
      runs,
    );
    assert.ok(refused > runs.numRuns / 4, `only ${refused} were broken`);
  });
});

describe('generated sources', () => {
  const part = fc.constantFrom(
    'def handler(event, context):\n',
    'exports.handler = ',
    'module.exports = {',
    'export const ',
    'export {',
    'handler',
    '`',
    '${',
    '}',
    '"',
    "'",
    "'''",
    '/*',
    '*/',
    '//',
    '#',
    '/',
    '(',
    ')',
    '[',
    ']',
    ',',
    '=',
    ' as ',
    '\n',
    '\\',
    '  ',
  );
  it('never throw, and point at lines of the text', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(part, fc.string({ maxLength: 4 })), { maxLength: 40 }),
        fc.string(),
        (parts, name) => {
          const text = parts.join('');
          for (const file of ['a.py', 'a.mjs']) {
            const lines = text.split('\n');
            for (const { handlerName, line } of detectHandlers(file, text)) {
              assert.ok(
                lines
                  .slice(line - 1)
                  .join('\n')
                  .includes(handlerName),
              );
              assert.notEqual(definesHandler(file, text, handlerName), false);
            }
            definesHandler(file, text, name);
          }
        },
      ),
      runs,
    );
  });
});

describe('a huge input', () => {
  it('is refused or read in a moment', () => {
    const started = process.cpuUsage();
    assert.equal(parseManifest(`{"a":"${'x'.repeat(2_000_000)}"}`).problems[0]?.code, 'json.tooLong');
    assert.ok(parseManifest(`[${'1,'.repeat(400_000)}1]`).problems.length > 0);
    assert.ok(checkPolicy(`{${'"a":1,'.repeat(50_000)}"a":1}`, 'trust').length > 0);
    assert.equal(parseEnvironmentFile('AA=1\n'.repeat(200_000)).entries.length, 200_000);
    assert.deepEqual(detectHandlers('a.js', 'a/b;'.repeat(100_000)), []);
    assert.deepEqual(detectHandlers('a.py', '('.repeat(200_000)), []);
    assert.ok(process.cpuUsage(started).user < 3_000_000, 'took more than 3 s of CPU');
  });
});
