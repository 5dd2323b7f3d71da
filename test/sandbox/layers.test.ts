import assert from 'node:assert/strict';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  CreateFunctionCommand,
  GetFunctionConfigurationCommand,
  InvokeCommand,
  PublishLayerVersionCommand,
} from '@aws-sdk/client-lambda';
import { after, before, describe, it } from 'mocha';
import { isFailure } from '../../src/core/failures/failure.ts';
import type { Fault } from '../support/awsFaults.ts';
import { startAwsProxy } from '../support/awsProxy.ts';
import type { AwsProxy } from '../support/awsProxy.ts';
import { awsTestClients, createTestRole, pythonArchive } from '../support/awsTestClients.ts';
import type { AwsTestClients } from '../support/awsTestClients.ts';
import { DeployWorld } from '../support/deployWorld.ts';
import { startMinistack } from '../support/ministack.ts';
import type { TestMinistack } from '../support/ministack.ts';
import { refusal } from '../support/strictProxy.ts';

const usesLayer = 'import greeting\n\ndef handler(event, context):\n    return greeting.text\n';
const signal = AbortSignal.timeout(120_000);

describe('layers', function () {
  this.timeout(120_000);
  let ministack: TestMinistack;
  let proxy: AwsProxy;
  let clients: AwsTestClients;
  let cases = 0;

  before(async () => {
    ministack = await startMinistack();
    proxy = await startAwsProxy({ upstream: ministack.url, strict: { createMs: 20, updateMs: 20 } });
    clients = awsTestClients(proxy.url);
  });
  after(async () => {
    clients.destroy();
    await proxy.close();
    await ministack.stop();
  });

  const greet = async (world: DeployWorld, text: string) => {
    await mkdir(join(world.folder, 'shared/python'), { recursive: true });
    await writeFile(join(world.folder, 'shared/python/greeting.py'), `text = '${text}'\n`);
  };

  /** A function that imports from a folder beside it, whose layer has a name of its own. */
  async function inWorld(play: (world: DeployWorld, name: string) => Promise<void>): Promise<void> {
    const name = `layers-${++cases}`;
    const world = await DeployWorld.create(name, proxy.url);
    try {
      await writeFile(join(world.folder, 'app.py'), usesLayer);
      await greet(world, 'hello');
      world.setManifest({
        package: { exclude: ['.storage/', 'shared/'] },
        layers: [{ folder: 'shared', name }],
      });
      proxy.reset();
      await play(world, name);
    } finally {
      await world.dispose();
    }
  }
  const invoke = async (FunctionName: string) => {
    const { Payload } = await clients.lambda.send(new InvokeCommand({ FunctionName, Qualifier: 'DEV' }));
    return JSON.parse(Buffer.from(Payload ?? []).toString()) as unknown;
  };

  it('are published and attached by the first deploy, left alone by the second, and follow their folder', () =>
    inWorld(async (world, name) => {
      await world.deploy();
      assert.equal(await invoke(name), 'hello');
      proxy.reset();
      await world.deploy();
      assert.deepEqual(proxy.writes(), []);
      await greet(world, 'good day');
      await world.deploy();
      assert.equal(await invoke(name), 'good day');
      const { Layers = [] } = await clients.lambda.send(
        new GetFunctionConfigurationCommand({ FunctionName: name }),
      );
      assert.deepEqual(
        Layers.map(({ Arn }) => Arn?.split(':').at(-1)),
        ['2'],
      );
      assert.equal(proxy.count('PublishLayerVersion'), 1);
    }));

  for (const fault of ['dropBefore', 'dropAfter', 500, '500After'] satisfies Fault[]) {
    it(`are published once when the call is disturbed: ${fault}`, () =>
      inWorld(async (world, name) => {
        proxy.failNth('PublishLayerVersion', 1, fault);
        await world.deploy();
        const newest = await world.connection.layers.readNewest(name, { signal });
        assert.equal(newest?.arn.split(':').at(-1), '1');
        assert.equal(await invoke(name), 'hello');
      }));
  }

  it('are not published again by the deploy after one that was cancelled behind them', () =>
    inWorld(async (world, name) => {
      const cancelled = new AbortController();
      const stop = proxy.onCall(({ operation }) => {
        if (operation === 'CreateFunction') cancelled.abort();
      });
      await assert.rejects(world.deploy({ signal: cancelled.signal }), { name: 'AbortError' });
      stop();
      await world.deploy();
      assert.equal(proxy.count('PublishLayerVersion'), 1);
      assert.equal(await invoke(name), 'hello');
    }));

  it('are refused by name before anything is sent: missing, of another region, not in the workspace', () =>
    inWorld(async (world) => {
      const arn = (region: string) => `arn:aws:lambda:${region}:000000000000:layer:nobody:7`;
      const refused = async (layers: string[], code: string, sentence: RegExp) => {
        world.setManifest({ layers });
        await assert.rejects(world.plan(), (error) => isFailure(error, code) && sentence.test(error.message));
      };
      await refused([arn('us-east-1')], 'layer.missing', /layer:nobody:7, which does not exist/);
      await refused([arn('eu-west-1')], 'layer.otherRegion', /not of the region us-east-1/);
      await refused(['nowhere'], 'manifest.fileMissing', /nowhere, which does not exist/);
      await refused(['../../elsewhere'], 'manifest.fileOutside', /outside of the workspace folder/);
      assert.deepEqual(proxy.writes(), []);
    }));

  it('count with the function: what is too large together is not sent', () =>
    inWorld(async (world, name) => {
      // Zeros: what counts is their size when they are unpacked.
      await writeFile(join(world.folder, 'shared/zeros.bin'), Buffer.alloc(200_000_000));
      await writeFile(join(world.folder, 'zeros.bin'), Buffer.alloc(70_000_000));
      await assert.rejects(
        world.plan(),
        (error) =>
          isFailure(error, 'layer.tooLarge') &&
          new RegExp(`257 MB unzipped.*250 MB.*${name} \\(66\\.8 MB\\), ${name} \\(191 MB\\)`).test(
            error.message,
          ),
      );
      await rm(join(world.folder, 'shared/zeros.bin'));
      assert.deepEqual(proxy.writes(), []);
    }));

  it('are refused by the strict mode as by AWS', async () => {
    const ZipFile = await pythonArchive();
    const publish = (LayerName: string) =>
      clients.lambda.send(new PublishLayerVersionCommand({ LayerName, Content: { ZipFile } }));
    const arns: string[] = [];
    for (let i = 0; i < 6; i++) arns.push((await publish(`strict-${i}`)).LayerVersionArn ?? '');
    const Role = await createTestRole(clients);
    const create = (Layers: string[]) =>
      clients.lambda.send(
        new CreateFunctionCommand({
          ...{ FunctionName: 'strict-layers', Runtime: 'python3.13', Handler: 'app.handler' },
          ...{ Role, Layers, Code: { ZipFile } },
        }),
      );
    const [first = ''] = arns;
    await assert.rejects(create(arns), refusal('Cannot reference more than 5 layers.'));
    await assert.rejects(create([first.replace(/1$/, '9')]), refusal(/does not exist/));
    await assert.rejects(
      create([first.replace('us-east-1', 'eu-west-1')]),
      refusal(/expected to be in region us-east-1/),
    );
    await assert.rejects(create([first, first]), refusal(/Two different versions of the same layer/));
    await create(arns.slice(0, 5));
  });
});
