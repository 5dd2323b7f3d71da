import { writeFileSync } from 'node:fs';
import Mocha from 'mocha';

const { EVENT_RUN_END, EVENT_TEST_FAIL } = Mocha.Runner.constants;
/** Characters of what a failed test said that the summary repeats. */
const keptMessage = 600;

/** What a suite writes for the outer runner, which sums the suites. */
export interface SuiteCounts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Which tests failed, and what they said: where only the end of a long output is kept, it tells what to look at. */
  readonly failures: readonly string[];
}

/** mocha's spec reporter that also writes the numbers to the file that LAMBDA_WORKBENCH_COUNTS names. */
export class CountingReporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    const file = process.env['LAMBDA_WORKBENCH_COUNTS'];
    if (file === undefined) return;
    const failures: string[] = [];
    runner.on(EVENT_TEST_FAIL, (test: Mocha.Runnable, error: Error) => {
      failures.push(`${test.fullTitle()}: ${error.message.slice(0, keptMessage)}`);
    });
    runner.once(EVENT_RUN_END, () => {
      const { passes = 0, failures: failed = 0, pending = 0 } = runner.stats ?? {};
      const counts: SuiteCounts = { passed: passes, failed, skipped: pending, failures };
      writeFileSync(file, JSON.stringify(counts));
    });
  }
}

// mocha loads a reporter by require(), which hands over this name of a module.
export { CountingReporter as 'module.exports' };
