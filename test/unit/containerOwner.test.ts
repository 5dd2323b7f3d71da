import assert from 'node:assert/strict';
import { hostname } from 'node:os';
import { describe, it } from 'mocha';
import { isLeftover, labelsOf, thisOwner } from '../../src/local/containers/owner.ts';

/** A process id that no system gives out. */
const noProcess = 2 ** 30;

describe('the owner of a container', () => {
  it('is this process: on this host, by id and start time', async () => {
    const owner = await thisOwner();
    assert.deepEqual([owner.host, owner.pid], [hostname(), process.pid]);
    assert.deepEqual(Object.keys(labelsOf(owner)), [
      'lambda-workbench.host',
      'lambda-workbench.pid',
      'lambda-workbench.started',
    ]);
  });

  it('is gone when its process is, or when another one has its id by now', async () => {
    const own = await thisOwner();
    assert.equal(await isLeftover({ ...own, pid: noProcess }), true);
    assert.equal(await isLeftover({ ...own, startedAt: '1' }), true);
  });

  it('is never taken to be gone while it lives, on another host, or when nobody can tell', async () => {
    const own = await thisOwner();
    for (const owner of [
      own,
      { ...own, host: 'another-machine', pid: noProcess },
      { ...own, host: '', pid: noProcess },
      { ...own, startedAt: '', pid: noProcess },
      { ...own, pid: Number.NaN },
      { ...own, pid: 0 },
      { ...own, pid: 1, startedAt: '1' },
    ]) {
      assert.equal(await isLeftover(owner), false, JSON.stringify(owner));
    }
  });
});
