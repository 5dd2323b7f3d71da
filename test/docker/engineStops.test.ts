import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { after, before, describe, it } from 'mocha';
import { removeEngineFolder, startEngine } from '../../scripts/dockerEngine.mjs';
import { isFailure } from '../../src/core/failures/failure.ts';
import { docker, ourContainers } from '../support/dockerCommand.ts';
import { pythonImage } from '../support/dockerContainers.ts';
import { openLocalWorld } from '../support/localWorld.ts';
import type { LocalWorld } from '../support/localWorld.ts';
import { createTemporaryFolder } from '../support/temporaryFolder.ts';

const sleeper =
  'import time\ndef handler(event, context): time.sleep(event.get("seconds", 0)); return "awake"\n';
type Engine = Awaited<ReturnType<typeof startEngine>>;

/** Puts an engine in front of everything that runs `docker` in this process; gives back how to undo that. */
function use(environment: Readonly<Record<string, string>>): () => void {
  const host = process.env['DOCKER_HOST'];
  Object.assign(process.env, environment);
  return () => {
    if (host === undefined) delete process.env['DOCKER_HOST'];
    else process.env['DOCKER_HOST'] = host;
  };
}

async function copyImage(from: NodeJS.ProcessEnv, to: NodeJS.ProcessEnv): Promise<void> {
  const saving = spawn('docker', ['save', pythonImage], { env: from, stdio: ['ignore', 'pipe', 'inherit'] });
  const loading = spawn('docker', ['load', '--quiet'], {
    env: to,
    stdio: [saving.stdout, 'ignore', 'inherit'],
  });
  const [code] = (await once(loading, 'close')) as [number];
  assert.equal(code, 0);
}

/** An engine of this file's own, as no other may be stopped. */
describe('an engine that stops in the middle of an invocation', () => {
  let folder: string;
  let engine: Engine;
  let world: LocalWorld;
  let useOther: () => void;
  before(async function () {
    this.timeout(300_000);
    folder = await createTemporaryFolder();
    engine = await startEngine(path.join(folder, 'data'));
    await copyImage(process.env, { ...process.env, ...engine.environment });
    useOther = use(engine.environment);
    world = await openLocalWorld();
    await world.write('app.py', sleeper);
  });
  after(async function () {
    this.timeout(60_000);
    await world[Symbol.asyncDispose]();
    useOther();
    await engine.end();
    // A daemon that crashed has left its folder mounted.
    removeEngineFolder(folder);
  });

  const restart = async () => {
    engine = await startEngine(path.join(folder, 'data'));
    use(engine.environment);
  };
  const stops: [string, () => Promise<void>][] = [
    ['crashes', () => Promise.resolve(void process.kill(engine.pid ?? 0, 'SIGKILL'))],
    ['is stopped', () => engine.end()],
  ];
  for (const [what, stop] of stops) {
    it(`${what}: the call ends at once and says so, the next one too, and one after its start works`, async () => {
      const source = world.source({ timeout: 120 });
      await world.invoker.prepare(source);
      const stopping: Promise<void>[] = [];
      const call = world.invoke(source, {
        event: { seconds: 120 },
        onLine: ({ text }) => {
          if (text.startsWith('START')) stopping.push(stop());
        },
      });
      const began = performance.now();
      const end = await call.then(
        ({ status, payload }) => `${status}: ${payload}`,
        (error: unknown) => error,
      );
      assert.ok(isFailure(end, 'local.containerGone', 'local.engineDown'), String(end));
      assert.ok(performance.now() - began < 30_000);
      await Promise.all(stopping);
      if (what === 'crashes') await engine.end();
      await assert.rejects(world.invoke(source), (error) => {
        assert.ok(isFailure(error, 'local.engineDown'), String(error));
        return true;
      });
      await restart();
      assert.equal((await world.invoke(source)).payload, '"awake"');
      await world.invoker.removeAll();
      assert.deepEqual(ourContainers(), []);
      assert.equal(docker('ps', '--all', '--quiet'), '', 'what the engine lost is gone too');
    }).timeout(180_000);
  }
});
