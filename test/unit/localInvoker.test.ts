import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
import { isCancellation, isFailure } from '../../src/core/failures/failure.ts';
import { localFailures } from '../../src/core/failures/localFailures.ts';
import type { LocalProgress, LocalResult } from '../../src/workflows/local/localInvoking.ts';
import type { FunctionSource } from '../../src/workflows/resolveFunction.ts';
import { Gate, settled } from '../support/fakeContainers.ts';
import { invokerWorld } from '../support/invokerWorld.ts';

describe('local invocation', () => {
  let world: ReturnType<typeof invokerWorld>['world'];
  let invoker: ReturnType<typeof invokerWorld>['invoker'];
  let invoke: ReturnType<typeof invokerWorld>['invoke'];
  beforeEach(() => {
    ({ world, invoker, invoke } = invokerWorld());
  });
  const livingIds = () => world.engine.living.map(({ id }) => id);
  const calls = () => world.engine.containers.map(({ events }) => events.length);

  describe('chooses the container', () => {
    it('starts one, and a standby after the answer', async () => {
      const result = await invoke();
      assert.deepEqual([result.status, result.start], ['success', 'cold']);
      assert.deepEqual(calls(), [1, 0]);
    });

    it('calls the live one again while nothing has changed', async () => {
      await invoke();
      assert.equal((await invoke()).start, 'warm');
      assert.deepEqual(calls(), [2, 0]);
    });

    it('takes the standby when the code has changed, and removes the old one afterwards', async () => {
      await invoke();
      world.scanner.state = { ...world.scanner.state, revision: 2 };
      const running = new Gate<'success'>();
      world.engine.call = () => running.promise;
      const result = invoke();
      await settled();
      assert.deepEqual(livingIds(), [1, 2], 'no removal and no start on the way to the answer');
      running.open('success');
      assert.equal((await result).start, 'cold');
      assert.deepEqual(calls(), [1, 1, 0]);
      assert.deepEqual(livingIds(), [2, 3]);
    });

    it('takes the standby when a fresh call is asked for, once or by setting', async () => {
      await invoke();
      assert.equal((await invoke({ fresh: true })).start, 'cold');
      assert.equal((await invoke()).start, 'warm');
      world.settings.reuse = 'fresh';
      assert.equal((await invoke()).start, 'cold');
    });

    const changes: [string, (use: (source: FunctionSource) => void) => void][] = [
      ['the manifest', (use) => use(world.source({ environment: { GREETING: 'hi' } }))],
      ['the memory', (use) => use(world.source({ memorySize: 256 }))],
      ['the environment file', () => world.texts.set('/code/calc/env.txt', 'A=2')],
      ['the image', () => (world.engine.image = { id: 'sha256:2', architecture: 'amd64' })],
      ['where its copy lies', () => (world.scanner.state = { ...world.scanner.state, folder: '/storage/2' })],
      ['the region', () => (world.connection.region = 'us-east-1')],
    ];
    for (const [what, change] of changes) {
      it(`neither live one nor standby when ${what} changed`, async () => {
        world.texts.set('/code/calc/env.txt', 'A=1');
        let source = world.source({ environmentFile: 'env.txt' });
        await invoke({ source });
        change(({ manifest }) => {
          source = { ...source, manifest: { ...source.manifest, ...manifest } };
        });
        assert.equal((await invoke({ source })).start, 'cold');
        assert.deepEqual(calls(), [1, 0, 1, 0]);
        assert.deepEqual(livingIds(), [3, 4]);
      });
    }

    it('no standby that read the code when it started, where the image is of that kind', async () => {
      world.engine.lazy = false;
      await invoke();
      world.scanner.state = { ...world.scanner.state, revision: 2 };
      await invoke();
      assert.deepEqual(calls(), [1, 0, 1, 0]);
    });

    for (const status of ['exited', 'timedOut', 'outOfMemory', 'initFailed'] as const) {
      it(`not the one whose call ended as ${status}`, async () => {
        world.engine.call = () => Promise.resolve(status);
        assert.equal((await invoke()).status, status);
        world.engine.call = () => Promise.resolve('success');
        assert.equal((await invoke()).start, 'cold');
        assert.deepEqual(livingIds(), [2, 3]);
      });
    }

    it('the same one after the handler raised', async () => {
      world.engine.call = () => Promise.resolve('functionError');
      await invoke();
      assert.equal((await invoke()).start, 'warm');
    });

    it('another when the engine lost both', async () => {
      await invoke();
      for (const container of world.engine.containers) container.usable = false;
      assert.equal((await invoke()).start, 'cold');
    });

    it('another when it turns out to be gone, once', async () => {
      await invoke();
      let lost = 1;
      world.engine.call = () =>
        lost-- > 0 ? Promise.reject(localFailures.containerLost('calc')) : Promise.resolve('success');
      assert.equal((await invoke()).start, 'cold');
      lost = 2;
      await assert.rejects(invoke(), (error) => isFailure(error, 'local.containerLost'));
    });

    it('none ahead when that is not wanted', async () => {
      world.settings.prepare = 'never';
      await invoke();
      await invoker.prepare(world.source());
      assert.equal(world.engine.containers.length, 1);
    });

    it('a container for each function, side by side', async () => {
      const gates = [new Gate<'success'>(), new Gate<'success'>()];
      world.engine.call = (event) =>
        (event === '1' ? gates[0] : gates[1])?.promise ?? Promise.reject(new Error(event));
      const first = invoke({ event: '1' });
      const second = invoke({ source: world.source({ functionName: 'other' }), event: '2' });
      gates[1]?.open('success');
      assert.equal((await second).status, 'success');
      gates[0]?.open('success');
      assert.equal((await first).status, 'success');
    });
  });

  describe('queues the calls of one function', () => {
    it('in their order, one at a time, and says so', async () => {
      const gates = new Map(['1', '2', '3'].map((event) => [event, new Gate<'success'>()]));
      const begun: string[] = [];
      world.engine.call = (event) => {
        begun.push(event);
        return gates.get(event)?.promise ?? Promise.reject(new Error(event));
      };
      const phases: string[] = [];
      const onProgress = (progress: LocalProgress) => progress.kind === 'phase' && phases.push(progress.text);
      const results = ['1', '2', '3'].map((event) =>
        invoke({ event, onProgress: (one) => void onProgress(one) }),
      );
      await settled();
      assert.deepEqual(begun, ['1']);
      assert.equal(phases.filter((text) => text === 'Waiting for the invocation before').length, 2);
      for (const [event, gate] of gates) {
        gate.open('success');
        await settled();
        await settled();
        assert.ok(begun.includes(event));
      }
      await Promise.all(results);
      assert.deepEqual(begun, ['1', '2', '3']);
    });

    it('and lets one that is cancelled while it waits go, without its neighbours', async () => {
      const gate = new Gate<'success'>();
      world.engine.call = (event) => (event === '1' ? gate.promise : Promise.resolve('success'));
      const cancel = new AbortController();
      const [first, second, third] = [
        invoke({ event: '1' }),
        invoke({ event: '2', signal: cancel.signal }),
        invoke({ event: '3' }),
      ];
      await settled();
      cancel.abort();
      await assert.rejects(second, isCancellation);
      gate.open('success');
      assert.equal((await first).status, 'success');
      assert.equal((await third).status, 'success');
      assert.deepEqual(world.engine.containers[0]?.events, ['1', '3']);
    });

    it('and goes on after one that failed', async () => {
      world.engine.call = () => Promise.reject(localFailures.containerGone('calc'));
      await assert.rejects(invoke(), (error) => isFailure(error, 'local.containerGone'));
      world.engine.call = () => Promise.resolve('success');
      assert.equal((await invoke()).start, 'cold');
    });
  });

  describe('cancelled', () => {
    it('before anything was started, starts nothing', async () => {
      await assert.rejects(invoke({ signal: AbortSignal.abort() }), isCancellation);
      assert.deepEqual(world.engine.containers, []);
    });

    it('while the container starts, keeps it for the next call', async () => {
      const start = new Gate();
      world.engine.starting = () => start.promise;
      const cancel = new AbortController();
      const result = invoke({ signal: cancel.signal });
      await settled();
      cancel.abort();
      await assert.rejects(result, isCancellation);
      start.open();
      await settled();
      assert.equal((await invoke()).start, 'cold');
      assert.deepEqual(calls(), [1, 0]);
    });

    it('while the function runs, removes its container at once and prepares another', async () => {
      world.engine.call = () => new Gate<'success'>().promise;
      const cancel = new AbortController();
      const result = invoke({ signal: cancel.signal });
      await settled();
      cancel.abort();
      assert.deepEqual(livingIds(), [], 'the removal waits for nothing');
      await assert.rejects(result, isCancellation);
      await settled();
      assert.deepEqual(livingIds(), [2]);
      assert.deepEqual(world.troubles, []);
    });
  });

  it('pulls a missing image as a step of its own', async () => {
    world.engine.image = undefined;
    const phases: string[] = [];
    await invoke({ onProgress: (progress) => progress.kind === 'phase' && phases.push(progress.text) });
    assert.equal(phases[0], 'Pulling public.ecr.aws/lambda/python:3.13');
    world.engine.image = undefined;
    const source = world.source({ local: { image: 'missing:1' } });
    await assert.rejects(invoke({ source }), (error) => isFailure(error, 'local.imageMissing'));
  });

  it('updates each image once', async () => {
    const sources = [
      world.source(),
      world.source({ functionName: 'b' }),
      world.source({ runtime: 'nodejs24.x' }),
    ];
    await invoker.updateImages(sources, { signal: new AbortController().signal });
    assert.deepEqual(world.engine.pulled, [
      'public.ecr.aws/lambda/python:3.13',
      'public.ecr.aws/lambda/nodejs:24',
    ]);
  });

  it('reports what the emulator measured, and what is our own apart', async () => {
    const lines: string[] = [];
    world.engine.call = async () => {
      await world.clock.advance(100);
      return 'success';
    };
    const result: LocalResult = await invoke({
      onProgress: (progress) => progress.kind === 'line' && lines.push(progress.line.text),
    });
    assert.deepEqual(await result.report, {
      initMs: 50,
      durationMs: 2,
      billedMs: 52,
      memorySize: 128,
      peakMemory: 20,
      overheadMs: 48,
    });
    assert.match(lines.join(), /^REPORT RequestId: request-1\tDuration: 2\.00 ms\tBilled Duration: 52 ms\t/);
  });

  it('prepares a standby, and none where a container waits already', async () => {
    await invoker.prepare(world.source());
    assert.deepEqual(calls(), [0]);
    await invoke();
    assert.deepEqual(calls(), [1, 0]);
    await invoker.prepare(world.source());
    assert.deepEqual(calls(), [1, 0]);
  });

  it('never fails to prepare: the reason is logged', async () => {
    world.engine.starting = () => Promise.reject(localFailures.engineDown('docker'));
    await invoker.prepare(world.source());
    assert.equal(world.troubles.length, 1);
  });

  it('removes the containers of a function that nobody calls, and starts again when it is called', async () => {
    await invoke();
    await world.clock.advance(9 * 60_000);
    await invoke();
    await world.clock.advance(9 * 60_000);
    assert.equal(livingIds().length, 2);
    await world.clock.advance(60_000);
    assert.deepEqual(livingIds(), []);
    assert.equal((await invoke()).start, 'cold');
  });

  it('does not take a long call for idleness', async () => {
    const gate = new Gate<'success'>();
    world.engine.call = () => gate.promise;
    const result = invoke();
    await settled();
    await world.clock.advance(60 * 60_000);
    assert.equal(livingIds().length, 1);
    gate.open('success');
    assert.equal((await result).status, 'success');
  });

  it('nor a call that had to wait for one before it', async () => {
    const gates = [new Gate<'success'>(), new Gate<'success'>()];
    world.engine.call = (event) => gates[Number(event)]?.promise ?? Promise.reject(new Error(event));
    const first = invoke({ event: '0' });
    const second = invoke({ event: '1' });
    gates[0]?.open('success');
    await first;
    await world.clock.advance(60 * 60_000);
    gates[1]?.open('success');
    assert.equal((await second).start, 'warm');
  });

  it('removes every container on demand, and says how many', async () => {
    await invoke();
    assert.equal(await invoker.removeAll(), 2);
    assert.deepEqual(livingIds(), []);
    assert.equal((await invoke()).start, 'cold');
  });

  it('looks once for what crashed windows left', async () => {
    await invoke();
    await invoke();
    assert.equal(world.engine.leftoversRemoved, 1);
  });

  it('leaves nothing when the window closes, whatever is under way', async () => {
    const start = new Gate();
    await invoke();
    world.engine.starting = () => start.promise;
    world.engine.call = () => new Gate<'success'>().promise;
    const result = invoke();
    await settled();
    const disposed = invoker.dispose();
    await assert.rejects(result, isCancellation);
    start.open();
    await disposed;
    await settled();
    assert.deepEqual(livingIds(), []);
    await assert.rejects(invoke(), (error) => isFailure(error, 'local.closed'));
  });

  it('writes the command for a person, without a value', async () => {
    world.connection.credentials = { accessKeyId: 'AKIDSECRET', secretAccessKey: 'hidden' };
    world.scanner.state = { ...world.scanner.state, layers: [{ source: '/code/layer', target: '/opt' }] };
    const command = await invoker.command(world.source({ environment: { TOKEN: 'hidden too' } }));
    assert.match(
      command,
      /^docker run --rm .* -v \/storage\/running\/calc\/task:\/var\/task:ro .* -e TOKEN /,
    );
    assert.match(command, / -v \/code\/layer:\/opt:ro /);
    assert.match(command, / public\.ecr\.aws\/lambda\/python:3\.13 app\.handler$/);
    assert.doesNotMatch(command, /hidden|AKIDSECRET/);
  });

  it('makes another container for a sandbox at another port, and names it by variable only', async () => {
    world.connection.endpoint = 'http://127.0.0.1:40000';
    await invoke();
    world.connection.endpoint = 'http://127.0.0.1:40001';
    assert.equal((await invoke()).start, 'cold');
    const ports = world.engine.containers.map(({ spec }) => spec.sandboxPort);
    assert.ok(ports[0] === 40_000 && ports.includes(40_001));
    const command = await invoker.command(world.source());
    assert.match(command, / -e AWS_ENDPOINT_URL /);
    assert.doesNotMatch(command, /40001/);
  });
});
