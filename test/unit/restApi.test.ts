import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { isCancellation, isFailure } from '../../src/core/failures/failure.ts';
import type { ApiKey } from '../../src/core/import/deployedTriggers.ts';
import {
  deploymentDescription,
  isDeployedFrom,
  routeSourceArn,
  routeStatementId,
} from '../../src/core/restApi/restApiNames.ts';
import { stageUrl } from '../../src/core/restApi/stageUrl.ts';
import { planApi } from '../../src/workflows/restApi/planRestApi.ts';
import { failure } from '../support/fakeAws.ts';
import { fakeApi } from '../support/fakeRestApis.ts';
import {
  carryOut,
  deploy,
  deployed,
  none,
  options,
  plan,
  spec,
  target,
  text,
} from '../support/restApiPlans.ts';

const arn = 'arn:aws:lambda:eu-west-1:123456789012:function:calc';
const uri = (to: string) => `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${to}/invocations`;
const place = {
  functionName: 'calc',
  alias: 'PROD',
  identity: { accountId: '123456789012', partition: 'aws' },
  region: 'eu-west-1',
};

describe('names of a REST API', () => {
  it('give the permission of a route its source, with * for what varies', () => {
    assert.equal(
      routeSourceArn('a1', { method: 'ANY', path: '/users/{name}/{proxy+}' }, place),
      'arn:aws:execute-api:eu-west-1:123456789012:a1/*/*/users/*/*',
    );
    assert.equal(
      routeSourceArn('a1', { method: 'GET', path: '/' }, place),
      'arn:aws:execute-api:eu-west-1:123456789012:a1/*/GET/',
    );
    const id = routeStatementId('a1', { method: 'GET', path: '/calc' }, 'PROD');
    assert.match(id, /^lambda-workbench-api-a1-GET-[0-9a-f]{8}$/);
    assert.notEqual(id, routeStatementId('a1', { method: 'GET', path: '/calc' }, 'DEV'));
  });

  it('keep the marks of other functions in the description of a deployment, and fit', () => {
    const first = deploymentDescription('made by hand', 'calc', '11111111');
    const second = deploymentDescription(first, 'users', '22222222');
    assert.equal(second, 'Lambda Workbench: users@22222222, calc@11111111');
    assert.ok(isDeployedFrom(second, 'calc', '11111111'));
    assert.ok(!isDeployedFrom(deploymentDescription(second, 'calc', '3'), 'calc', '11111111'));
    let long = '';
    for (let at = 0; at < 40; at++) long = deploymentDescription(long, `${'f'.repeat(40)}${at}`, '12345678');
    assert.ok(long.length <= 1000 && /@12345678$/.test(long), long);
  });

  it('give a stage its address: of AWS, of China, of an emulator, and not that of an endpoint of AWS', () => {
    const ofAws = 'https://a1.execute-api.eu-west-1.amazonaws.com/prod';
    assert.equal(stageUrl('a1', 'prod', 'eu-west-1', undefined), ofAws);
    const fips = 'https://apigateway-fips.eu-west-1.amazonaws.com';
    assert.equal(stageUrl('a1', 'prod', 'eu-west-1', fips), ofAws);
    assert.equal(
      stageUrl('a1', 'prod', 'cn-north-1', undefined),
      'https://a1.execute-api.cn-north-1.amazonaws.com.cn/prod',
    );
    assert.equal(
      stageUrl('a1', 'prod', 'us-east-1', 'http://127.0.0.1:4566'),
      'http://127.0.0.1:4566/restapis/a1/prod/_user_request_',
    );
  });
});

