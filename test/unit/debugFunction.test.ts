import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
import { debugFailures } from '../../src/core/failures/debugFailures.ts';
import { isCancellation, isFailure } from '../../src/core/failures/failure.ts';
import { localFailures } from '../../src/core/failures/localFailures.ts';
import type { LogLine } from '../../src/core/local/invocation.ts';
import { createLocalDebugger } from '../../src/workflows/local/debugFunction.ts';
import type { AttachedDebugger, DebugOptions, DebugTools } from '../../src/workflows/local/localDebugging.ts';
import type { LocalProgress } from '../../src/workflows/local/localInvoking.ts';
import { fakeLocalWorld, Gate, settled } from '../support/fakeContainers.ts';

const cue: LogLine = { text: 'Debugger listening on port 40123', source: 'function' };
type Status = 'success' | 'functionError' | 'exited';

describe('debugging a function', () => {
  let world: ReturnType<typeof fakeLocalWorld>;
  let tools: { -readonly [Key in keyof DebugTools]: DebugTools[Key] };
  /** Opens when the function has answered. */
  let answer: Gate<Status>;
  let letGo: Gate;
  let attach: DebugOptions['attach'];
  let attachedTo: Parameters<DebugOptions['attach']>[0][];
  let progress: LocalProgress[];
  let cancel: AbortController;

  beforeEach(() => {
    world = fakeLocalWorld();
    answer = new Gate();
    letGo = new Gate();
    attachedTo = [];
    progress = [];
    cancel = new AbortController();
    tools = {
      files: () => Promise.resolve({ scripts: '/storage/debug', package: '/ext/debugpy' }),
      freePort: () => Promise.resolve(40123),
    };
    attach = () => Promise.resolve({ ended: letGo.promise });
    world.engine.call = (_event, _signal, onLine) => {
      onLine({ text: 'START RequestId: 1 Version: $LATEST', source: 'platform' });
      onLine(cue);
      return answer.promise;
    };
  });

  const debug = (event = '{}', source = world.source()) =>
    createLocalDebugger({ ...world.dependencies, tools }).debug(
      { source, event, fresh: true },
      {
        signal: cancel.signal,
        onProgress: (one) => progress.push(one),
        attach: (configuration) => {
          attachedTo.push(configuration);
          return attach(configuration);
        },
      },
    );
  const failsWith = (running: Promise<unknown>, code: string) =>
    assert.rejects(running, (error) => isFailure(error, code));
  const isCancelled = (running: Promise<unknown>) => assert.rejects(running, isCancellation);
  const lines = () => progress.flatMap((one) => (one.kind === 'line' ? [one.line.text] : []));

  it('calls first, attaches at the cue, and removes the container after the report', async () => {
    const running = debug('{"left":7}');
    await settled();
    const [container] = world.engine.containers;
    assert.deepEqual(container?.events, ['{"left":7}']);
    assert.equal(attachedTo[0]?.type, 'debugpy');
    assert.deepEqual(attachedTo[0]['connect'], { host: '127.0.0.1', port: 40123 });
    answer.open('success');
    const result = await running;
    assert.deepEqual([result.status, result.payload, result.start], ['success', '"done"', 'cold']);
    const report = await result.report;
    assert.deepEqual([report.memorySize, report.peakMemory, report.durationMs], [128, undefined, 2]);
    assert.deepEqual(world.engine.living, []);
  });

  it('lets the function reach the sandbox as an invocation does', async () => {
    world.connection.endpoint = 'http://127.0.0.1:40000';
    const running = debug();
    await settled();
    const spec = world.engine.containers[0]?.spec;
    assert.equal(spec?.sandboxPort, 40_000);
    assert.equal(spec.environment['AWS_ENDPOINT_URL'], 'http://127.0.0.1:40000');
    answer.open('success');
    await running;
  });

  it('starts a container of its own each time, and removes what crashed windows left', async () => {
    answer.open('success');
    await (
      await debug()
    ).report;
    await (
      await debug()
    ).report;
    assert.equal(world.engine.leftoversRemoved, 2);
    assert.deepEqual(
      world.engine.containers.map(({ spec }) => spec.debugPort),
      [40123, 40123],
    );
  });

  it('keeps what is printed for the debugger out of the log', async () => {
    answer.open('success');
    await (
      await debug()
    ).report;
    assert.deepEqual(lines().slice(0, 1), ['START RequestId: 1 Version: $LATEST']);
    assert.ok(!lines().includes(cue.text));
    assert.match(lines().at(-1) ?? '', /^REPORT RequestId: request-1\t/);
  });

  it('takes the answer of a function that ended before the cue', async () => {
    world.engine.call = () => Promise.resolve('exited');
    const result = await debug();
    assert.equal(result.status, 'exited');
    assert.deepEqual(attachedTo, []);
    await result.report;
    assert.deepEqual(world.engine.living, []);
  });

  it('is not mistaken by a function that prints the cue of another runtime', async () => {
    world.engine.call = (_event, _signal, onLine) => {
      onLine({ text: 'Debugger listening on ws://127.0.0.1:9229/0', source: 'function' });
      return answer.promise;
    };
    answer.open('success');
    await debug();
    assert.deepEqual(attachedTo, []);
    assert.ok(lines().includes('Debugger listening on ws://127.0.0.1:9229/0'));
  });

  describe('fails', () => {
    it('before anything is started when event, runtime or extension do not fit', async () => {
      await failsWith(debug('x'.repeat(7 * 1024 * 1024)), 'local.eventTooLarge');
      await failsWith(debug('{}', world.source({ runtime: 'ruby3.4' })), 'debug.runtime');
      const lambci = world.source({ local: { image: 'lambci/lambda:python3.6' } });
      await failsWith(debug('{}', lambci), 'debug.contract');
      tools.files = (name) =>
        Promise.reject(debugFailures.extensionMissing(name, { id: 'a.b', title: 'Python Debugger' }));
      await failsWith(debug(), 'debug.extensionMissing');
      assert.equal(world.engine.containers.length, 0);
    });

    it('when code, port or container are not to be had', async () => {
      world.scanner.fault = localFailures.codeMissing('/code/calc');
      await failsWith(debug(), 'local.codeMissing');
      world.scanner.fault = undefined;
      tools.freePort = () => Promise.reject(new Error('no port'));
      await assert.rejects(debug(), /no port/);
      tools.freePort = () => Promise.resolve(40123);
      world.engine.starting = () => Promise.reject(localFailures.startFailed('calc', 'no'));
      await failsWith(debug(), 'local.startFailed');
      assert.equal(world.engine.containers.length, 0);
    });

    it('when the debugger does not attach, leaving no container', async () => {
      attach = () => Promise.resolve(undefined);
      await failsWith(debug(), 'debug.notAttached');
      assert.deepEqual(world.engine.living, []);
      attach = () => Promise.reject(new Error('no debugger'));
      await assert.rejects(debug(), /no debugger/);
      assert.deepEqual(world.engine.living, []);
    });

    it('when the container goes in the middle', async () => {
      const running = debug();
      await settled();
      answer.fail(localFailures.containerGone('calc'));
      await failsWith(running, 'local.containerGone');
      assert.deepEqual(world.engine.living, []);
    });

    it('when the debugger let go and no answer follows', async () => {
      const running = debug();
      await settled();
      letGo.open();
      await world.clock.advance(4_999);
      assert.equal(world.engine.living.length, 1);
      void running.catch(() => undefined);
      await world.clock.advance(1);
      await failsWith(running, 'debug.detached');
      assert.deepEqual(world.engine.living, []);
    });

    it('not when the process ended, which takes the debugger along', async () => {
      const running = debug();
      await settled();
      letGo.open();
      await world.clock.advance(100);
      answer.open('exited');
      assert.equal((await running).status, 'exited');
    });
  });

  describe('is cancelled', () => {
    it('before it has begun', async () => {
      cancel.abort();
      await isCancelled(debug());
      assert.equal(world.engine.containers.length, 0);
    });

    it('while the container starts', async () => {
      const starting = new Gate();
      world.engine.starting = () => starting.promise;
      const running = debug();
      await settled();
      cancel.abort();
      starting.open();
      await isCancelled(running);
      assert.deepEqual(world.engine.living, []);
    });

    it('while it waits for the cue', async () => {
      world.engine.call = () => answer.promise;
      const running = debug();
      await settled();
      cancel.abort();
      await isCancelled(running);
      assert.deepEqual(attachedTo, []);
      assert.deepEqual(world.engine.living, []);
    });

    it('while the debugger attaches', async () => {
      const attaching = new Gate<AttachedDebugger | undefined>();
      attach = () => attaching.promise;
      const running = debug();
      await settled();
      cancel.abort();
      await isCancelled(running);
      attaching.open(undefined);
      await settled();
      assert.deepEqual(world.engine.living, []);
    });

    it('at a breakpoint', async () => {
      const running = debug();
      await settled();
      cancel.abort();
      await isCancelled(running);
      assert.deepEqual(world.engine.living, []);
    });
  });
});
