import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, it } from 'mocha';
import { docker } from '../support/dockerCommand.ts';
import { openWorkbench, type Workbench } from '../support/workbench.ts';
import { keepScreenshotsOfFailures } from '../support/workbench/screenshotsOfFailures.ts';

const engine = process.env['DOCKER_HOST'];
const environment: Readonly<Record<string, string>> = engine === undefined ? {} : { DOCKER_HOST: engine };
const event = 'greeting/events/proxy-request.json';
/** `return response(200, …)` of sample-functions/greeting. */
const line = 19;
const launch = {
  version: '0.2.0',
  configurations: [{ type: 'lambda', request: 'launch', name: 'Lambda: Active Event' }],
};

/** Debugging as a person does it: a breakpoint, a right-click, the toolbar. */
describe('debugging locally', function () {
  this.timeout(240_000);
  let workbench: Workbench;
  keepScreenshotsOfFailures(() => workbench);

  before(async () => {
    workbench = await openWorkbench({ environment, settings: { 'workbench.colorTheme': 'Dark Modern' } });
    await mkdir(path.join(workbench.folder, '.vscode'));
    await writeFile(path.join(workbench.folder, '.vscode', 'launch.json'), JSON.stringify(launch));
  });
  after(() => workbench.close());

  const toolbar = () => workbench.page.locator('.debug-toolbar');
  const press = (name: RegExp) => toolbar().getByRole('button', { name }).first().click();
  const paused = async () => {
    await workbench.page.locator('.debug-top-stack-frame-line').first().waitFor({ timeout: 60_000 });
    await workbench.editor.waitForTab('greeting.mjs');
  };
  const variableRow = (text: string | RegExp) =>
    workbench.page.locator('.debug-variables .monaco-list-row', { hasText: text }).first();
  const variable = (text: string | RegExp) => variableRow(text).waitFor();
  /** VS Code opens the innermost scope by itself in most cases, and late on a slow machine: a click may come to close it. */
  const openScope = async (name: RegExp) => {
    const scope = variableRow(name);
    await scope.waitFor();
    const isOpen = () => scope.getAttribute('aria-expanded').then((state) => state === 'true');
    for (let attempt = 1; attempt <= 10; attempt++) {
      await workbench.page.waitForTimeout(1000);
      if (await isOpen()) return;
      await scope.locator('.monaco-tl-twistie').click();
    }
  };
  const ended = () => toolbar().waitFor({ state: 'hidden', timeout: 30_000 });
  const containers = () =>
    docker('ps', '--quiet', '--filter', 'name=lambda-workbench-greeting-')
      .split('\n')
      .filter((id) => id !== '');

  it('stops at a breakpoint in the container, with the variables of the handler', async () => {
    await workbench.palette.openFile('greeting/greeting.mjs');
    await workbench.page.keyboard.press('Control+G');
    await workbench.palette.type(`:${line}`);
    await workbench.palette.run('Debug: Toggle Breakpoint');
    await workbench.page.locator('.codicon-debug-breakpoint, .codicon-debug-hint').first().waitFor();
    await workbench.explorer.show();
    await workbench.explorer.choose(event, 'Debug Locally with Active Event');
    await paused();
    await openScope(/^Local/);
    await variable(/language.*'de'/);
    await variable(/name.*'Anna'/);
    await workbench.screenshot('debug-paused');
  });

  it('shows the result when it goes on, and ends with its container', async () => {
    await press(/^Continue/);
    await workbench.editor.waitForTextAnywhere(/"statusCode":\s200/);
    await ended();
    assert.deepEqual(containers(), []);
    await workbench.screenshot('debug-result');
  });

  it('starts with F5 for the active event, and "stop" leaves no container', async () => {
    await workbench.palette.openFile(event);
    await workbench.page.keyboard.press('F5');
    await paused();
    assert.equal(containers().length, 1);
    await press(/^Stop/);
    await ended();
    assert.deepEqual(containers(), []);
  });
});
