import assert from 'node:assert/strict';
import { afterEach, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { extensionUnderTest, run, setSettings } from './extensionUnderTest.ts';
import type { ExtensionUnderTest } from './extensionUnderTest.ts';

const read = (name: string) => vscode.workspace.getConfiguration('lambdaWorkbench').get<string>(name);

describe('switching the connection', () => {
  let world: ExtensionUnderTest;
  before(async () => {
    world = await extensionUnderTest();
  });
  afterEach(() => setSettings({ 'connection.endpoint': world.endpoint, 'connection.region': 'us-east-1' }));

  it('writes endpoint and region of the choice for this workspace', async () => {
    const url = 'http://127.0.0.1:4599';
    world.person.willAnswer('$(server-environment) Another endpoint…', url, 'eu-west-1');
    await run('lambdaWorkbench.switchConnection');
    assert.deepEqual(world.person.told, []);
    assert.equal(read('connection.endpoint'), url);
    assert.equal(read('connection.region'), 'eu-west-1');
  });

  it('goes back to AWS with the default credentials, without an endpoint', async () => {
    world.person.willAnswer('$(terminal) Default credentials', 'eu-central-1');
    await run('lambdaWorkbench.switchConnection');
    assert.equal(read('connection.endpoint'), '');
    assert.equal(read('connection.region'), 'eu-central-1');
  });

  it('counts the place as the first step, and proposes what is current', async () => {
    world.person.willAnswer();
    await run('lambdaWorkbench.switchConnection');
    const [place] = world.person.asked;
    assert.deepEqual([place?.step, place?.proposed], ['1/3', '$(server-environment) Another endpoint…']);
    world.person.willAnswer('$(terminal) Default credentials');
    await run('lambdaWorkbench.switchConnection');
    assert.deepEqual(
      world.person.asked.map(({ step }) => step),
      ['1/3', '2/2'],
    );
  });

  it('changes nothing when the person gives up at the region', async () => {
    world.person.willAnswer('$(terminal) Default credentials');
    await run('lambdaWorkbench.switchConnection');
    assert.equal(read('connection.endpoint'), world.endpoint);
    assert.equal(read('connection.region'), 'us-east-1');
  });
});
