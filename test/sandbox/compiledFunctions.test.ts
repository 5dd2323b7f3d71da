import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { after, before, describe, it } from 'mocha';
import { frameLinks } from '../../src/core/invocations/stackFrames.ts';
import { DeployWorld } from '../support/deployWorld.ts';
import { useStrictProxy } from '../support/strictProxy.ts';

describe('a function in TypeScript', function () {
  this.timeout(180_000);
  const sandbox = useStrictProxy({ createMs: 20, updateMs: 20 });
  let world: DeployWorld;
  before(async () => {
    world = await DeployWorld.create('shout', sandbox.proxy.url);
    await mkdir(join(world.folder, 'src', 'lib'), { recursive: true });
    const write = (file: string, text: string) => writeFile(join(world.folder, file), text);
    await write(
      'tsconfig.json',
      '{ "compilerOptions": { "strict": true, "paths": { "@lib/*": ["./src/lib/*"] } } }',
    );
    await write(
      'src/app.ts',
      [
        "import { shout } from '@lib/shout';",
        'interface Event { readonly text?: string }',
        'export const handler = async ({ text }: Event): Promise<string> => {',
        '  return shout(text);',
        '};',
        '',
      ].join('\n'),
    );
    await write(
      'src/lib/shout.ts',
      [
        '/** In capitals. */',
        'export function shout(text: string | undefined): string {',
        "  if (text === undefined) return new Error('text is missing').stack ?? '';",
        '  return text.toUpperCase();',
        '}',
        '',
      ].join('\n'),
    );
    world.setManifest({ runtime: 'nodejs24.x', handler: 'src/app.handler' });
  });
  after(() => world.dispose());

  const invoke = async (event: unknown) => {
    const answer = await sandbox.clients.lambda.send(
      new InvokeCommand({ FunctionName: 'shout', Payload: JSON.stringify(event) }),
    );
    return answer.Payload?.transformToString() ?? '';
  };

  const thrown = () => [
    `${join(world.folder, 'src/lib/shout.ts')}:3`,
    `${join(world.folder, 'src/app.ts')}:4`,
  ];
  /** The first two. */
  const linesOf = async (payload: string) => {
    const places = await world.framePlaces(frameLinks(framesBelowTask(payload)));
    const found = places.flatMap((place) => (place === undefined ? [] : [`${place.file}:${place.line}`]));
    return found.slice(0, 2);
  };

  it('is deployed as JavaScript, by an esbuild that is fetched where the workspace has none', async () => {
    const { archive } = await world.plan();
    const paths = archive.files.map(({ path }) => path);
    assert.ok(paths.includes('src/app.js'), paths.join(' '));
    assert.ok(!paths.some((path) => /\.(ts|map)$|tsconfig/.test(path)), paths.join(' '));
    await world.deploy();
    assert.equal(await invoke({ text: 'quiet' }), '"QUIET"');
    assert.deepEqual((await world.plan()).plan.steps, [], 'a second deploy changes nothing');
  });

  // The emulator's error objects have no trace: the function answers with it.
  it('has frames that lead into the TypeScript', async () => {
    const payload = await invoke({});
    assert.match(payload, /text is missing/);
    assert.match(payload, /src\/app\.js:/);
    assert.deepEqual(await linesOf(payload), thrown());
  });

  it('has the same frames where Node.js itself reads the source map, which is in the archive then', async () => {
    world.setManifest({
      ...{ runtime: 'nodejs24.x', handler: 'src/app.handler', build: { sourceMaps: true } },
      environment: { NODE_OPTIONS: '--enable-source-maps' },
    });
    await world.deploy();
    const payload = await invoke({});
    assert.match(payload, /src\/app\.ts:/);
    assert.deepEqual(await linesOf(payload), thrown());
  });
});

/** The emulator unpacks code to a folder of its own, where AWS has /var/task. */
const framesBelowTask = (payload: string): string =>
  payload.replaceAll(/(?:file:\/\/)?[^\s("]+\/(?=src\/)/g, '/var/task/');
