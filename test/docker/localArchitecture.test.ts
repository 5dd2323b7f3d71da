import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { isFailure } from '../../src/core/failures/failure.ts';
import type { Failure } from '../../src/core/failures/failure.ts';
import { docker } from '../support/dockerCommand.ts';
import { openLocalWorld } from '../support/localWorld.ts';
import type { LocalWorld } from '../support/localWorld.ts';
import { withTemporaryFolder } from '../support/temporaryFolder.ts';

/** Of the engine, and the one that Lambda has beside it; with the `e_machine` of its ELF files. */
const x86 = { lambda: 'x86_64', docker: 'amd64', machine: 0x3e } as const;
const arm = { lambda: 'arm64', docker: 'arm64', machine: 0xb7 } as const;

/** An image that says of itself which processor it is for, and holds nothing. */
async function loadEmptyImage(image: string, architecture: string): Promise<void> {
  // Two empty blocks: a tar archive without a member.
  const layer = Buffer.alloc(1024);
  const digest = createHash('sha256').update(layer).digest('hex');
  const rootfs = { type: 'layers', diff_ids: [`sha256:${digest}`] };
  await withTemporaryFolder(async (folder) => {
    const files = {
      'layer.tar': layer,
      'config.json': JSON.stringify({ architecture, os: 'linux', config: {}, rootfs }),
      'manifest.json': JSON.stringify([{ Config: 'config.json', RepoTags: [image], Layers: ['layer.tar'] }]),
    };
    for (const [name, content] of Object.entries(files)) await writeFile(path.join(folder, name), content);
    const archive = path.join(folder, 'image.tar');
    await promisify(execFile)('tar', ['-cf', archive, '-C', folder, ...Object.keys(files)]);
    docker('load', '--input', archive);
  });
}

describe('a function for another processor than the engine’s', () => {
  let world: LocalWorld;
  const isArm = docker('version', '--format', '{{.Server.Arch}}') === 'arm64';
  const [native, foreign] = isArm ? [arm, x86] : [x86, arm];
  beforeEach(async () => {
    world = await openLocalWorld();
    await world.write('app.py', 'import platform\ndef handler(event, context): return platform.machine()\n');
  });
  afterEach(() => world[Symbol.asyncDispose]());

  const library = ({ machine }: typeof x86 | typeof arm) => {
    const header = Buffer.alloc(64);
    header.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
    header.writeUInt16LE(machine, 18);
    return header;
  };
  const refusal = async (source: ReturnType<LocalWorld['source']>): Promise<Failure> => {
    const error: unknown = await world.invoke(source).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    assert.ok(isFailure(error), String(error));
    return error;
  };
  /** What the button of the message hands over. */
  const offered = ({ actions }: Failure): string => {
    const [action] = actions;
    assert.ok(action?.kind === 'runCommand' && action.command === 'lambdaWorkbench.useNativeImage');
    return String(action.args?.[0]);
  };

  it('runs with the native image once that is agreed to, where it holds no code for the other', async () => {
    await world.write('lib/fast.so', library(native));
    const source = world.source({ architecture: foreign.lambda });
    const refused = await refusal(source);
    assert.equal(refused.code, 'local.architecture');
    world.nativeFunctions.add(offered(refused));
    const { status, payload } = await world.invoke(source);
    assert.deepEqual([status, JSON.parse(payload)], ['success', isArm ? 'aarch64' : 'x86_64']);
  });

  it('is refused by the name of the file that could not run', async () => {
    await world.write('lib/fast.so', library(foreign));
    const refused = await refusal(world.source({ architecture: foreign.lambda }));
    assert.equal(refused.code, 'local.foreignCode');
    assert.match(refused.message, / lib\/fast\.so /);
    assert.deepEqual(refused.actions, []);
  });

  it('is not run in an image for the other, and offered the native one', async () => {
    const image = `lambda-workbench/foreign:${process.pid}`;
    await loadEmptyImage(image, foreign.docker);
    try {
      const refused = await refusal(world.source({ local: { image } }));
      assert.equal(refused.code, 'local.foreignImage');
      world.nativeFunctions.add(offered(refused));
      // It is looked for in the registry then, which has none.
      assert.equal((await refusal(world.source({ local: { image } }))).code, 'local.imageMissing');
    } finally {
      docker('rmi', image);
    }
  });
});
