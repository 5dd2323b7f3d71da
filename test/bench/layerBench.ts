import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startAwsProxy } from '../support/awsProxy.ts';
import { DeployWorld } from '../support/deployWorld.ts';
import { startMinistack } from '../support/ministack.ts';
import type { Benchmark } from './benchmark.ts';

const name = 'layer_unchanged_writes';

/** Calls that change something, of the second deploy of a function with a folder as a layer. None is right. */
export const layerBench: Benchmark = {
  names: [name],
  run: async () => {
    const ministack = await startMinistack();
    const proxy = await startAwsProxy({ upstream: ministack.url, strict: {} });
    const world = await DeployWorld.create('bench-layers', proxy.url);
    try {
      await mkdir(join(world.folder, 'shared/python'), { recursive: true });
      await writeFile(join(world.folder, 'shared/python/shared.py'), 'value = 1\n');
      world.setManifest({ package: { exclude: ['.storage/', 'shared/'] }, layers: ['shared'] });
      await world.deploy();
      if (proxy.count('PublishLayerVersion') !== 1) throw new Error('the folder was not published once');
      // As in another window, which knows nothing yet.
      await world.reconnect();
      proxy.reset();
      await world.deploy();
      const writes = proxy.writes().length;
      return [{ name, value: writes, goal: 0, samples: [writes] }];
    } finally {
      await world.dispose();
      await proxy.close();
      await ministack.stop();
    }
  },
};
