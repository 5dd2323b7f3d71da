import { after, before } from 'mocha';
import { startAwsProxy } from './awsProxy.ts';
import type { AwsProxy } from './awsProxy.ts';
import type { StrictOptions } from './awsStrict.ts';
import { awsTestClients } from './awsTestClients.ts';
import type { AwsTestClients } from './awsTestClients.ts';
import { startMinistack } from './ministack.ts';
import type { TestMinistack } from './ministack.ts';

export interface StrictWorld {
  proxy: AwsProxy;
  clients: AwsTestClients;
  ministack: TestMinistack;
}

/** For a describe block: a MiniStack, a strict proxy before it and clients, there while its tests run. */
export function useStrictProxy(options: StrictOptions): StrictWorld {
  const world = {} as StrictWorld;
  before(async () => {
    world.ministack = await startMinistack();
    world.proxy = await startAwsProxy({ upstream: world.ministack.url, strict: options });
    world.clients = awsTestClients(world.proxy.url);
  });
  after(async () => {
    world.clients.destroy();
    await world.proxy.close();
    await world.ministack.stop();
  });
  return world;
}

/** Sentences of AWS, word for word; what is passed after "The operation cannot be performed at this time." */
export const conflict = (reason: string) => ({
  name: 'ResourceConflictException',
  message: `The operation cannot be performed at this time. ${reason}`,
});

export const refusal = (message: string | RegExp) => ({ name: 'InvalidParameterValueException', message });
