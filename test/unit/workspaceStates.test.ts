import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { deploymentState, workspaceSide } from '../../src/core/deployment/deploymentState.ts';
import type { SeenInStep } from '../../src/core/deployment/deploymentState.ts';
import type { FunctionSpec } from '../../src/core/deployment/functionSpec.ts';
import { WorkspaceStates } from '../../src/workflows/workspaceStates.ts';
import type { WorkspaceState } from '../../src/workflows/workspaceStates.ts';
import { archiveOf, deploy, planFor, sayHi } from '../support/deploymentFixtures.ts';
import { FakeAws, fakeClock } from '../support/fakeAws.ts';

describe('how a function of the workspace stands to the account', () => {
  const one = archiveOf('one');
  const two = archiveOf('two');
  const state = async (aws: FakeAws, spec: FunctionSpec, archive: typeof one, seen?: SeenInStep) =>
    deploymentState((await planFor(aws, spec, archive)).plan, seen);
  const deployed = async () => {
    const aws = new FakeAws();
    await deploy(aws, sayHi(), one, fakeClock());
    const { plan } = await planFor(aws, sayHi(), one);
    const here = workspaceSide(plan.spec, plan.archive.sha256);
    return { aws, seen: { revisionId: plan.live.function?.revisionId ?? '', here } };
  };

  it('is not deployed, then in step', async () => {
    assert.equal(await state(new FakeAws(), sayHi(), one), 'notDeployed');
    const { aws, seen } = await deployed();
    assert.equal(await state(aws, sayHi(), one), 'inStep');
    assert.equal(await state(aws, sayHi(), one, seen), 'inStep');
  });

  it('differs when the two were never seen in step', async () => {
    const { aws } = await deployed();
    assert.equal(await state(aws, sayHi(), two), 'differs');
  });

  it('is changed on the side that changed', async () => {
    const { aws, seen } = await deployed();
    assert.equal(await state(aws, sayHi(), two, seen), 'changedHere');
    assert.equal(await state(aws, sayHi({ timeout: 11 }), one, seen), 'changedHere');
    aws.changeBehindOurBack('say_hi', { timeout: 3 });
    assert.equal(await state(aws, sayHi(), one, seen), 'changedThere');
    assert.equal(await state(aws, sayHi(), two, seen), 'changedBoth');
  });

  it('is written down without a value of the environment', () => {
    const spec = (GREETING: string) =>
      sayHi({ environment: { set: { GREETING }, keep: [], empty: [], exact: false, leftOut: [] } });
    assert.equal(workspaceSide(spec('a'), 'x'), workspaceSide(spec('b'), 'x'));
    assert.notEqual(workspaceSide(spec('a'), 'x'), workspaceSide(spec('a'), 'y'));
    assert.match(workspaceSide(spec('a'), 'x'), /^[0-9a-f]{16}$/);
  });
});

describe('the states of the Workspace view', () => {
  const world = () => {
    const computed: string[] = [];
    const trouble: unknown[] = [];
    const told: string[] = [];
    let running = 0;
    let most = 0;
    const sources = {
      looks: true,
      answer: (_: string): WorkspaceState | Error | undefined => ({ state: 'inStep', alias: undefined }),
    };
    const states = new WorkspaceStates({
      compute: async (manifest) => {
        computed.push(manifest);
        most = Math.max(most, ++running);
        await new Promise((resolve) => setImmediate(resolve));
        running--;
        const answer = sources.answer(manifest);
        if (answer instanceof Error) throw answer;
        return answer;
      },
      mayLook: () => sources.looks,
      onTrouble: (error) => trouble.push(error),
    });
    states.onDidChange((manifest) => told.push(manifest));
    const idle = async () => {
      for (let i = 0; i < 10; i++) await new Promise((resolve) => setImmediate(resolve));
    };
    return { states, sources, computed, trouble, told, idle, most: () => most };
  };

  it('are found out for what is shown, one at a time and once', async () => {
    const { states, computed, told, idle, most } = world();
    assert.equal(states.of('/a'), undefined);
    states.of('/b');
    states.of('/a');
    await idle();
    assert.deepEqual([computed, told, most()], [['/a', '/b'], ['/a', '/b'], 1]);
    assert.deepEqual(states.of('/a'), { state: 'inStep', alias: undefined });
    await idle();
    assert.equal(computed.length, 2);
  });

  it('are found out again after a change, and shown as they were until then', async () => {
    const { states, computed, told, idle } = world();
    states.of('/a');
    await idle();
    states.outdated(['/a', '/never-shown']);
    assert.deepEqual(told, ['/a', '/a']);
    assert.equal(states.of('/a')?.state, 'inStep');
    await idle();
    assert.deepEqual(computed, ['/a', '/a']);
  });

  it('wait until somebody looks', async () => {
    const { states, sources, computed, idle } = world();
    sources.looks = false;
    states.of('/a');
    await idle();
    assert.deepEqual(computed, []);
    sources.looks = true;
    await states.look();
    assert.deepEqual(computed, ['/a']);
  });

  it('stop at trouble with the account until the connection changes', async () => {
    const { states, sources, computed, trouble, idle } = world();
    sources.answer = () => new Error('expired');
    states.of('/a');
    states.of('/b');
    await idle();
    assert.deepEqual([computed, trouble.length], [['/a'], 1]);
    sources.answer = () => ({ state: 'differs', alias: undefined });
    states.forget();
    states.of('/a');
    await idle();
    assert.equal(states.of('/a')?.state, 'differs');
  });
});