describe('a REST API of the manifest', () => {
  it('is made with resources, routes, permissions and stage, and nothing is written the second time', async () => {
    const aws = await deployed();
    assert.equal(
      text(await plan(aws)),
      [
        '+ API calc',
        '+ resource /calc',
        '+ resource /users',
        '+ resource /users/{name}',
        '+ GET /calc → calc:PROD',
        '+ ANY /users/{name} → calc:PROD',
        '+ permission for GET /calc',
        '+ permission for ANY /users/{name}',
        '+ stage prod',
      ].join('\n'),
    );
    assert.deepEqual(await deploy(aws), [
      'CreateRestApi',
      ...['CreateResource', 'CreateResource', 'CreateResource'],
      ...['PutMethod', 'PutIntegration', 'PutMethod', 'PutIntegration'],
      ...['AddPermission', 'AddPermission', 'CreateDeployment'],
    ]);
    assert.deepEqual((await plan(aws)).steps, []);
    assert.deepEqual(await deploy(aws), []);
  });

  it('runs the alias that a stage variable names, and changes it without a deployment', async () => {
    const aws = await deployed();
    await aws.connection.functions.createAlias('calc', 'DEV', '1', options);
    const wanted: ApiKey = { ...spec, stageVariable: 'lambdaAlias', variables: { limit: '3' } };
    assert.match(text(await plan(aws, wanted)), /→ calc:\$\{stageVariables\.lambdaAlias\}\n/);
    assert.match(
      text(await plan(aws, wanted)),
      /\+ stage prod\n {4}\+ variable limit 3\n {4}\+ variable lambdaAlias PROD$/,
    );
    await deploy(aws, wanted);
    assert.deepEqual(await deploy(aws, wanted), []);
    const moved = { ...wanted, alias: 'DEV', routes: spec.routes.slice(0, 1) };
    assert.equal(
      text(await plan(aws, moved)),
      '+ permission for GET /calc\n~ stage prod\n    ~ variable lambdaAlias PROD → DEV\n= ANY /users/{name}: kept, not in the manifest',
    );
    assert.deepEqual(await deploy(aws, moved), ['AddPermission', 'UpdateStage']);
    const [api] = aws.restApis.apis.values();
    assert.deepEqual(api?.stages[0]?.variables, { limit: '3', lambdaAlias: 'DEV' });
  });

  it('answers for other origins where that is asked for, and leaves an OPTIONS of somebody else', async () => {
    const aws = await deployed();
    await deploy(aws);
    const wanted = { ...spec, cors: true };
    assert.equal(
      text(await plan(aws, wanted))
        .split('\n')
        .filter((line) => /CORS|stage/.test(line))
        .join('\n'),
      '+ CORS of /calc: GET,OPTIONS\n+ CORS of /users/{name}: GET,HEAD,POST,PUT,PATCH,DELETE,OPTIONS\n~ stage prod: deployed anew',
    );
    assert.deepEqual(await deploy(aws, wanted), ['PutCors', 'PutCors', 'CreateDeployment']);
    assert.deepEqual(await deploy(aws, wanted), []);
    const more = { ...wanted, routes: [...spec.routes, { method: 'POST', path: '/calc' } as const] };
    assert.match(text(await plan(aws, more)), /~ CORS of \/calc: GET,POST,OPTIONS/);
    const theirs = await deployed();
    theirs.restApis.apis.set(
      'calc',
      fakeApi('calc', [], [{ method: 'OPTIONS', path: '/calc', uri: undefined }]),
    );
    const { steps } = await plan(theirs, wanted);
    assert.deepEqual(
      steps.flatMap((step) => (step.kind === 'putCors' ? [step.path] : [])),
      ['/users/{name}'],
    );
  });

  it('moves its own routes to another alias, and deploys that', async () => {
    const aws = await deployed();
    await deploy(aws);
    await aws.connection.functions.createAlias('calc', 'DEV', '1', options);
    const wanted = { ...spec, alias: 'DEV' };
    assert.match(text(await plan(aws, wanted)), /^~ GET \/calc: calc:PROD → calc:DEV\n/);
    assert.deepEqual(await deploy(aws, wanted), [
      ...['PutIntegration', 'PutIntegration', 'AddPermission', 'AddPermission', 'CreateDeployment'],
    ]);
    assert.deepEqual(await deploy(aws, wanted), []);
  });

  it('does not touch what runs something else, and says so before anything is written', async () => {
    const aws = await deployed();
    const foreign = { method: 'GET', path: '/calc', uri: uri(`${arn}-other`) };
    const other = { method: 'GET', path: '/other', uri: uri(`${arn}-other`) };
    aws.restApis.apis.set('calc', fakeApi('calc', ['prod'], [foreign, other]));
    await assert.rejects(plan(aws), { code: 'api.routeTaken' });
    aws.restApis.apis.set('calc', fakeApi('calc', ['prod'], [other]));
    await deploy(aws);
    const found = aws.restApis.apis.get('calc')?.resources.find(({ path }) => path === '/other');
    assert.equal(found?.methods[0]?.uri, other.uri);
    assert.deepEqual((await plan(aws)).kept, []);
  });

  it('does not deploy what somebody else has changed and not deployed', async () => {
    const aws = await deployed();
    await deploy(aws);
    const [api] = aws.restApis.apis.values();
    assert.ok(api);
    const [theirs] = fakeApi(
      'x',
      [],
      [{ method: 'GET', path: '/theirs', uri: uri(`${arn}-other`) }],
    ).resources.slice(1);
    assert.ok(theirs);
    aws.restApis.apis.set(api.id, { ...api, resources: [...api.resources, theirs] });
    assert.deepEqual(await deploy(aws), []);
  });

  it('makes a proxy of a route that was made by hand and runs the function already', async () => {
    const aws = await deployed();
    await deploy(aws);
    const [api] = aws.restApis.apis.values();
    assert.ok(api);
    const resources = api.resources.map((resource) => ({
      ...resource,
      methods: resource.methods.map((method) => ({ ...method, type: 'AWS' })),
    }));
    aws.restApis.apis.set(api.id, { ...api, resources });
    assert.match(text(await plan(aws)), /^~ GET \/calc → calc:PROD: as a proxy\n/);
    assert.deepEqual(await deploy(aws), ['PutIntegration', 'PutIntegration']);
  });

  it('goes on with a method that was begun and runs nothing yet', async () => {
    const aws = await deployed();
    await deploy(aws);
    const [api] = aws.restApis.apis.values();
    assert.ok(api);
    const resources = api.resources.map((resource) => ({
      ...resource,
      methods: resource.methods.map((method) => ({ ...method, uri: undefined, type: undefined })),
    }));
    aws.restApis.apis.set(api.id, { ...api, resources });
    assert.deepEqual(await deploy(aws), ['PutIntegration', 'PutIntegration']);
  });

  it('cannot be planned without function or alias, with two parameters at one place, or elsewhere', async () => {
    const aws = await deployed();
    const titles = (error: unknown, code: string) => {
      assert.ok(isFailure(error, code));
      return error.actions.map(({ title }) => title);
    };
    await assert.rejects(plan(aws, spec, { functionName: 'other' }), (error) => {
      assert.deepEqual(titles(error, 'api.functionMissing'), ['Deploy Function…']);
      return true;
    });
    await assert.rejects(plan(aws, { ...spec, alias: 'DEV' }), (error) => {
      assert.deepEqual(titles(error, 'api.aliasMissing'), ['Create Alias…']);
      return true;
    });
    const rival: ApiKey = { ...spec, routes: [...spec.routes, { method: 'GET', path: '/users/{id}' }] };
    await assert.rejects(
      plan(aws, rival),
      /takes one path parameter at a place, and \/users\/\{name\} is there/,
    );
    aws.reads.length = 0;
    await assert.rejects(plan(aws, spec, { ...target, accountId: '210987654321' }), {
      code: 'deploy.wrongAccount',
    });
    await assert.rejects(plan(aws, spec, { ...target, region: 'us-east-1' }), { code: 'deploy.wrongRegion' });
    assert.deepEqual([aws.reads, aws.writes], [[], []]);
  });

  it('asks which of several APIs of its name is meant', async () => {
    const aws = await deployed();
    for (const id of ['a1', 'a2']) aws.restApis.apis.set(id, fakeApi('calc', [], [], { id }));
    assert.equal(await planApi(target, spec, none, aws.connection, options), undefined);
    const second = (ids: readonly string[]) => Promise.resolve(ids[1]);
    const planned = await planApi(target, spec, second, aws.connection, options);
    assert.equal(planned?.api?.id, 'a2');
  });

  const writes = [
    ...['CreateRestApi', 'CreateResource', 'PutMethod', 'PutIntegration', 'PutCors'],
    ...['AddPermission', 'CreateDeployment'],
  ];
  const whole: ApiKey = { ...spec, cors: true };
  for (const write of writes) {
    it(`stops at a refused ${write}, says what was done, and the next run goes on`, async () => {
      const aws = await deployed();
      const planned = await plan(aws, whole);
      aws.fault = (operation) =>
        operation === write ? { when: 'before', error: failure('aws.accessDenied') } : undefined;
      await assert.rejects(carryOut(aws, planned), (error) => {
        assert.ok(isFailure(error, 'api.stepFailed'));
        assert.match(
          error.message,
          write === 'CreateRestApi' ? /Nothing of the API/ : /Done before: create API calc/,
        );
        return true;
      });
      aws.fault = () => undefined;
      await deploy(aws, whole);
      assert.deepEqual(await deploy(aws, whole), []);
      assert.equal(aws.restApis.apis.size, 1);
    });

    it(`finds out what became of a ${write} whose answer was lost`, async () => {
      for (const when of ['before', 'after'] as const) {
        const aws = await deployed();
        let faults = 1;
        aws.fault = (operation) =>
          operation === write && faults-- > 0 ? { when, error: failure('aws.uncertain') } : undefined;
        await deploy(aws, whole);
        assert.deepEqual((await plan(aws, whole)).steps, []);
        const times = aws.writes.filter((one) => one === write).length;
        const again = ['PutIntegration', 'PutCors'].includes(write) || when === 'before';
        const expected = { CreateResource: 3, PutMethod: 2, PutIntegration: 2, PutCors: 2, AddPermission: 2 }[
          write
        ];
        assert.equal(times, (expected ?? 1) + (again ? 1 : 0), when);
      }
    });

    it(`waits visibly when there are too many calls of ${write}, and stops waiting when cancelled`, async () => {
      const aws = await deployed();
      let refusals = write === 'AddPermission' ? 0 : 3;
      aws.fault = (operation) =>
        operation === write && refusals-- > 0
          ? { when: 'before', error: failure('aws.throttled') }
          : undefined;
      const said: string[] = [];
      await carryOut(aws, await plan(aws, whole), { onWaiting: (sentence: string) => said.push(sentence) });
      assert.deepEqual((await plan(aws, whole)).steps, []);
      if (write === 'AddPermission') return;
      assert.equal(said.length, 3);
      assert.match(said[0] ?? '', /Waiting \(1 s\)…/);
      const other = await deployed();
      refusals = 1;
      other.fault = aws.fault;
      const controller = new AbortController();
      const cancelling = carryOut(other, await plan(other, whole), {
        signal: controller.signal,
        onWaiting: () => controller.abort(),
      });
      await assert.rejects(cancelling, isCancellation);
    });
  }

  it('tells what was done when it is cancelled at any step, and the next run goes on', async () => {
    const { length } = (await plan(await deployed(), whole)).steps;
    for (let stop = 0; stop < length; stop++) {
      const aws = await deployed();
      const controller = new AbortController();
      const done: string[] = [];
      const carrying = carryOut(aws, await plan(aws, whole), {
        signal: controller.signal,
        onStep: (_text: string, at: number) => {
          if (at === stop) controller.abort();
        },
        onDone: (step: string) => done.push(step),
      });
      await assert.rejects(carrying, isCancellation);
      assert.equal(done.length, stop);
      await deploy(aws, whole);
      assert.deepEqual((await plan(aws, whole)).steps, []);
    }
  });

  it('gives up a wait after three minutes', async () => {
    const aws = await deployed();
    aws.fault = (operation) =>
      operation === 'CreateDeployment' ? { when: 'before', error: failure('aws.throttled') } : undefined;
    await assert.rejects(deploy(aws), { code: 'api.stepFailed' });
  });

  it('reads permissions back, and takes no route from somebody who was quicker', async () => {
    const aws = await deployed();
    aws.triggers.forgetsPermissions = true;
    await assert.rejects(deploy(aws), (error) => {
      assert.ok(isFailure(error, 'api.stepFailed') && isFailure(error.cause, 'api.permissionNotKept'));
      return true;
    });
    const late = await deployed();
    const planned = await plan(late);
    const theirs = fakeApi('calc', [], [{ method: 'GET', path: '/calc', uri: uri(`${arn}-other`) }]);
    late.restApis.apis.set('calc', theirs);
    late.fault = (operation, n) =>
      operation === 'CreateRestApi' && n === 1
        ? { when: 'before', error: failure('aws.uncertain') }
        : undefined;
    await assert.rejects(carryOut(late, planned), (error) => {
      assert.ok(isFailure(error, 'api.stepFailed') && isFailure(error.cause, 'api.routeTaken'));
      return true;
    });
  });
});
