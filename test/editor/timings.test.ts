import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { awsTestClients, waitForActive } from '../support/awsTestClients.ts';
import { seedFunction } from '../support/seededAccount.ts';
import { eventually, extensionUnderTest, run, writeWorkspaceFile } from './extensionUnderTest.ts';
import type { ExtensionUnderTest } from './extensionUnderTest.ts';

const measure = 'lambdaWorkbench.measureTimings';
const here = 'Here, in a Container';

describe('measuring by command', () => {
  let world: ExtensionUnderTest;
  let event: vscode.Uri;
  before(async () => {
    world = await extensionUnderTest();
    await writeWorkspaceFile('timed/adder.py', 'def main(event, context):\n    return 35\n');
    const manifest = { functionName: 'timed', runtime: 'python3.13', handler: 'adder.main' };
    await world.writeManifest('timed/lambda.json', manifest);
    event = await writeWorkspaceFile('timed/events/numbers.json', '{"left": 7}\n');
  });
  beforeEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));
  after(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  const panels = () =>
    vscode.window.tabGroups.all
      .flatMap(({ tabs }) => tabs)
      .filter(({ input }) => input instanceof vscode.TabInputWebview)
      .map(({ label }) => label);
  const panel = (label: string) =>
    eventually(`the panel "${label}"`, () => (panels().includes(label) ? true : undefined));

  it('asks where and how often, asks for cold starts first, and draws', async () => {
    world.local.willAnswer(
      { start: 'cold', report: { initMs: 100, durationMs: 5 } },
      { start: 'cold', report: { initMs: 90, durationMs: 4 } },
      { start: 'warm' },
    );
    world.person.willAnswer(here, '2');
    await run(measure, event);
    assert.deepEqual(
      world.local.requests.map(({ fresh }) => fresh),
      [true, true, false, false],
    );
    assert.deepEqual(world.person.unusedAnswers, []);
    assert.deepEqual(world.person.told, []);
    await panel('Times of timed');
  });

  it('says that a function fails with its event, and draws nothing', async () => {
    world.local.willAnswer({
      status: 'functionError',
      payload: '{"errorType":"KeyError","errorMessage":"right"}',
    });
    world.person.willAnswer(here, '2');
    await run(measure, event);
    assert.match(world.person.told.join(), /timed fails with this event: KeyError: right\./);
    assert.equal(world.local.requests.length, 1);
    assert.deepEqual(panels(), []);
  });

  it('in AWS asks before it invokes, and says what it could not get', async () => {
    const clients = awsTestClients(world.endpoint);
    await seedFunction(clients.lambda, 'timed-there');
    await waitForActive(clients, 'timed-there');
    await run('lambdaWorkbench.refreshFunctions');
    const node = { kind: 'accountFunction', functionName: 'timed-there' };
    world.person.willAnswer('$LATEST', '$(sparkle) {}', '3');
    await run(measure, node);
    const { text, detail, buttons } = world.person.asked.at(-1) ?? {};
    assert.match(text ?? '', /^Invoke timed-there:\$LATEST about 6 times in /);
    assert.match(detail ?? '', /all effects of the function, and is billed\. 3 are made at the same time/);
    assert.deepEqual(buttons, ['Measure timed-there:$LATEST']);
    assert.deepEqual(panels(), [], 'not without the answer');
    world.person.willAnswer('$LATEST', '$(sparkle) {}', '3', 'Measure timed-there:$LATEST');
    await run(measure, node);
    assert.deepEqual(world.person.told, []);
    await panel('Times of timed-there:$LATEST');
    clients.destroy();
  });

  it('draws the history, of the function that is asked for', async () => {
    await run('lambdaWorkbench.clearInvocations');
    world.person.willAnswer();
    await run('lambdaWorkbench.drawTimings');
    assert.match(world.person.told.join(), /No invocation of this session has figures yet/);
    world.local.willAnswer({ start: 'warm' });
    await run('lambdaWorkbench.invokeLocally', event);
    const [{ id } = { id: 0 }] = world.history.all();
    await eventually('the figures', () => {
      const state = world.history.get(id)?.state;
      return state?.kind === 'ended' && state.report !== undefined ? true : undefined;
    });
    await run('lambdaWorkbench.drawTimings', { kind: 'invocation', id });
    await panel('Times of timed');
  });
});
