import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
import { isCancellation, isFailure } from '../../src/core/failures/failure.ts';
import { localFailures } from '../../src/core/failures/localFailures.ts';
import { Gate, settled } from '../support/fakeContainers.ts';
import { invokerWorld } from '../support/invokerWorld.ts';

describe('local invocation', () => {
  let world: ReturnType<typeof invokerWorld>['world'];
  let invoker: ReturnType<typeof invokerWorld>['invoker'];
  let invoke: ReturnType<typeof invokerWorld>['invoke'];
  beforeEach(() => {
    ({ world, invoker, invoke } = invokerWorld());
  });

  describe('reports failures', () => {
    it('of the code folder', async () => {
      world.scanner.fault = localFailures.linkOutside('lib', '/etc', '/code/calc');
      await assert.rejects(invoke(), (error) => isFailure(error, 'local.linkOutside'));
    });

    it('of the environment file, at its line', async () => {
      world.texts.set('/code/calc/env.txt', 'A=1\nexport B=2\n');
      const source = world.source({ environmentFile: 'env.txt' });
      await assert.rejects(
        invoke({ source }),
        (error) => isFailure(error, 'environmentFile.invalid') && error.location?.line === 2,
      );
    });

    it('of a start, and starts anew for the next call', async () => {
      world.engine.starting = () => Promise.reject(localFailures.startFailed('calc', 'no space'));
      await assert.rejects(invoke(), (error) => isFailure(error, 'local.startFailed'));
      world.engine.starting = () => Promise.resolve();
      assert.equal((await invoke()).status, 'success');
    });

    it('of a standby only to the log', async () => {
      await invoke();
      world.engine.starting = () => Promise.reject(localFailures.startFailed('calc', 'no space'));
      assert.equal((await invoke({ fresh: true })).status, 'success');
      assert.equal(world.troubles.length, 1);
    });

    const offers = (error: unknown, code: 'local.architecture' | 'local.foreignImage') =>
      isFailure(error, code) &&
      error.actions.some(
        (action) => action.kind === 'runCommand' && action.command === 'lambdaWorkbench.useNativeImage',
      );

    it('of another architecture than the engine’s, before anything is pulled, and offers the engine’s', async () => {
      world.engine.image = undefined;
      const source = world.source({ architecture: 'arm64' });
      await assert.rejects(invoke({ source }), (error) => offers(error, 'local.architecture'));
      assert.deepEqual(world.engine.pulled, []);
      world.native.agreed = true;
      assert.equal((await invoke({ source })).status, 'success');
      assert.deepEqual(world.engine.platforms, ['linux/amd64']);
    });

    it('of an image for another architecture than the engine’s, and offers the engine’s', async () => {
      world.engine.engineArchitecture = 'arm64';
      await assert.rejects(invoke(), (error) => offers(error, 'local.foreignImage'));
      world.native.agreed = true;
      const local = { image: 'public.ecr.aws/lambda/python:3.13-x86_64' };
      assert.equal((await invoke({ source: world.source({ local }) })).status, 'success');
      assert.deepEqual(world.engine.pulled, ['public.ecr.aws/lambda/python:3.13-arm64']);
      const [container] = world.engine.containers;
      assert.equal(container?.spec.image, 'public.ecr.aws/lambda/python:3.13-arm64');
    });

    it('of code that the engine cannot run, by its name and with no offer', async () => {
      world.scanner.foreign = '/code/calc/lib/fast.so';
      const named = (error: unknown) =>
        isFailure(error, 'local.foreignCode') &&
        error.message.includes('/code/calc/lib/fast.so') &&
        error.actions.length === 0;
      await assert.rejects(invoke({ source: world.source({ architecture: 'arm64' }) }), named);
      world.engine.image = { id: 'sha256:1', architecture: 'arm64' };
      await assert.rejects(invoke(), named);
    });

    it('of an image that exists for another architecture only, with no offer to repeat', async () => {
      world.native.agreed = true;
      world.engine.image = { id: 'sha256:1', architecture: 'arm64' };
      world.engine.pullImage = () => Promise.resolve();
      await assert.rejects(
        invoke(),
        (error) => isFailure(error, 'local.foreignImage') && error.actions.length === 0,
      );
    });

    it('of an event that Lambda would not take, before anything is started', async () => {
      const event = JSON.stringify('x'.repeat(6_400_000));
      await assert.rejects(invoke({ event }), (error) => isFailure(error, 'local.eventTooLarge'));
      assert.equal((await invoke({ event: JSON.stringify('ü'.repeat(2_900_000)) })).status, 'success');
      const wide = JSON.stringify('ü'.repeat(3_200_000));
      await assert.rejects(invoke({ event: wide }), (error) => isFailure(error, 'local.eventTooLarge'));
    });

    it('of the host’s network with an image that would listen on it', async () => {
      const source = world.source({ local: { image: 'lambci/lambda:python3.6', network: 'host' } });
      await assert.rejects(invoke({ source }), (error) => isFailure(error, 'local.hostNetwork'));
    });
  });

  describe('mounts folders outside of the workspace', () => {
    it('after asking for each, once', async () => {
      world.scanner.outside = ['/data', '/layer'];
      assert.equal((await invoke()).status, 'success');
      assert.equal((await invoke({ fresh: true })).status, 'success');
      assert.deepEqual(world.folders.asked, ['calc /data', 'calc /layer']);
    });

    it('not when the person does not want it, and says nothing more', async () => {
      world.scanner.outside = ['/data'];
      world.folders.answer = false;
      await assert.rejects(invoke(), isCancellation);
      assert.deepEqual(world.engine.containers, []);
    });

    it('never unasked: an event that is opened asks nobody', async () => {
      world.scanner.outside = ['/data'];
      await invoker.prepare(world.source());
      assert.deepEqual([world.folders.asked, world.engine.containers], [[], []]);
      assert.ok(isFailure(world.troubles[0], 'local.folderOutside'));
    });

    it('not when the question is cancelled', async () => {
      world.scanner.outside = ['/data'];
      world.folders.ask = () => new Gate<boolean>().promise;
      const cancel = new AbortController();
      const result = invoke({ signal: cancel.signal });
      await settled();
      cancel.abort();
      await assert.rejects(result, isCancellation);
    });
  });
});
