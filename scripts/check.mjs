// npm run check: everything that needs no editor, network or Docker, in under half a minute. Says which part failed.
import { availableParallelism } from 'node:os';
import { capture, main } from './childProcess.mjs';
import { ensureInstalled } from './ensureInstalled.mjs';
import { inRoot, node24, root, toolEnvironment } from './paths.mjs';
import { partsOf, runSuite, suites } from './suites.mjs';

const installed = (...parts) => inRoot('node_modules', ...parts);
const tscCache = ['--incremental', '--tsBuildInfoFile', '.cache/tsc.tsbuildinfo'];
const cached = (name) => ['--cache', '--cache-location', `.cache/${name}`];

const tools = [
  ['lint', installed('eslint', 'bin', 'eslint.js'), '.', '--max-warnings', '0', ...cached('eslint')],
  ['types', installed('typescript', 'bin', 'tsc'), '-p', '.', '--noEmit', ...tscCache],
  ['dead code', installed('knip', 'bin', 'knip.js')],
  [
    'boundaries',
    installed('dependency-cruiser', 'bin', 'dependency-cruiser.mjs'),
    'src',
    '--config',
    '.dependency-cruiser.cjs',
  ],
  [
    'format',
    installed('prettier', 'bin', 'prettier.cjs'),
    '--check',
    '.',
    '--log-level',
    'warn',
    ...cached('prettier'),
  ],
];

async function runTool([name, ...program]) {
  const { code, output } = await capture(node24, program, { cwd: root, env: toolEnvironment() });
  return { name, failed: code === 0 ? 0 : 1, passed: 0, skipped: 0, output };
}

function report(result, started, isShown) {
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  const counts = result.passed + result.failed > 0 && result.passed > 0 ? `, ${result.passed} passed` : '';
  console.log(
    `${result.failed ? 'FAILED' : 'ok'}  ${result.name} (${seconds} s${counts})${result.note ? `: ${result.note}` : ''}`,
  );
  if (result.failed && !isShown) console.log(failuresIn(result.output));
}

/** Of a test suite's output the summary, of a tool's all. */
function failuresIn(output) {
  const summary = output.search(/^ +\d+ passing/m);
  return (summary === -1 ? output : output.slice(summary)).trim();
}

/**
 * Runs all parts, as many at once as there are processors.
 * @param {{ showTests?: boolean }} options showTests: print what the test suites print, also when they pass
 * @returns each part with its numbers of tests; a tool that complains counts as one failure
 */
export async function runChecks({ showTests = false } = {}) {
  const quick = suites.filter(({ name }) => name === 'unit' || name === 'contract');
  const tests = quick.flatMap(partsOf).map((suite) => async () => {
    const result = await runSuite(suite, { quiet: true });
    if (showTests) console.log(result.output.trimEnd());
    return { ...result, isShown: showTests };
  });
  // The longest first, as they share the processors.
  const waiting = [...tests, ...tools.map((tool) => () => runTool(tool))];
  const results = [];
  const worker = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const started = Date.now();
      const result = await next();
      report(result, started, result.isShown);
      results.push(result);
    }
  };
  await Promise.all(Array.from({ length: Math.max(2, availableParallelism()) }, worker));
  return results;
}

if (import.meta.filename === process.argv[1]) {
  await main(async () => {
    await ensureInstalled();
    const failed = (await runChecks()).filter((result) => result.failed > 0);
    if (failed.length === 0) return 0;
    console.log(`check failed: ${failed.map(({ name }) => name).join(', ')}`);
    return 1;
  });
}
