import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { ApiKey } from '../../src/core/import/deployedTriggers.ts';
import { readRemovable } from '../../src/workflows/restApi/planRemoval.ts';
import { fakeApi } from '../support/fakeRestApis.ts';
import {
  carryOut,
  deploy,
  deployed,
  kinds,
  options,
  plan,
  removal,
  spec,
  target,
  text,
} from '../support/restApiPlans.ts';

describe('routes that the manifest does not name any more', () => {
  const fewer: ApiKey = { ...spec, routes: spec.routes.slice(0, 1) };

  it('are listed and stay; on request they go with resource and permission, and the stage is deployed', async () => {
    const aws = await deployed();
    await deploy(aws);
    assert.equal(text(await plan(aws, fewer)), '= ANY /users/{name}: kept, not in the manifest');
    assert.deepEqual(await deploy(aws, fewer), []);
    const planned = await removal(aws, (name) => name.startsWith('ANY'));
    assert.equal(
      text(planned),
      [
        '- permission for ANY /users/{name} to run PROD',
        '- ANY /users/{name}',
        '- resource /users',
        '~ stage prod: deployed anew',
      ].join('\n'),
    );
    await carryOut(aws, planned);
    assert.deepEqual((await plan(aws, fewer)).kept, []);
    assert.deepEqual(await deploy(aws, fewer), []);
    assert.doesNotMatch(JSON.stringify(aws.triggers.policies.get('calc:PROD')), /users/);
  });

  it('take their CORS mock along, and leave a resource with something else in it', async () => {
    const aws = await deployed();
    await deploy(aws, { ...spec, cors: true, routes: [...spec.routes, { method: 'GET', path: '/users' }] });
    const planned = await removal(aws, (name) => name === 'ANY /users/{name}');
    assert.deepEqual(kinds(planned), ['removePermission', 'removeResource', 'deploy']);
    const mocks = await removal(aws, (name) => name.startsWith('OPTIONS /calc'));
    assert.deepEqual(kinds(mocks), ['removeRoute', 'deploy']);
  });

  it('are deployed away by another removal when the first was cut off before that', async () => {
    const aws = await deployed();
    await deploy(aws);
    const planned = await removal(aws, (name) => name.startsWith('ANY'));
    await carryOut(aws, { ...planned, steps: planned.steps.slice(0, -1) });
    assert.deepEqual(kinds(await removal(aws, () => false)), ['deploy']);
    await carryOut(aws, await removal(aws, () => false));
    assert.deepEqual(kinds(await removal(aws, () => false)), []);
  });

  it('take the API along when it is ours and nothing is left in it, else the stage', async () => {
    const aws = await deployed();
    await deploy(aws);
    const all = await removal(aws, () => true);
    assert.deepEqual(kinds(all), ['removePermission', 'removePermission', 'removeApi']);
    assert.match(text(all), /- GET \/calc\n- ANY .*\n- API calc, and its address: it has no routes left$/);
    await carryOut(aws, all);
    assert.equal(aws.restApis.apis.size, 0);
    assert.equal(aws.triggers.policies.size, 0);
    const theirs = await deployed();
    theirs.restApis.apis.set('calc', fakeApi('calc', [], []));
    await deploy(theirs);
    assert.deepEqual(kinds(await removal(theirs, () => true)), [
      ...['removePermission', 'removePermission', 'removeStage', 'removeResource', 'removeResource'],
    ]);
    const gone = readRemovable(
      target,
      { apiId: 'x', name: 'calc', stage: 'prod' },
      theirs.connection,
      options,
    );
    await assert.rejects(gone, { code: 'api.notThere' });
  });
});
