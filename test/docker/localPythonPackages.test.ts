import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { writeTree } from '../support/archiveTree.ts';
import { openLocalWorld } from '../support/localWorld.ts';

describe('a Python function with a compiled package, in a container', () => {
  it('runs with what was installed for it, and not with what lies beside it', async () => {
    await using world = await openLocalWorld();
    writeTree(world.folder, {
      'requirements.txt': 'orjson==3.11.3\n',
      'app.py': 'import orjson\n\ndef handler(event, context):\n    return orjson.dumps([1, 2]).decode()\n',
      'orjson/__init__.py': 'raise ImportError("of another machine")\n',
      'orjson-3.11.0.dist-info/RECORD': 'orjson/__init__.py,,\n',
    });
    // The tests' images hold 3.11, whatever their tag.
    const source = world.source({ runtime: 'python3.11', handler: 'app.handler' });
    const result = await world.invoke(source);
    assert.equal(result.payload, '"[1,2]"');
  });
});
