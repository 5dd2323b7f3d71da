import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, describe, it } from 'mocha';
import { shownLine } from '../../src/core/invocations/outputLines.ts';
import { frameLinks } from '../../src/core/invocations/stackFrames.ts';
import type { FunctionManifest } from '../../src/core/manifest/functionManifest.ts';
import { diskFiles } from '../../src/local/workspaceFiles.ts';
import { framePlaces } from '../../src/workflows/local/framePlaces.ts';
import { openLocalWorld } from '../support/localWorld.ts';
import type { LocalWorld } from '../support/localWorld.ts';

const files: Readonly<Record<string, string>> = {
  'fn/app.py': `from lib.shared.util import check
def handler(event, context):
    check(event)
`,
  'shared/__init__.py': '',
  'shared/util.py': `import tracing

def check(event):
    tracing.note(event)
`,
  'layer/python/tracing.py': `def note(event):
    raise ValueError("no event")
`,
  'fn/app.js': `const { check } = require('./lib/shared/util');
exports.handler = async (event) => check(event);
`,
  'shared/util.js': `const tracing = require('tracing');
exports.check = (event) => tracing.note(event);
`,
  'layer/nodejs/node_modules/tracing/index.js': `
exports.note = () => { throw new Error('no event'); };
`,
  'fn/src/typed.ts': `import { note } from '../../typed/note';
interface Event { readonly name?: string }

export const handler = async (event: Event): Promise<string> => note(event.name);
`,
  'typed/note.ts': `type Name = string;

export const note = (name: Name | undefined): Name => {
  if (name === undefined) throw new Error('no name');
  return name;
};
`,
};

describe('stack frames of a local run', () => {
  let world: LocalWorld;
  before(async () => {
    world = await openLocalWorld();
    world.settings.prepare = 'never';
    for (const [file, text] of Object.entries(files)) await world.write(file, text);
  });
  after(() => world[Symbol.asyncDispose]());

  /** `file:line` of where the frames of a failing run lead, those of result and log apart. */
  async function framesOf(manifest: Partial<FunctionManifest>): Promise<{ result: string[]; log: string[] }> {
    const source = world.source(manifest);
    const { payload, lines, status } = await world.invoke(source);
    assert.equal(status, 'functionError', payload);
    const leadTo = async (text: string) => {
      const dependencies = { builder: () => Promise.resolve(world.builder), files: diskFiles };
      const signal = AbortSignal.timeout(20_000);
      const places = await framePlaces(source, frameLinks(text), dependencies, { signal });
      return places.flatMap((place) =>
        place === undefined ? [] : [`${path.relative(world.folder, place.file)}:${place.line}`],
      );
    };
    const log = lines.map((line) => shownLine(line, undefined)).join('\n');
    return { result: await leadTo(payload), log: await leadTo(log) };
  }

  const shared = { root: 'fn', include: [{ from: 'shared', to: 'lib/shared' }] };

  it('lead to what is included and to the folder of a layer, for Python', async () => {
    const { result, log } = await framesOf({ package: shared, layers: ['layer'] });
    assert.deepEqual(result, ['fn/app.py:3', 'shared/util.py:4', 'layer/python/tracing.py:2']);
    assert.deepEqual(log, result);
  });

  it('lead to what is included and to the folder of a layer, for Node.js', async () => {
    const { result, log } = await framesOf({ runtime: 'nodejs24.x', package: shared, layers: ['layer'] });
    const expected = ['layer/nodejs/node_modules/tracing/index.js:2', 'shared/util.js:2', 'fn/app.js:2'];
    assert.deepEqual(result, expected);
    assert.deepEqual(log.slice(0, 3), expected);
  });

  for (const sourceMaps of [false, true]) {
    for (const options of ['', '--enable-source-maps']) {
      it(`lead into TypeScript, source maps ${sourceMaps ? 'in' : 'not in'} the archive ${options}`, async () => {
        const { result } = await framesOf({
          ...{ runtime: 'nodejs24.x', handler: 'src/typed.handler', package: { root: 'fn' } },
          ...{ build: { sourceMaps }, environment: { NODE_OPTIONS: options } },
        });
        assert.deepEqual(result, ['typed/note.ts:4', 'fn/src/typed.ts:4']);
      });
    }
  }
});
