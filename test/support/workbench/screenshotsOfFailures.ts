import { afterEach } from 'mocha';
import type { Workbench } from '../workbench.ts';

/** Call it in a `describe`: what was on the page when a test failed is kept as `failed-…` among the screenshots. */
export function keepScreenshotsOfFailures(workbench: () => Workbench | undefined): void {
  afterEach(async function () {
    const opened = workbench();
    if (this.currentTest?.state !== 'failed' || opened === undefined) return;
    await opened.screenshot(`failed-${this.currentTest.fullTitle().replace(/[^a-z0-9]+/gi, '-')}`);
    // Where pictures are not kept, this may be all there is to see.
    const said = [...(await opened.notifications.texts()), await opened.dialogs.text()];
    console.log(`    on the page: ${said.filter((text) => text !== '').join(' | ') || 'no message'}`);
  });
}
