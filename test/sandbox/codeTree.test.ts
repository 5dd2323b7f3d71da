import assert from 'node:assert/strict';
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { after, before, describe, it } from 'mocha';
import { isFailure } from '../../src/core/failures/failure.ts';
import { DeployWorld } from '../support/deployWorld.ts';
import { elf, machO } from '../support/machineCode.ts';
import { useStrictProxy } from '../support/strictProxy.ts';

// The emulator unpacks a link as a file with its target's name: that Lambda makes a link of it cannot be seen here.
const app = [
  'import os, greeting.words as words',
  'def handler(event, context):',
  '    link = os.path.join(os.path.dirname(__file__), "alias.txt")',
  '    return [words.hello, os.path.lexists(link)]',
  '',
].join('\n');

describe('a function made of several places', function () {
  this.timeout(120_000);
  const sandbox = useStrictProxy({ createMs: 20, updateMs: 20 });
  let world: DeployWorld;

  before(async () => {
    world = await DeployWorld.create('several', sandbox.proxy.url);
    await mkdir(join(world.folder, 'fn'));
    await mkdir(join(world.folder, 'shared'));
    await writeFile(join(world.folder, 'fn/app.py'), app);
    await writeFile(join(world.folder, 'fn/real.txt'), 'real');
    await writeFile(join(world.folder, 'shared/words.py'), "hello = 'hello'\n");
    await symlink('real.txt', join(world.folder, 'fn/alias.txt'));
    world.setManifest({
      package: { root: 'fn', symlinks: 'keep', include: [{ from: 'shared', to: 'greeting' }] },
    });
  });
  after(() => world.dispose());

  const invoke = async () => {
    const answer = await sandbox.clients.lambda.send(new InvokeCommand({ FunctionName: 'several' }));
    return answer.Payload?.transformToString() ?? '';
  };

  it('runs with what is included, and an archive with links is taken', async () => {
    await world.deploy();
    assert.deepEqual(JSON.parse(await invoke()), ['hello', true]);
    assert.deepEqual((await world.plan()).plan.steps, []);
    await writeFile(join(world.folder, 'shared/words.py'), "hello = 'good evening'\n");
    await world.deploy();
    assert.deepEqual(JSON.parse(await invoke()), ['good evening', true]);
  });

  it('is not sent with machine code that it cannot run, which is named, and goes on as it was', async () => {
    const planted = [
      [
        'fn/node_modules/sharp/sharp.node',
        machO(),
        /node_modules\/sharp\/sharp\.node of sharp, a Mach-O file for macOS/,
      ],
      [
        'shared/fast.so',
        elf(183),
        /several runs on Linux on x86_64 and cannot run greeting\/fast\.so, an ELF file for arm64/,
      ],
    ] as const;
    for (const [path, content, sentence] of planted) {
      const file = join(world.folder, path);
      await mkdir(join(file, '..'), { recursive: true });
      await writeFile(file, content);
      const failed = await world.deploy().catch((error: unknown) => error);
      assert.ok(isFailure(failed, 'archive.foreignCode'), String(failed));
      assert.match(failed.message, sentence);
      await rm(file);
    }
    assert.deepEqual(JSON.parse(await invoke()), ['good evening', true]);
    assert.deepEqual((await world.plan()).plan.steps, []);
  });
});
