// What the extension host runs: mocha over the test files beside this one (out/editor/*.test.cjs).
import { readdirSync } from 'node:fs';
import { format } from 'node:util';
import path from 'node:path';
import Mocha from 'mocha';
import { CountingReporter } from '../support/countingReporter.ts';
import { testOutputMark } from '../support/testOutputMark.ts';

/** Called by VS Code. Rejects when a test failed. */
export function run(): Promise<void> {
  // The host's console carries more than our tests: what they print is marked, a line at a time.
  Mocha.reporters.Base.consoleLog = (...args: unknown[]) => {
    for (const line of format(...args).split('\n')) console.log(testOutputMark + line);
  };
  const mocha = new Mocha({ ui: 'bdd', timeout: 60_000, color: false, reporter: CountingReporter });
  const files = readdirSync(__dirname).filter((name) => name.endsWith('.test.cjs'));
  for (const name of files.sort()) mocha.addFile(path.join(__dirname, name));
  return new Promise((resolve, reject) => {
    mocha.run((failures) => (failures === 0 ? resolve() : reject(new Error(`${failures} tests failed.`))));
  });
}
