import { afterEach } from 'mocha';
import type { Workbench } from '../workbench.ts';

/** Call it in a `describe`: what was on the page when a test failed is kept as `failed-…` among the screenshots. */
export function keepScreenshotsOfFailures(workbench: () => Workbench | undefined): void {
  afterEach(async function () {
    if (this.currentTest?.state !== 'failed') return;
    await workbench()?.screenshot(`failed-${this.currentTest.fullTitle().replace(/[^a-z0-9]+/gi, '-')}`);
  });
}
