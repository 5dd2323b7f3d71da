import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, it } from 'mocha';
import { openWorkbench, type Workbench } from '../support/workbench.ts';
import { keepScreenshotsOfFailures } from '../support/workbench/screenshotsOfFailures.ts';

/** A function in each folder of a workspace, and two manifests in one of them. */
describe('a workspace of several folders', function () {
  this.timeout(120_000);
  let workbench: Workbench;
  keepScreenshotsOfFailures(() => workbench);
  before(async () => {
    workbench = await openWorkbench({ folders: ['calc', 'greeting'] });
    const manifest = path.join(workbench.folder, 'calc', 'lambda.json');
    const text = await readFile(manifest, 'utf8');
    const second = text
      .replace('"functionName": "calc"', '"functionName": "calc_twice"')
      .replace('calc.lambda_handler', 'calc.missing_handler');
    await writeFile(path.join(workbench.folder, 'calc', 'twice.lambda.json'), second);
  });
  after(() => workbench.close());

  it('offers the functions of all of them', async () => {
    await workbench.palette.run('Lambda: Show Deployment Plan');
    await workbench.palette.waitForTitle('Show Deployment Plan');
    await workbench.page.locator('.quick-input-list .label-name', { hasText: 'calc_twice' }).waitFor();
    assert.deepEqual((await workbench.palette.labels()).sort(), ['calc', 'calc_twice', 'greeting']);
    await workbench.screenshot('many-folders');
    await workbench.palette.cancel();
  });

  it('says the mistakes of each manifest at its own file', async () => {
    await workbench.palette.run('Problems: Focus on Problems View');
    const problem = workbench.page.locator('.markers-panel .monaco-list-row', { hasText: 'missing_handler' });
    await problem.first().waitFor();
    const files = workbench.page.locator(
      '.markers-panel .monaco-list-row .resource-label-container, .markers-panel .file-icon',
    );
    assert.match((await files.allInnerTexts()).join(' '), /twice\.lambda\.json/);
  });

  it('shows the functions of all of them in the view', async () => {
    await workbench.views.open();
    for (const name of ['calc', 'calc_twice', 'greeting'])
      await workbench.views.row('Workspace', name).first().waitFor();
  });
});
