import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { writeTree } from '../support/archiveTree.ts';
import { openLocalWorld } from '../support/localWorld.ts';

describe('a Node.js function with a native package, in a container', () => {
  it('runs with what was installed for it, and not with what lies beside it', async () => {
    await using world = await openLocalWorld();
    writeTree(world.folder, {
      'package.json': JSON.stringify({ dependencies: { '@node-rs/crc32': '1.10.6' } }),
      'index.js':
        "const { crc32 } = require('@node-rs/crc32');\nexports.handler = async () => ({ crc: crc32('hello') });\n",
      'node_modules/@node-rs/crc32/index.js': "throw new Error('built for another machine');\n",
    });
    const source = world.source({ runtime: 'nodejs24.x', handler: 'index.handler' });
    const result = await world.invoke(source);
    assert.equal(result.payload, '{"crc":907060870}');
  });
});
