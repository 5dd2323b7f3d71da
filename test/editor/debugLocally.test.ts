import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import {
  DebugSessions,
  breakpointAt,
  containersOfThisWindow,
  debuggedManifest as manifest,
  lastResult,
} from './debugSessions.ts';
import {
  eventually,
  extensionUnderTest,
  run,
  workspaceFile,
  writeWorkspaceFile,
} from './extensionUnderTest.ts';
import type { ExtensionUnderTest } from './extensionUnderTest.ts';

const nodeHandler = `'use strict';
const { fork } = require('node:child_process');

exports.handler = async (event) => {
  const child = fork(__filename + '.child.js', { stdio: 'ignore' });
  const childEnded = await new Promise((resolve) => child.once('exit', resolve));
  const sum = event.left + event.right;
  console.log('the sum is', sum);
  return { sum, childEnded, options: process.env.NODE_OPTIONS, wrapper: process.env.AWS_LAMBDA_EXEC_WRAPPER };
};
`;
const pythonHandler = `import os
import subprocess
import sys


def handler(event, context):
    child = subprocess.run([sys.executable, "-c", "print(6 * 7)"], capture_output=True, text=True)
    total = event["left"] * event["right"]
    print("the product is", total)
    return {"total": total, "child": child.stdout.strip(), "left": [n for n in os.environ if "WORKBENCH" in n]}
`;
const isShown = (name: string, result: RegExp) =>
  eventually(`the result of ${name} is shown`, () =>
    vscode.workspace.textDocuments.find(
      (document) => document.uri.path === `/${name} result` && result.test(document.getText()),
    ),
  );

