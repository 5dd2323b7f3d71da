import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { DebugSessions, breakpointAt, debuggedManifest as manifest, lastResult } from './debugSessions.ts';
import { extensionUnderTest, run, writeWorkspaceFile } from './extensionUnderTest.ts';
import type { ExtensionUnderTest } from './extensionUnderTest.ts';

const compiled = `"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.handler = handler;
async function handler(event) {
    const difference = event.left - event.right;
    return { difference };
}
//# sourceMappingURL=app.js.map
`;
const source = `type Numbers = { readonly left: number; readonly right: number };

// Lines 4 to 6 of what the compiler wrote come from here.
export async function handler(event: Numbers) {
  const difference: number = event.left - event.right;
  return { difference };
}
`;
/** Generated lines 4 to 7 are lines 4 to 7 of the source. */
const sourceMap = {
  version: 3,
  file: 'app.js',
  sources: ['../src/app.ts'],
  mappings: ';;;AAGA;IACE;IACA;AACF',
};

const addSource = `/** What a compiler drops, so that no line stays where it was. */
type Sum = number;

export function add(left: number, right: number): Sum {
  const total: Sum = left + right;
  return total;
}
`;

describe('debugging what was compiled', () => {
  let world: ExtensionUnderTest;
  let sessions: DebugSessions;
  before(async () => {
    world = await extensionUnderTest();
    sessions = new DebugSessions();
  });
  afterEach(async () => {
    await sessions.endAll();
    assert.deepEqual(world.person.told, []);
  });
  after(() => sessions.dispose());

  it('stops in a TypeScript source outside of the package, by its source map', async () => {
    await writeWorkspaceFile('debug-typescript/src/app.ts', source);
    await writeWorkspaceFile('debug-typescript/dist/app.js', compiled);
    await writeWorkspaceFile('debug-typescript/dist/app.js.map', JSON.stringify(sourceMap));
    await world.writeManifest(
      'debug-typescript/lambda.json',
      manifest('debug-typescript', 'nodejs24.x', { package: { root: 'dist' } }),
    );
    const place = breakpointAt('debug-typescript/src/app.ts', 6);
    await vscode.debug.startDebugging(vscode.workspace.workspaceFolders?.[0], {
      ...{ type: 'lambda', request: 'launch', name: 'from launch.json' },
      manifest: '${workspaceFolder}/debug-typescript/lambda.json',
      event: { left: 7, right: 5 },
    });
    const paused = await sessions.paused();
    assert.equal(paused.at, place);
    assert.equal(await paused.evaluate('difference'), '2');
    await paused.go();
    await sessions.ended();
    assert.deepEqual(lastResult(world), { difference: 2 });
  });

  for (const [what, folder, build] of [
    ['by maps with paths of this machine', 'debug-compiled', undefined],
    ['by the map of the archive, beside a layer', 'debug-archived-map', { sourceMaps: true }],
  ] as const) {
    it(`stops in TypeScript that is compiled for the run, though what runs lies elsewhere, ${what}`, async () => {
      await writeWorkspaceFile(`${folder}-lib/add.ts`, addSource);
      await writeWorkspaceFile(
        `${folder}/src/app.ts`,
        [
          `import { add } from '../../${folder}-lib/add';`,
          'interface Numbers { left: number; right: number }',
          '',
          'export const handler = async (event: Numbers) => {',
          '  const sum: number = add(event.left, event.right);',
          '  return { sum };',
          '};',
          '',
        ].join('\n'),
      );
      await world.writeManifest(
        `${folder}/lambda.json`,
        manifest(folder, 'nodejs24.x', {
          handler: 'src/app.handler',
          ...(build && { build, layers: [`../${folder}-lib`] }),
        }),
      );
      const event = await writeWorkspaceFile(`${folder}/events/numbers.json`, '{"left":7,"right":5}');
      const inLibrary = breakpointAt(`${folder}-lib/add.ts`, 6);
      const inHandler = breakpointAt(`${folder}/src/app.ts`, 6);
      await run('lambdaWorkbench.debugLocally', event);
      const first = await sessions.paused();
      assert.equal(first.at, inLibrary);
      assert.equal(await first.evaluate('total'), '12');
      await first.go();
      const second = await sessions.paused();
      assert.equal(second.at, inHandler);
      assert.equal(await second.evaluate('sum'), '12');
      await second.go();
      await sessions.ended();
      assert.deepEqual(lastResult(world), { sum: 12 });
    });
  }

  for (const [folder, named] of [
    ['debug-own', '../src/app.ts'],
    ['debug-bundled', 'webpack://debug-bundled/./src/app.ts'],
  ] as const) {
    it(`stops in what a build of a person’s own compiled, whose map stays out of the archive: ${named}`, async () => {
      await writeWorkspaceFile(`${folder}/src/app.ts`, source);
      const map = JSON.stringify({ ...sourceMap, sources: [named] });
      const outputs = { 'dist/app.js': compiled, 'dist/app.js.map': map };
      const make = `const fs = require('node:fs');
fs.mkdirSync('dist', { recursive: true });
for (const [name, text] of Object.entries(${JSON.stringify(outputs)})) fs.writeFileSync(name, text);
`;
      await writeWorkspaceFile(`${folder}/make.js`, make);
      const build = { command: ['node', 'make.js'], output: 'dist' };
      await world.writeManifest(`${folder}/lambda.json`, manifest(folder, 'nodejs24.x', { build }));
      const event = await writeWorkspaceFile(`${folder}/events/numbers.json`, '{"left":7,"right":5}');
      const place = breakpointAt(`${folder}/src/app.ts`, 6);
      await run('lambdaWorkbench.debugLocally', event);
      const paused = await sessions.paused();
      assert.equal(paused.at, place);
      assert.equal(await paused.evaluate('difference'), '2');
      await paused.go();
      await sessions.ended();
      assert.deepEqual(lastResult(world), { difference: 2 });
    });
  }
});
