import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, it } from 'mocha';
import { openWorkbench, type Workbench } from '../support/workbench.ts';
import { colourOf } from '../support/workbench/pageText.mjs';
import { keepScreenshotsOfFailures } from '../support/workbench/screenshotsOfFailures.ts';

const engine = process.env['DOCKER_HOST'];
const environment: Readonly<Record<string, string>> = engine === undefined ? {} : { DOCKER_HOST: engine };
const count = 4;

/** Cold and warm starts are measured in containers of a real engine, drawn, and exported. */
describe('measuring cold and warm starts', function () {
  this.timeout(240_000);
  let workbench: Workbench;
  keepScreenshotsOfFailures(() => workbench);
  before(async () => {
    workbench = await openWorkbench({ environment, settings: { 'workbench.colorTheme': 'Dark Modern' } });
  });
  after(() => workbench.close());

  const chart = () => workbench.page.frameLocator('iframe.webview').frameLocator('iframe');

  it('draws a dot for each invocation, with its figures in a table', async () => {
    const { explorer, palette, editor } = workbench;
    await palette.openFile('calc/events/proxy-request.json');
    await palette.run('Lambda: Measure Cold and Warm Start…');
    await palette.waitForTitle('Measure Cold and Warm Start');
    await workbench.screenshot('timings-where');
    await palette.pick('Here, in a Container');
    await workbench.page.locator('.quick-input-widget', { hasText: 'How many cold' }).waitFor();
    await workbench.screenshot('timings-count');
    await palette.type(String(count));
    await workbench.notifications.waitFor(/Measuring calc/);
    await workbench.screenshot('timings-progress');
    await editor.waitForTab('Times of calc', 120_000);
    await chart().locator('table').first().waitFor();
    assert.equal(await chart().locator('circle.cold').count(), count);
    assert.equal(await chart().locator('circle.warm').count(), count);
    assert.match(
      (await chart().locator('svg').getAttribute('aria-label')) ?? '',
      /^Times of calc\. cold: p50 .* warm: p50 /,
    );
    await explorer.show();
    await workbench.screenshot('timings-dark');
  });

  it('is exported by the keyboard, as a table and as pictures', async () => {
    const { palette } = workbench;
    for (const format of ['csv', 'svg', 'png']) {
      await chart()
        .getByRole('button', { name: `Export ${format.toUpperCase()}…` })
        .press('Enter');
      await palette.waitForTitle(`Export ${format.toUpperCase()}`);
      const name = `calc-times.${format}`;
      await workbench.page.waitForFunction(
        `document.querySelector('.quick-input-widget input').value.endsWith('${name}')`,
      );
      await palette.accept();
      const file = path.join(workbench.folder, name);
      const text = await eventually(() => readFile(file));
      if (format === 'csv') assert.equal(text.toString().trim().split('\n').length, 1 + 2 * count);
      if (format === 'svg') {
        assert.match(text.toString(), /^<svg [^>]*width="600"/);
        assert.doesNotMatch(text.toString(), /var\(--/);
      }
      if (format === 'png') assert.equal(text.subarray(1, 4).toString(), 'PNG');
    }
  });

  it('follows the theme', async () => {
    const colour = () => chart().locator('body').evaluate(colourOf);
    const dark = await colour();
    await workbench.palette.run('Preferences: Color Theme');
    await workbench.palette.type('Light Modern');
    await workbench.page.locator('.monaco-workbench.vs').waitFor();
    await eventually(async () => {
      assert.notEqual(await colour(), dark);
      return true;
    });
    await workbench.screenshot('timings-light');
  });
});

async function eventually<T>(read: () => Promise<T>): Promise<T> {
  for (const deadline = Date.now() + 20_000; ;) {
    try {
      return await read();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