describe('debugging in a container', () => {
  let world: ExtensionUnderTest;
  let sessions: DebugSessions;
  before(async () => {
    world = await extensionUnderTest();
    sessions = new DebugSessions();
    await writeWorkspaceFile('debug-node/app.js', nodeHandler);
    await writeWorkspaceFile('debug-node/app.js.child.js', 'process.exit(7);\n');
    await world.writeManifest(
      'debug-node/lambda.json',
      manifest('debug-node', 'nodejs24.x', { environment: { NODE_OPTIONS: '--no-warnings' } }),
    );
    await writeWorkspaceFile('debug-node/events/numbers.json', '{ "left": 7, "right": 5 }');
    await writeWorkspaceFile('debug-python/app.py', pythonHandler);
    await world.writeManifest('debug-python/lambda.json', manifest('debug-python', 'python3.13'));
    await writeWorkspaceFile('debug-python/events/numbers.json', '{ "left": 7, "right": 5 }');
  });
  afterEach(async () => {
    await sessions.endAll();
    assert.deepEqual(await containersOfThisWindow(), []);
  });
  after(() => sessions.dispose());

  it('stops in a Node handler at its first invocation, and gives the result', async () => {
    world.person.willAnswer();
    const place = breakpointAt('debug-node/app.js', 8);
    await run('lambdaWorkbench.debugLocally', workspaceFile('debug-node/events/numbers.json'));
    const paused = await sessions.paused();
    assert.equal(paused.at, place);
    assert.equal(await paused.evaluate('sum'), '12');
    assert.equal(await paused.evaluate('event.left'), '7');
    await paused.go();
    await sessions.ended();
    assert.deepEqual(lastResult(world), { sum: 12, childEnded: 7, options: '--no-warnings' });
    await isShown('debug-node', /"sum": 12/);
    assert.match(sessions.output, /^START RequestId: \S+[^]*the sum is 12[^]*^END [^]*^REPORT /m);
    assert.doesNotMatch(sessions.output, /Debugger/);
    assert.deepEqual(world.person.told, []);
  });

  it('stops in a Python handler at its first invocation, and gives the result', async () => {
    const place = breakpointAt('debug-python/app.py', 9);
    await run('lambdaWorkbench.debugLocally', workspaceFile('debug-python/events/numbers.json'));
    const paused = await sessions.paused();
    assert.equal(paused.at, place);
    assert.equal(await paused.evaluate('total'), '35');
    await paused.go();
    await sessions.ended();
    assert.deepEqual(lastResult(world), { total: 35, child: '42', left: [] });
    assert.match(sessions.output, /^START RequestId: \S+[^]*the product is 35[^]*^END [^]*^REPORT /m);
    assert.deepEqual(world.person.told, []);
  });

  it('gives a person more time than Lambda gives a function, for its initialisation too', async () => {
    await writeWorkspaceFile(
      'debug-slow/app.py',
      'loaded = "yes"\n\n\ndef handler(event, context):\n    return context.get_remaining_time_in_millis() > 3_600_000\n',
    );
    await world.writeManifest('debug-slow/lambda.json', manifest('debug-slow', 'python3.13'));
    const event = await writeWorkspaceFile('debug-slow/events/empty.json', '{}');
    const place = breakpointAt('debug-slow/app.py', 1);
    await run('lambdaWorkbench.debugLocally', event);
    const paused = await sessions.paused();
    assert.equal(paused.at, place);
    // Lambda would have ended the initialisation after 10 s, the function after 3.
    await new Promise((resolve) => setTimeout(resolve, 11_000));
    await paused.go();
    await sessions.ended();
    assert.equal(lastResult(world), true);
  });

  it('ends with "stop" in the middle, which leaves nothing running', async () => {
    breakpointAt('debug-node/app.js', 8);
    await run('lambdaWorkbench.debugLocally', workspaceFile('debug-node/events/numbers.json'));
    await sessions.paused();
    assert.equal((await containersOfThisWindow()).length, 1);
    await vscode.commands.executeCommand('workbench.action.debug.stop');
    await sessions.ended();
    assert.equal(lastResult(world), 'cancelled');
    assert.deepEqual(await containersOfThisWindow(), []);
    assert.deepEqual(world.person.told, []);
  });

  it('starts anew with "restart": another container, and the event as it is now', async () => {
    breakpointAt('debug-node/app.js', 8);
    const event = workspaceFile('debug-node/events/numbers.json');
    await run('lambdaWorkbench.debugLocally', event);
    assert.equal(await (await sessions.paused()).evaluate('sum'), '12');
    const before = await containersOfThisWindow();
    await writeWorkspaceFile('debug-node/events/numbers.json', '{ "left": 70, "right": 5 }');
    await vscode.commands.executeCommand('workbench.action.debug.restart');
    const paused = await sessions.paused();
    assert.equal(await paused.evaluate('sum'), '75');
    const now = await containersOfThisWindow();
    assert.deepEqual([now.length, now.some((id) => before.includes(id))], [1, false]);
    await paused.go();
    await sessions.ended();
    assert.deepEqual(lastResult(world), { sum: 75, childEnded: 7, options: '--no-warnings' });
  });

  it('shows an uncaught error as the result of the function', async () => {
    await writeWorkspaceFile('debug-raises/app.py', 'def handler(event, context):\n    return event["no"]\n');
    await world.writeManifest('debug-raises/lambda.json', manifest('debug-raises', 'python3.13'));
    const event = await writeWorkspaceFile('debug-raises/events/empty.json', '{}');
    await run('lambdaWorkbench.debugLocally', event);
    await sessions.ended();
    assert.equal((lastResult(world) as { errorType: string }).errorType, 'KeyError');
  });

  it('offers to install the extension that a language needs, and starts nothing', async () => {
    await world.writeManifest('debug-java/lambda.json', manifest('debug-java', 'java21'));
    const event = await writeWorkspaceFile('debug-java/events/empty.json', '{}');
    world.person.willAnswer();
    await run('lambdaWorkbench.debugLocally', event);
    await sessions.ended();
    const [question] = world.person.asked;
    assert.match(world.person.told.join(), /^Debugging debug-java needs the extension Debugger for Java/);
    assert.equal(question?.buttons?.[0], 'Install Debugger for Java');
  });
});
