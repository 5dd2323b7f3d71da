import assert from 'node:assert/strict';
import { renderLines } from '../../src/core/deployment/planText.ts';
import type { ApiKey } from '../../src/core/import/deployedTriggers.ts';
import { restApiLines } from '../../src/core/restApi/restApiText.ts';
import { carryOutRestApi } from '../../src/workflows/restApi/carryOutRestApi.ts';
import { readRemovable } from '../../src/workflows/restApi/planRemoval.ts';
import { planApi } from '../../src/workflows/restApi/planRestApi.ts';
import type { PlannedRestApi, RestApiTarget } from '../../src/workflows/restApi/planRestApi.ts';
import { FakeAws, fakeClock } from './fakeAws.ts';

export const options = { signal: new AbortController().signal };
export const target: RestApiTarget = { functionName: 'calc', manifestFile: '/w/lambda.json' };
export const spec: ApiKey = {
  name: 'calc',
  stage: 'prod',
  alias: 'PROD',
  routes: [
    { method: 'GET', path: '/calc' },
    { method: 'ANY', path: '/users/{name}' },
  ],
};
/** A function `calc` with the alias PROD on version 1. */
export async function deployed(): Promise<FakeAws> {
  const aws = new FakeAws();
  const { functions } = aws.connection;
  const archive = { file: '', sha256: 'a', size: 1, unzippedSize: 1 };
  await functions.createFunction({ functionName: 'calc', archive }, options);
  await functions.createAlias('calc', 'PROD', '1', options);
  aws.writes.length = 0;
  return aws;
}
export const none = () => Promise.resolve(undefined);
export async function plan(aws: FakeAws, wanted = spec, of = target): Promise<PlannedRestApi> {
  const planned = await planApi(of, wanted, none, aws.connection, options);
  assert.ok(planned);
  return planned;
}
export const carryOut = (aws: FakeAws, planned: PlannedRestApi, more = {}) =>
  carryOutRestApi(planned, { connection: aws.connection, clock: fakeClock() }, { ...options, ...more });
export async function deploy(aws: FakeAws, wanted = spec): Promise<string[]> {
  aws.writes.length = 0;
  await carryOut(aws, await plan(aws, wanted));
  return [...aws.writes];
}
export const text = (planned: PlannedRestApi) => renderLines(restApiLines(planned));
export const kinds = ({ steps }: PlannedRestApi) => steps.map(({ kind }) => kind);
export async function removal(aws: FakeAws, choose: (name: string) => boolean): Promise<PlannedRestApi> {
  const [apiId = ''] = aws.restApis.apis.keys();
  const where = { apiId, name: 'calc', stage: 'prod' };
  const { routes, plan } = await readRemovable(target, where, aws.connection, options);
  return plan(
    routes.filter(({ method, path }) => choose(`${method} ${path}`)),
    options,
  );
}
