import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, it } from 'mocha';
import { docker, ourContainers } from '../support/dockerCommand.ts';
import { secretMarker } from '../support/secretMarker.mjs';
import { findSecrets } from '../support/secretScan.ts';
import { openWorkbench, type Workbench } from '../support/workbench.ts';
import { keepScreenshotsOfFailures } from '../support/workbench/screenshotsOfFailures.ts';

const engine = process.env['DOCKER_HOST'];
const environment: Readonly<Record<string, string>> = engine === undefined ? {} : { DOCKER_HOST: engine };
const invoke = 'Invoke Locally with Active Event';
const sleeper = `import os
import time


def handler(event, context):
    print("token of", len(os.environ["TOKEN"]), "letters")
    time.sleep(event.get("seconds", 0))
    return "awake"
`;

/** The extension host that a container belongs to. */
const ownerOf = (id: string): number =>
  Number(docker('inspect', '--format', '{{index .Config.Labels "lambda-workbench.pid"}}', id));

/** A real window whose extension host ends without a chance to tidy up. */
describe('an extension host that is killed in the middle of an invocation', function () {
  this.timeout(240_000);
  let workbench: Workbench;
  keepScreenshotsOfFailures(() => workbench);

  before(async () => {
    workbench = await openWorkbench({ environment });
    const file = async (name: string, text: string) => {
      const where = path.join(workbench.folder, 'sleeper', name);
      await mkdir(path.dirname(where), { recursive: true });
      await writeFile(where, text);
    };
    await file('app.py', sleeper);
    await file('env.txt', `TOKEN=${secretMarker}\nHTTPS_PROXY=http://${secretMarker}.test\n`);
    await file('events/long.json', '{ "seconds": 100 }');
    await file('events/short.json', '{}');
    const manifest = { functionName: 'sleeper', runtime: 'python3.13', handler: 'app.handler', timeout: 120 };
    await file('lambda.json', JSON.stringify({ ...manifest, local: { environmentFile: 'env.txt' } }));
  });
  after(() => workbench.close());

  it('leaves a container, which the next window removes when it uses the engine', async () => {
    await workbench.views.open();
    await workbench.views.row('Workspace', 'sleeper').waitFor({ timeout: 60_000 });
    await workbench.palette.openFile('sleeper/events/long.json');
    await workbench.palette.run(`Lambda: ${invoke}`);
    await workbench.page
      .locator('.part.panel .view-line', { hasText: /token\sof/ })
      .first()
      .waitFor({ timeout: 60_000 });
    const [running = ''] = docker('ps', '--quiet', '--filter', 'name=lambda-workbench-sleeper-').split('\n');
    const host = ownerOf(running);
    assert.ok(host > 1, `container ${running}`);
    // What is in view when a window is loaded anew.
    await workbench.explorer.show();
    process.kill(host, 'SIGKILL');
    await workbench.reload();
    assert.ok(ourContainers(host).length > 0, 'the killed host could not remove it');

    await workbench.palette.openFile('sleeper/events/short.json');
    await workbench.palette.run(`Lambda: ${invoke}`);
    await workbench.editor.waitForTextAnywhere(/"awake"/);
    const deadline = Date.now() + 30_000;
    while (ourContainers(host).length > 0 && Date.now() < deadline) await workbench.page.waitForTimeout(200);
    assert.deepEqual(ourContainers(host), []);
    const living = docker('ps', '--quiet', '--filter', 'name=lambda-workbench-sleeper-').split('\n');
    assert.notEqual(living[0], '', 'the containers of the living window stay');
    await workbench.screenshot('host-killed');
  });

  it('has written no value of a variable anywhere, nor shown one', async () => {
    // The file that a standby starts with is there until the engine has read it.
    const deadline = Date.now() + 10_000;
    while ((await findSecrets(workbench)).length > 0 && Date.now() < deadline) {
      await workbench.page.waitForTimeout(500);
    }
    assert.deepEqual(await findSecrets(workbench), []);
  });
});
