import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { DebugSessions, breakpointAt, debuggedManifest, lastResult } from './debugSessions.ts';
import { extensionUnderTest, writeWorkspaceFile } from './extensionUnderTest.ts';
import type { ExtensionUnderTest } from './extensionUnderTest.ts';

const files: Readonly<Record<string, string>> = {
  'elsewhere/app.py': `import noted
from lib.shared.sums import add


def handler(event, context):
    total = add(event["left"], event["right"])
    return noted.note(total)
`,
  'elsewhere-shared/sums.py': `def add(left, right):
    total = left + right
    return total
`,
  'elsewhere-layer/python/noted.py': `def note(total):
    text = f"it is {total}"
    return text
`,
  'elsewhere/app.js': `const { note } = require('noted');
const { add } = require('./lib/shared/sums');
const { double } = require('./lib/shared/dist/typed');

exports.handler = async (event) => {
  const { negative } = await import('./lib/shared/more.mjs');
  const total = negative(add(event.left, event.right));
  return note(double(total));
};
`,
  'elsewhere-shared/sums.js': `exports.add = (left, right) => {
  const total = left + right;
  return total;
};
`,
  'elsewhere-shared/more.mjs': `const sign = -1;
globalThis.loaded = sign * 2;

export function negative(total) {
  const result = sign * total;
  return result;
}
`,
  'elsewhere-shared/dist/typed.js': `"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.double = (value) => {
    const result = 2 * value;
    return result;
};
//# sourceMappingURL=typed.js.map
`,
  'elsewhere-shared/dist/typed.js.map': JSON.stringify({
    ...{ version: 3, file: 'typed.js', sources: ['../src/typed.ts'], names: [] },
    mappings: ';;AACa,QAAA,MAAM,GAAG;IACpB;IACA',
  }),
  'elsewhere-shared/src/typed.ts': `// What is compiled in its own folder, and included as it was written there.
export const double = (value: number): number => {
  const result = 2 * value;
  return result;
};
`,
  'elsewhere-layer/nodejs/node_modules/noted/index.js': `exports.note = (total) => {
  const text = 'it is ' + total;
  return text;
};
`,
};

describe('debugging code that lies elsewhere than in the folder of the function', () => {
  let world: ExtensionUnderTest;
  let sessions: DebugSessions;
  before(async () => {
    world = await extensionUnderTest();
    sessions = new DebugSessions();
    for (const [file, text] of Object.entries(files)) await writeWorkspaceFile(file, text);
    for (const runtime of ['python3.13', 'nodejs24.x']) {
      const name = `elsewhere-${runtime.slice(0, 4)}`;
      await world.writeManifest(`elsewhere/${name}.lambda.json`, {
        ...debuggedManifest(name, runtime, { layers: ['../elsewhere-layer'] }),
        package: { include: [{ from: '../elsewhere-shared', to: 'lib/shared' }] },
      });
    }
    await writeWorkspaceFile('elsewhere/events/numbers.json', '{ "left": 7, "right": 5 }');
  });
  afterEach(async () => {
    await sessions.endAll();
    assert.deepEqual(world.person.told, []);
  });
  after(() => sessions.dispose());

  const debug = (name: string) =>
    vscode.debug.startDebugging(vscode.workspace.workspaceFolders?.[0], {
      ...{ type: 'lambda', request: 'launch', name: 'from launch.json' },
      manifest: `\${workspaceFolder}/elsewhere/${name}.lambda.json`,
      event: { left: 7, right: 5 },
    });
  /** Stops at each place in turn, where a variable has a value. */
  async function stopsAt(...places: [at: string, variable: string, value: string][]): Promise<void> {
    for (const [at, variable, value] of places) {
      const paused = await sessions.paused();
      assert.equal(paused.at, at);
      assert.equal(await paused.evaluate(variable), value);
      await paused.go();
    }
    await sessions.ended();
  }

  it('stops in what is included and in the folder of a layer, in Python', async () => {
    const included = breakpointAt('elsewhere-shared/sums.py', 3);
    const layered = breakpointAt('elsewhere-layer/python/noted.py', 3);
    await debug('elsewhere-pyth');
    await stopsAt([included, 'total', '12'], [layered, 'text', "'it is 12'"]);
    assert.equal(lastResult(world), 'it is 12');
  });

  it('stops in what is included and in the folder of a layer, in Node.js', async () => {
    const included = breakpointAt('elsewhere-shared/sums.js', 3);
    const loading = breakpointAt('elsewhere-shared/more.mjs', 2);
    const module = breakpointAt('elsewhere-shared/more.mjs', 6);
    const own = breakpointAt('elsewhere/app.js', 8);
    const compiled = breakpointAt('elsewhere-shared/src/typed.ts', 4);
    const layered = breakpointAt('elsewhere-layer/nodejs/node_modules/noted/index.js', 3);
    await debug('elsewhere-node');
    await stopsAt(
      [loading, 'sign', '-1'],
      [included, 'total', '12'],
      [module, 'result', '-12'],
      [own, 'total', '-12'],
      [compiled, 'result', '-24'],
      [layered, 'text', "'it is -24'"],
    );
    assert.equal(lastResult(world), 'it is -24');
  });
});
