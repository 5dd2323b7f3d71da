import { explainFailure } from '../../core/restApi/requestText.ts';
import { pathWithQuery, requestTo } from '../../core/restApi/testRequest.ts';
import type { RequestAnswers } from '../../core/restApi/testRequest.ts';
import type { Route } from '../../core/restApi/liveRestApi.ts';
import type { AwsConnection, CallOptions } from '../ports.ts';

/**
 * Runs a route once more by TestInvokeMethod, whose log holds the reason that API Gateway keeps from the caller. Undefined
 * where the route is gone, or succeeds this time.
 */
export async function findOutWhy(
  { apiId, stage, method, path }: Route & { readonly apiId: string; readonly stage: string },
  answers: RequestAnswers,
  { triggers, restApis }: AwsConnection,
  options: CallOptions,
): Promise<string | undefined> {
  const api = await triggers.readRestApi(apiId, options);
  const resource = api?.resources.find((one) => one.path === path);
  if (resource === undefined) return undefined;
  const variables = api?.stages.find(({ name }) => name === stage)?.variables ?? {};
  const { headers, body } = requestTo('', path, answers);
  const request = { headers, body, variables, pathWithQuery: pathWithQuery(path, answers) };
  const tested = await restApis.testInvoke(apiId, resource.id, method, request, options);
  return tested.status >= 500 ? explainFailure(tested.log) : undefined;
}
