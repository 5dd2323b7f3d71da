import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, it } from 'mocha';
import { openWorkbench, type Workbench } from '../support/workbench.ts';
import { keepScreenshotsOfFailures } from '../support/workbench/screenshotsOfFailures.ts';

const engine = process.env['DOCKER_HOST'];
const environment: Readonly<Record<string, string>> = engine === undefined ? {} : { DOCKER_HOST: engine };
const dark = { 'workbench.colorTheme': 'Dark Modern' };
const invoke = 'Invoke Locally with Active Event';

const trip = `import json
import time


def lambda_handler(event, context):
    for step in range(1, event.get("steps", 0) + 1):
        print(f"step {step}")
        time.sleep(0.7)
    return {"distance": distance(event["from"], event["to"])}


def distance(start, end):
    places = json.loads('{"Lisbon": 0, "Porto": 313}')
    return abs(places[start] - places[end])
`;
const tripManifest = {
  // First in the Workspace view, which draws only the rows that are seen.
  functionName: 'boat_trip',
  runtime: 'python3.13',
  handler: 'trip.lambda_handler',
  timeout: 20,
};

/** Invoking as a person does it, in containers of a real engine. */
describe('invoking locally', function () {
  this.timeout(240_000);
  let workbench: Workbench;
  keepScreenshotsOfFailures(() => workbench);

  before(async () => {
    workbench = await openWorkbench({ environment, settings: dark });
    const file = async (name: string, content: unknown) => {
      const where = path.join(workbench.folder, 'trip', name);
      await mkdir(path.dirname(where), { recursive: true });
      await writeFile(where, typeof content === 'string' ? content : JSON.stringify(content, undefined, 2));
    };
    await file('trip.py', trip);
    await file('events/slow.json', { from: 'Lisbon', to: 'Porto', steps: 5 });
    await file('events/nowhere.json', { from: 'Lisbon', to: 'Atlantis' });
    await file('lambda.json', tripManifest);
  });
  after(() => workbench.close());

  const panelText = (text: string | RegExp) =>
    workbench.page.locator('.part.panel .view-line', { hasText: text }).first().waitFor();

  it('runs the function of an event by a right-click, with the log and the result beside the event', async () => {
    await workbench.explorer.choose('calc/events/proxy-request.json', invoke);
    await workbench.editor.waitForTextAnywhere(/"statusCode":\s200/);
    await workbench.editor.waitForTab('proxy-request.json');
    await panelText(/REPORT\sRequestId/);
    await workbench.editor.waitForTextAnywhere(/"body":\s.*35/);
    await workbench.screenshot('local-result');
  });

  it('shows what the function prints while it runs, and that it can be cancelled', async () => {
    await workbench.palette.openFile('trip/events/slow.json');
    await workbench.palette.run(`Lambda: ${invoke}`);
    await panelText('step 2');
    await workbench.notifications.waitFor(/Invoking boat_trip/);
    await workbench.screenshot('local-progress');
    await workbench.notifications.cancel(/Invoking boat_trip/);
    await panelText(/Cancelled:\sboat_trip\swas\sstopped/);
  });

  it('links the frames of an error to the workspace', async () => {
    await workbench.palette.openFile('trip/events/nowhere.json');
    await workbench.palette.run(`Lambda: ${invoke}`);
    await workbench.editor.waitForTextAnywhere(/"errorType":\s"KeyError"/);
    const link = workbench.page.locator('.part.editor .detected-link', { hasText: 'trip.py' }).last();
    await link.waitFor();
    await workbench.screenshot('local-error');
    await workbench.editor.followFrame('trip.py', 14);
  });

  it('links the frames of a compiled function to what it was written in', async () => {
    const source = await readFile(path.join(workbench.folder, 'quote', 'quote.ts'), 'utf8');
    const line = source.split('\n').findIndex((text) => text.includes('quoteFor(orderIn(event))')) + 1;
    await workbench.palette.openFile('quote/events/missing-price.json');
    await workbench.palette.run(`Lambda: ${invoke}`);
    await workbench.editor.waitForTextAnywhere(/There\sis\sno\sprice/);
    await workbench.page.locator('.part.editor .detected-link', { hasText: 'quote.js' }).last().waitFor();
    await workbench.screenshot('local-typescript-error');
    await workbench.editor.followFrame('quote.ts', line, 'quote.js');
  });

  it('shows functions, events and invocations in the views', async () => {
    await workbench.views.open();
    await workbench.views.expand('Workspace', 'boat_trip');
    await workbench.views.row('Workspace', 'nowhere.json', /✗ KeyError.* cold/).waitFor();
    await workbench.views.expand('Workspace', 'calc');
    await workbench.views.row('Workspace', 'proxy-request.json', /200 .*35/).waitFor();
    await workbench.views.row('Invocations', 'calc', /proxy-request\.json/).waitFor();
    await workbench.screenshot('views-dark');
    await workbench.palette.run('Preferences: Color Theme');
    await workbench.palette.type('Light Modern');
    await workbench.page.locator('.monaco-workbench.vs').waitFor();
    await workbench.screenshot('views-light');
  });

  it('repeats with a keystroke what was invoked last, warm', async () => {
    await workbench.views.row('Workspace', 'proxy-request.json').click();
    await workbench.editor.waitForTab('proxy-request.json');
    await workbench.views.pressInline('Workspace', 'proxy-request.json', invoke);
    const warm = workbench.views.rows('Invocations', 'calc', /warm/);
    await warm.first().waitFor();
    const before = await warm.count();
    await workbench.page.keyboard.press('Control+K');
    await workbench.page.keyboard.press('Alt+I');
    await warm.nth(before).waitFor();
  });

  it('runs again on save, and shows what changed', async () => {
    await workbench.views.choose('Workspace', 'proxy-request.json', 'Toggle Invoke on Save');
    await workbench.statusBarText(/calc/);
    const file = path.join(workbench.folder, 'calc', 'calc.py');
    const code = await readFile(file, 'utf8');
    await workbench.palette.openFile('calc/calc.py');
    await workbench.editor.replaceAll(
      code.replace('+ number_of(event, "right")', '- number_of(event, "right")'),
    );
    await workbench.editor.waitForTextAnywhere(/"body":\s.*-21/);
    await workbench.editor.waitForTab('calc.py');
    await workbench.views.row('Workspace', 'calc', /on save · ✓ cold/).waitFor();
    await workbench.screenshot('local-on-save');
    await workbench.palette.run('Lambda: Compare with Last Result');
    await workbench.page.locator('.part.editor .monaco-diff-editor').waitFor();
    await workbench.screenshot('local-compare');
    await workbench.views.choose('Workspace', 'calc', 'Toggle Invoke on Save');
  });

  it('shows the page that a function answers with', async () => {
    await workbench.explorer.show();
    await workbench.explorer.choose('calc-page/events/proxy-request.json', invoke);
    await workbench.editor.waitForTextAnywhere(/text\/html/);
    await workbench.page
      .locator('.part.editor .codelens-decoration a', { hasText: 'Preview Body as HTML' })
      .click();
    await workbench.editor.waitForTab('calc_page body');
    const page = workbench.page.frameLocator('iframe.webview').frameLocator('iframe').frameLocator('iframe');
    await page.locator('form').first().waitFor();
    await workbench.screenshot('local-html');
  });
});

describe('invoking locally without a container engine', function () {
  this.timeout(120_000);
  let workbench: Workbench;
  keepScreenshotsOfFailures(() => workbench);
  before(async () => {
    workbench = await openWorkbench({
      environment: { DOCKER_HOST: 'unix:///nowhere/docker.sock' },
      settings: dark,
    });
  });
  after(() => workbench.close());

  it('says what is missing and what to do', async () => {
    await workbench.explorer.choose('calc/events/proxy-request.json', invoke);
    const sentence = await workbench.notifications.waitFor(/docker/i);
    assert.match(sentence, /\.$/);
    await workbench.screenshot('local-engine-missing');
  });

  it('keeps it as an invocation that was not run', async () => {
    await workbench.views.open();
    await workbench.views.row('Invocations', 'calc', /not run/).waitFor();
    await workbench.screenshot('views-not-run');
  });
});
