// The test suites: one folder of test/ each, run by mocha (test/editor inside VS Code), counted by our reporter.
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { secretMarker } from '../test/support/secretMarker.mjs';
import { capture } from './childProcess.mjs';
import { cache, inRoot, node24, root, toolEnvironment } from './paths.mjs';

const minutes = 60_000;

/**
 * In the order they run. `timeout` is for the whole suite; a suite that hangs has failed. `parts` can run side by side, all
 * at once, or `atOnce` of them; `'files'`: each file is one, `first` those that take longest, `alone` those that concern
 * what others use.
 */
export const suites = [
  { name: 'unit', timeout: 3 * minutes, parts: 4 },
  { name: 'contract', timeout: 3 * minutes },
  // Each file has an emulator of its own, and waits more than it works.
  {
    name: 'sandbox',
    timeout: 20 * minutes,
    testTimeout: 60_000,
    ...{ parts: 'files', atOnce: 4 },
    first: ['removal', 'deployFaults', 'restApiFaults', 'logs', 'emailFaults', 'warmUpFaults', 'restApi'].map(
      (name) => `test/sandbox/${name}.test.ts`,
    ),
  },
  // Waits for containers most of the time.
  {
    name: 'docker',
    timeout: 20 * minutes,
    testTimeout: 120_000,
    ...{ parts: 'files', atOnce: 3, first: ['test/docker/localChanges.test.ts'] },
    // One removes the containers of all windows; the other's processes hold on to the mounts of whatever runs beside them.
    alone: ['test/docker/localTrouble.test.ts', 'test/docker/localUnseen.test.ts'],
  },
  { name: 'editor', timeout: 10 * minutes, program: ['test/editor/runEditorTests.ts'] },
  {
    name: 'e2e',
    timeout: 30 * minutes,
    testTimeout: 120_000,
  },
];

const isTest = (name) => name.endsWith('.test.ts');

/** A suite's test files, by their paths in the project. */
function testFiles({ name }) {
  const folder = inRoot('test', name);
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder, { recursive: true }).map(String).filter(isTest).sort();
  return files.map((file) => path.posix.join('test', name, file));
}

/** Whether a suite's folder holds a test. */
export const hasTests = (suite) => testFiles(suite).length > 0;

/** The suite cut into parts that share no state and can run side by side, each with some of its files. */
export function partsOf(suite) {
  const { parts = 1, first = [], alone = [] } = suite;
  if (parts === 1) return [suite];
  const files = testFiles(suite).sort((a, b) => first.includes(b) - first.includes(a));
  const count = parts === 'files' ? files.length : parts;
  return Array.from({ length: count }, (_, part) => {
    const own = files.filter((_, index) => index % count === part);
    return { ...suite, part: part + 1, files: own, runsAlone: own.some((file) => alone.includes(file)) };
  });
}

function mochaProgram({ name, files = [`test/${name}/**/*.test.ts`], testTimeout = 10_000 }) {
  return [
    inRoot('node_modules', 'mocha', 'bin', 'mocha.js'),
    ...[
      '--reporter',
      './test/support/countingReporter.ts',
      '--forbid-only',
      '--timeout',
      String(testTimeout),
    ],
    ...(process.env.CI ? ['--forbid-pending'] : []),
    // mocha colours what a CI collects, where nobody wants to read colour codes.
    ...(process.stdout.isTTY ? [] : ['--no-color']),
    ...files,
  ];
}

function readCounts(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

/**
 * Runs a suite. A suite that crashed or ran no test counts as one failure more.
 * @param {{ quiet?: boolean, environment?: Record<string, string> }} options quiet: collect the output instead of showing
 * it; environment: what the tests need besides this process's own
 * @returns {Promise<{ name: string, passed: number, failed: number, skipped: number, note?: string, output: string }>}
 */
export async function runSuite(suite, { quiet = false, environment = {} } = {}) {
  const result = { name: suite.name, passed: 0, failed: 0, skipped: 0, output: '' };
  if (!hasTests(suite)) return { ...result, failed: 1, note: 'it has no tests' };
  const countsFile = path.join(cache, 'counts', `${suite.name}${suite.part ?? ''}.json`);
  mkdirSync(path.dirname(countsFile), { recursive: true });
  rmSync(countsFile, { force: true });
  const options = {
    cwd: root,
    env: toolEnvironment({ ...environment, LAMBDA_WORKBENCH_COUNTS: countsFile }),
    timeout: suite.timeout,
  };
  const program = suite.program ?? mochaProgram(suite);
  const { code, output } = await capture(node24, program, { ...options, show: !quiet });
  const counts = readCounts(countsFile);
  if (counts === undefined) {
    return { ...result, failed: 1, output, note: `it ended before its tests did (exit code ${code})` };
  }
  if (counts.passed + counts.failed === 0) {
    return { ...result, ...counts, failed: 1, output, note: 'it ran no test' };
  }
  const crashed = code !== 0 && counts.failed === 0;
  // Planted as a secret in the tests: whatever prints it would print a person's secrets too.
  if (output.includes(secretMarker)) {
    return {
      ...result,
      ...counts,
      failed: counts.failed + 1,
      failures: [],
      output: '',
      note: 'its output shows a secret',
    };
  }
  const note = crashed ? `its tests passed but it ended with exit code ${code}` : undefined;
  return { ...result, ...counts, failed: counts.failed + (crashed ? 1 : 0), output, note };
}
