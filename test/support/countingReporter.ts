import { writeFileSync } from 'node:fs';
import Mocha from 'mocha';

const { EVENT_RUN_END } = Mocha.Runner.constants;

/** What a suite writes for the outer runner, which sums the suites. */
export interface SuiteCounts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** mocha's spec reporter that also writes the numbers to the file that LAMBDA_WORKBENCH_COUNTS names. */
export class CountingReporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    const file = process.env['LAMBDA_WORKBENCH_COUNTS'];
    if (file === undefined) return;
    runner.once(EVENT_RUN_END, () => {
      const { passes = 0, failures = 0, pending = 0 } = runner.stats ?? {};
      const counts: SuiteCounts = { passed: passes, failed: failures, skipped: pending };
      writeFileSync(file, JSON.stringify(counts));
    });
  }
}

// mocha loads a reporter by require(), which hands over this name of a module.
export { CountingReporter as 'module.exports' };
