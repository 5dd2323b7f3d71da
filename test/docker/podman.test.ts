import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, it } from 'mocha';
import { isCancellation, isFailure } from '../../src/core/failures/failure.ts';
import { openLocalWorld } from '../support/localWorld.ts';
import type { LocalWorld } from '../support/localWorld.ts';

const image = 'public.ecr.aws/lambda/python:3.13';
const code = `
import time
print("loaded")
def answer(event, context): print("called"); return {"é": event}
def fail(event, context): raise ValueError("no such trip ü")
def sleep(event, context): time.sleep(event["seconds"]); return "awake"
`;
/** Where the hard limits of this process are lower than podman's defaults, raising them is refused. */
const containersConf = '[containers]\ndefault_ulimits = ["nofile=1024:1024", "nproc=1024:1024"]\n';

function podman(...args: readonly string[]): { code: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync('podman', args, { encoding: 'utf8' });
  return { code: status, stdout: stdout.trim(), stderr };
}
const ours = (): string[] => {
  const { stdout } = podman(
    'ps',
    '--all',
    '--quiet',
    '--filter',
    `label=lambda-workbench.pid=${process.pid}`,
  );
  return stdout === '' ? [] : stdout.split('\n');
};

/** The same image as Docker has it, in the other engine. */
async function copyImage(): Promise<void> {
  if (podman('image', 'exists', image).code === 0) return;
  const saving = spawn('docker', ['save', image], { stdio: ['ignore', 'pipe', 'inherit'] });
  const loading = spawn('podman', ['load', '--quiet'], { stdio: [saving.stdout, 'ignore', 'inherit'] });
  const [code] = (await once(loading, 'close')) as [number];
  assert.equal(code, 0, 'podman could not load the image');
}

describe('podman', () => {
  let world: LocalWorld;
  /** Why podman starts nothing at all here, in its own words; undefined when it does. */
  let refusal: string | undefined;
  before(async () => {
    world = await openLocalWorld();
    world.settings.tool = 'podman';
    await world.write('app.py', code);
    const conf = path.join(path.dirname(world.folder), 'containers.conf');
    await writeFile(conf, containersConf);
    process.env['CONTAINERS_CONF'] = conf;
    await copyImage();
    const trial = podman('run', '--rm', '--entrypoint', '/bin/true', image);
    refusal = trial.code === 0 ? undefined : trial.stderr;
    if (refusal !== undefined) console.log(`podman starts no container here: ${refusal}`);
  });
  after(async () => {
    await world[Symbol.asyncDispose]();
    delete process.env['CONTAINERS_CONF'];
    assert.deepEqual(ours(), [], 'no container is left');
  });

  /** Where podman itself starts nothing, what is left to be seen is that this is said. */
  async function rows(use: () => Promise<void>): Promise<void> {
    if (refusal === undefined) return use();
    await assert.rejects(world.invoke(world.source({ handler: 'app.answer' })), (error) =>
      isFailure(error, 'local.startFailed', 'local.engineDown', 'local.engineDenied'),
    );
  }
  const run = (handler: string, event: unknown = {}) =>
    world.invoke(world.source({ handler: `app.${handler}`, timeout: 20 }), { event });

  it('answers cold, then warm, then cold with new code', () =>
    rows(async () => {
      const first = await run('answer', { n: 1 });
      assert.deepEqual([first.status, first.start], ['success', 'cold']);
      assert.deepEqual(JSON.parse(first.payload), { é: { n: 1 } });
      assert.ok(((await first.report).initMs ?? 0) > 0);
      assert.equal((await run('answer')).start, 'warm');
      await world.write('app.py', code.replace('"called"', '"changed"'));
      const changed = await run('answer');
      assert.equal(changed.start, 'cold');
      assert.ok(changed.lines.some(({ text }) => text === 'changed'));
    }));

  it('says what the handler raised', () =>
    rows(async () => {
      const { status, payload } = await run('fail');
      assert.equal(status, 'functionError');
      assert.equal((JSON.parse(payload) as { errorMessage: string }).errorMessage, 'no such trip ü');
    }));

  it('is cancelled while the function runs, and leaves nothing', () =>
    rows(async () => {
      const cancel = new AbortController();
      const source = world.source({ handler: 'app.sleep', timeout: 60 });
      const call = world.invoke(source, {
        event: { seconds: 60 },
        signal: cancel.signal,
        onLine: ({ text }) => text.startsWith('START') && cancel.abort(),
      });
      await assert.rejects(call, isCancellation);
    }));

  it('has its containers found by their labels, and removed', () =>
    rows(async () => {
      await run('answer');
      assert.ok((await world.invoker.removeAll()) >= 1);
      assert.deepEqual(ours(), []);
    }));
});
