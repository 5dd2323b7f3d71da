import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { openWorkbench, type Workbench } from '../support/workbench.ts';
import { keepScreenshotsOfFailures } from '../support/workbench/screenshotsOfFailures.ts';

describe('a first look', () => {
  let workbench: Workbench;
  keepScreenshotsOfFailures(() => workbench);
  before(async () => {
    workbench = await openWorkbench();
  });
  after(() => workbench.close());

  it('finds the commands in the palette', async () => {
    for (const title of [
      'Lambda: Deploy Function…',
      'Lambda: Invoke Locally with Active Event',
      'Lambda: Start Local Sandbox',
      'Lambda: Switch Connection…',
    ]) {
      // One by one: a long list draws only its first rows.
      const titles = await workbench.palette.commandsMatching(title);
      assert.ok(titles.includes(title), titles.join(', '));
    }
  });

  it('offers to deploy a function from the context menu of its manifest, its handler and its folder', async () => {
    for (const path of ['calc/lambda.json', 'calc', 'calc/calc.py']) {
      await workbench.explorer.waitForEntry(path, 'Deploy Function…');
    }
    const others = await workbench.explorer.menuOf('calc/events');
    assert.ok(!others.includes('Deploy Function…'), others.join(', '));
  });

  it('says mistakes in a manifest at their lines: those against the schema, and those that only we know', async () => {
    const manifest = (...lines: string[]) =>
      ['{', '  "functionName": "calc",', '  "runtime": "python3.13",', ...lines, '}', ''].join('\n');
    await workbench.palette.openFile('calc/lambda.json');
    await workbench.editor.replaceAll(manifest('  "timout": 5,', '  "handler": "calc.lambda_handler"'));
    assert.match(await workbench.editor.waitForProblem('timout'), /Ln 4, Col 3/);
    await workbench.editor.replaceAll(manifest('  "handler": "calc.missing"'));
    assert.match(await workbench.editor.waitForProblem('missing'), /Ln 4, Col 14/);
    await workbench.screenshot('diagnostic');
  });

  it('shows its log', async () => {
    await workbench.palette.run('Lambda: Show Log');
    await workbench.page.locator('.part.panel .output-view, .part.panel .monaco-editor').first().waitFor();
    await workbench.screenshot('log');
  });

  it('walks through from connecting to an alias', async () => {
    const { page, palette } = workbench;
    await palette.run('Welcome: Open Walkthrough...');
    await palette.pick('Get Started with Lambda Workbench');
    const step = page
      .getByRole('button', { name: /^Invoke it/ })
      .or(page.getByText('Invoke it'))
      .first();
    await step.click();
    await page.getByRole('button', { name: 'Invoke with This Event…' }).waitFor();
    // The text beside it is in a frame of its own.
    await page.waitForTimeout(1_000);
    await workbench.screenshot('walkthrough');
  });
});
