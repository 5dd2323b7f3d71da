// npm test: installs what is needed, then every check and every suite. The last line says how many tests passed.
import { main } from './childProcess.mjs';
import { runChecks } from './check.mjs';
import { ensureDocker } from './docker.mjs';
import { UnableError } from './dockerCommand.mjs';
import { ensureInstalled } from './ensureInstalled.mjs';
import { ensureMinistack } from './ministack.mjs';
import { packageExtension } from './package.mjs';
import { hasTests, partsOf, runSuite, suites } from './suites.mjs';
import { dockerUsers, ensureSystemPackages } from './systemPackages.mjs';

const inCheck = ['unit', 'contract'];
const underCI = Boolean(process.env.CI);

/** A suite that cannot run here: a failure in CI, elsewhere skipped, and said so. */
function unable({ name }, lacked) {
  const note = `${lacked.join(', ')} ${lacked.length === 1 ? 'is' : 'are'} missing`;
  console.error(`\n=== ${name} NOT RUN: ${note} ===`);
  return { name, passed: 0, failed: underCI ? 1 : 0, skipped: underCI ? 0 : 1, note };
}

let engine;

/** What a suite's tests need to reach the engine, which is started for the first suite that uses it. */
async function environmentFor({ name }) {
  if (!dockerUsers.includes(name)) return {};
  engine ??= ensureDocker();
  return (await engine).environment;
}

async function stopEngine() {
  const started = await engine?.catch(() => undefined);
  await started?.stop();
}

/** Parts run side by side, but for those that run alone; each is shown when it has ended. */
async function runParts(suite, environment) {
  const parts = partsOf(suite);
  if (parts.length === 1) return runSuite(suite, { environment });
  // Else the first test of each part would wait for it, and longer than a test may.
  if (suite.name === 'sandbox') await ensureMinistack();
  const results = [];
  const run = async (part) => {
    const result = await runSuite(part, { quiet: true, environment });
    console.log(result.output);
    results.push(result);
  };
  const waiting = parts.filter(({ runsAlone }) => !runsAlone);
  const worker = async () => {
    for (let part = waiting.shift(); part !== undefined; part = waiting.shift()) await run(part);
  };
  await Promise.all(Array.from({ length: suite.atOnce ?? parts.length }, worker));
  for (const part of parts.filter(({ runsAlone }) => runsAlone)) await run(part);
  const counts = { passed: sum(results, 'passed'), failed: sum(results, 'failed') };
  const notes = results.map(({ note }) => note).filter(Boolean);
  const failures = results.flatMap((result) => result.failures ?? []);
  return { name: suite.name, ...counts, failures, skipped: sum(results, 'skipped'), note: notes.join(', ') };
}

async function runIfAble(suite, lacking) {
  const lacked = lacking.get(suite.name);
  if (lacked) return unable(suite, lacked);
  console.log(`\n=== ${suite.name} ===`);
  let environment;
  try {
    environment = await environmentFor(suite);
  } catch (error) {
    if (!(error instanceof UnableError)) throw error;
    return unable(suite, [`a Docker engine (${error.message})`]);
  }
  // The last one drives the packaged extension.
  if (suite.name === 'e2e' && hasTests(suite)) await packageExtension();
  const result = await runParts(suite, environment);
  if (result.note) console.log(`${suite.name}: ${result.note}`);
  return result;
}

const sum = (results, key) => results.reduce((total, result) => total + result[key], 0);

await main(async () => {
  await ensureInstalled();
  const lacking = await ensureSystemPackages(suites.filter(hasTests).map(({ name }) => name));
  console.log('=== check ===');
  const results = await runChecks({ showTests: true });
  for (const suite of suites.filter(({ name }) => !inCheck.includes(name))) {
    const failure = (error) => ({ name: suite.name, passed: 0, failed: 1, skipped: 0, note: error.message });
    results.push(await runIfAble(suite, lacking).catch(failure));
  }
  await stopEngine();
  console.log('\n=== results ===');
  for (const { name, passed, failed, skipped, note, failures = [] } of results) {
    // Once more at the end: often that is all that is looked at.
    for (const failure of failures) console.log(`${name}: ${failure.replaceAll('\n', '\n    ')}`);
    const counts = `${passed} passed, ${failed} failed, ${skipped} skipped`;
    console.log(`${failed ? 'FAILED' : 'ok'}  ${name}: ${counts}${note ? ` (${note})` : ''}`);
  }
  console.log(
    `\n${sum(results, 'passed')} passed, ${sum(results, 'failed')} failed, ${sum(results, 'skipped')} skipped`,
  );
  return sum(results, 'failed') === 0 ? 0 : 1;
});
