import assert from 'node:assert/strict';
import path from 'node:path';
import { PublishLayerVersionCommand } from '@aws-sdk/client-lambda';
import JSZip from 'jszip';
import { after, before, describe, it } from 'mocha';
import { createLayerStore } from '../../src/local/code/layerStore.ts';
import { fetchLayer } from '../../src/workflows/local/layerFolders.ts';
import { awsTestClients } from '../support/awsTestClients.ts';
import { connect } from '../support/deployWorld.ts';
import { openLocalWorld } from '../support/localWorld.ts';
import type { LocalWorld } from '../support/localWorld.ts';
import { startMinistack } from '../support/ministack.ts';
import type { TestMinistack } from '../support/ministack.ts';
import { createTemporaryFolder, removeFolder } from '../support/temporaryFolder.ts';

/** Every file below /opt with its text. */
const code = `
import os
def handler(event, context):
    found = {}
    for folder, _, names in os.walk("/opt"):
        for name in names:
            path = os.path.join(folder, name)
            found[os.path.relpath(path, "/opt")] = open(path).read()
    return found
`;

describe('layers of a local run', () => {
  let ministack: TestMinistack;
  let storage: string;
  let world: LocalWorld;
  before(async () => {
    ministack = await startMinistack();
    storage = await createTemporaryFolder();
    const store = createLayerStore(storage);
    world = await openLocalWorld({
      layerFolder: (arn, options) => fetchLayer(arn, store, () => connect(ministack.url), options),
    });
  });
  after(async () => {
    await world[Symbol.asyncDispose]();
    await ministack.stop();
    await removeFolder(storage);
  });

  it('lie at /opt as Lambda has them: deployed ones by ARN, folders over them, local ones on top', async () => {
    const clients = awsTestClients(ministack.url);
    const zip = new JSZip();
    for (const name of ['python/deployed.py', 'python/both.py', 'all.txt']) zip.file(name, 'deployed');
    const published = await clients.lambda.send(
      new PublishLayerVersionCommand({
        LayerName: 'deployed',
        Content: { ZipFile: await zip.generateAsync({ type: 'uint8array' }) },
      }),
    );
    clients.destroy();
    for (const name of ['python/both.py', 'python/shared.py', 'all.txt'])
      await world.write(path.join('shared', name), 'folder');
    await world.write('mock/all.txt', 'local');
    await world.write('src/app.py', code);
    const source = world.source({
      package: { root: 'src' },
      layers: [published.LayerVersionArn ?? '', 'shared'],
      local: { layers: ['mock'] },
    });
    const expected = {
      'all.txt': 'local',
      'python/both.py': 'folder',
      'python/deployed.py': 'deployed',
      'python/shared.py': 'folder',
    };
    const first = await world.invoke(source);
    assert.deepEqual(JSON.parse(first.payload), expected);
    assert.ok(
      first.phases.some((text) => text.startsWith('fetching layer deployed:1')),
      first.phases.join('\n'),
    );
    // What is changed in a folder is there for the next run; without a connection, too.
    await ministack.stop();
    await world.write('shared/python/shared.py', 'changed');
    const second = await world.invoke(source);
    assert.deepEqual(JSON.parse(second.payload), { ...expected, 'python/shared.py': 'changed' });
    assert.ok(!second.phases.some((text) => text.startsWith('fetching')));
  });
});
