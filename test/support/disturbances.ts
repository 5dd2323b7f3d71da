import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { after, before, describe, it } from 'mocha';
import { isCancellation, isFailure } from '../../src/core/failures/failure.ts';
import { readFaults } from './awsFaults.ts';
import type { Fault } from './awsFaults.ts';
import { isWrite } from './awsOperations.ts';
import { startAwsProxy } from './awsProxy.ts';
import { limited } from './limited.ts';
import { startMinistack } from './ministack.ts';
import type { TestMinistack } from './ministack.ts';

const faults: readonly Fault[] = ['dropBefore', 'dropAfter', 429, 500, '500After'];
const disturbed = 8;

/** A workflow on a function of its own, behind a proxy of its own. */
export interface Scene {
  /** Plans and carries out. */
  readonly run: (signal: AbortSignal, onStep: (index: number) => void) => Promise<void>;
  /** What there is in the end, read past the proxy, without what differs from scene to scene. */
  readonly state: () => Promise<unknown>;
  readonly close: () => void;
}

export interface Disturbances<Kind extends string> {
  readonly title: string;
  /** Operations that an undisturbed run calls, planning included, and its number of steps. */
  readonly kinds: Readonly<Record<Kind, { readonly calls: readonly string[]; readonly steps: number }>>;
  /** Operations whose second call is disturbed too. */
  readonly lookedAtTwice: readonly string[];
  readonly open: (kind: Kind, proxyUrl: string, upstream: string) => Promise<Scene>;
}

/**
 * For every AWS call of a workflow: the call is disturbed once, or until the run gives up; the next run must bring about
 * what a run that nothing disturbed does, and the one after that writes nothing. Cancelled at each step likewise.
 */
export function describeDisturbances<Kind extends string>({
  title,
  kinds,
  lookedAtTwice,
  open,
}: Disturbances<Kind>): void {
  describe(`${title} that is disturbed`, function () {
    this.timeout(120_000);
    const side = limited(disturbed);
    const undisturbed = new Map<Kind, unknown>();
    let ministack: TestMinistack;

    const inScene = async (
      kind: Kind,
      play: (scene: Scene & { readonly proxy: Awaited<ReturnType<typeof startAwsProxy>> }) => Promise<void>,
    ): Promise<void> => {
      const proxy = await startAwsProxy({ upstream: ministack.url, strict: { createMs: 5, updateMs: 5 } });
      try {
        const scene = await open(kind, proxy.url, ministack.url);
        proxy.reset();
        await play({ ...scene, proxy }).finally(() => scene.close());
      } finally {
        await proxy.close();
      }
    };
    const whole = (run: Scene['run']) => run(new AbortController().signal, () => {});
    const names = Object.keys(kinds) as Kind[];

    before(async () => {
      ministack = await startMinistack();
      for (const kind of names) {
        await inScene(kind, async ({ proxy, run, state }) => {
          await whole(run);
          const called = [...new Set(proxy.calls.map(({ operation }) => operation))].sort();
          assert.deepEqual(called, [...kinds[kind].calls].sort(), kind);
          undisturbed.set(kind, await state());
        });
      }
    });
    after(() => ministack.stop());

    /** A run that is disturbed may fail, and only as runs do. */
    const settled = (run: Promise<void>) =>
      run.catch((error: unknown) => {
        assert.ok(isFailure(error) || isCancellation(error), inspect(error, { depth: 8 }));
      });

    for (const kind of names) {
      const converges = async ({ proxy, run, state }: Parameters<Parameters<typeof inScene>[1]>[0]) => {
        proxy.reset();
        await whole(run);
        assert.deepEqual(await state(), undisturbed.get(kind));
        proxy.reset();
        await whole(run);
        assert.deepEqual(proxy.writes(), []);
      };
      for (const call of kinds[kind].calls) {
        const cases = [
          { from: 1, times: 1 },
          ...(lookedAtTwice.includes(call) ? [{ from: 2, times: 1 }] : []),
          { from: 1, times: Infinity },
        ];
        for (const fault of isWrite(call) ? faults : readFaults) {
          for (const { from, times } of cases) {
            const started = side(() =>
              inScene(kind, async (scene) => {
                scene.proxy.failNth(call, from, fault, { times });
                await settled(whole(scene.run));
                assert.ok(scene.proxy.count(call) > 0, 'the call was not made');
                await converges(scene);
              }),
            );
            const often = times === 1 ? 'once' : 'until it gives up';
            it(`${kind}: ${call} ${from}: ${JSON.stringify(fault)} ${often}`, started);
          }
        }
      }
      for (let step = 0; step < kinds[kind].steps; step++) {
        const started = side(() =>
          inScene(kind, async (scene) => {
            const controller = new AbortController();
            const onStep = (index: number) => {
              // In the middle of the step: its call is under way.
              if (index === step) setTimeout(() => controller.abort(), 5);
            };
            await settled(scene.run(controller.signal, onStep));
            await converges(scene);
          }),
        );
        it(`${kind}: cancelled at step ${step + 1}`, started);
      }
    }
  });
}
