import { URL } from 'node:url';

/** One request to the endpoint, with the operation it is. */
export interface AwsRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
  /** As in the signature's scope: lambda, iam, sts, apigateway, events, logs, email (SES), monitoring; `http` when unsigned. */
  readonly service: string;
  /** AWS's name of the operation, or `GET /path` when it is none we know. */
  readonly operation: string;
  /** Parts of the path, decoded: functionName, alias, statementId, … */
  readonly params: Readonly<Record<string, string>>;
}

type Route = readonly [method: string, pattern: string, operation: string];

const lambdaRoutes: readonly Route[] = [
  ['POST', 'functions', 'CreateFunction'],
  ['GET', 'functions', 'ListFunctions'],
  ['GET', 'functions/{functionName}', 'GetFunction'],
  ['DELETE', 'functions/{functionName}', 'DeleteFunction'],
  ['GET', 'functions/{functionName}/configuration', 'GetFunctionConfiguration'],
  ['PUT', 'functions/{functionName}/configuration', 'UpdateFunctionConfiguration'],
  ['PUT', 'functions/{functionName}/code', 'UpdateFunctionCode'],
  ['POST', 'functions/{functionName}/versions', 'PublishVersion'],
  ['GET', 'functions/{functionName}/versions', 'ListVersionsByFunction'],
  ['POST', 'functions/{functionName}/aliases', 'CreateAlias'],
  ['GET', 'functions/{functionName}/aliases', 'ListAliases'],
  ['GET', 'functions/{functionName}/aliases/{alias}', 'GetAlias'],
  ['PUT', 'functions/{functionName}/aliases/{alias}', 'UpdateAlias'],
  ['DELETE', 'functions/{functionName}/aliases/{alias}', 'DeleteAlias'],
  ['POST', 'functions/{functionName}/invocations', 'Invoke'],
  ['POST', 'functions/{functionName}/response-streaming-invocations', 'InvokeWithResponseStream'],
  ['POST', 'functions/{functionName}/policy', 'AddPermission'],
  ['GET', 'functions/{functionName}/policy', 'GetPolicy'],
  ['DELETE', 'functions/{functionName}/policy/{statementId}', 'RemovePermission'],
  ['GET', 'functions/{functionName}/concurrency', 'GetFunctionConcurrency'],
  ['PUT', 'functions/{functionName}/concurrency', 'PutFunctionConcurrency'],
  ['GET', 'tags/{arn}', 'ListTags'],
  ['POST', 'tags/{arn}', 'TagResource'],
  ['DELETE', 'tags/{arn}', 'UntagResource'],
  ['GET', 'account-settings', 'GetAccountSettings'],
  ['POST', 'layers/{layerName}/versions', 'PublishLayerVersion'],
  ['GET', 'layers/{layerName}/versions', 'ListLayerVersions'],
  ['GET', 'layers/{layerName}/versions/{version}', 'GetLayerVersion'],
  ['GET', 'layers', 'GetLayerVersionByArn'],
];

const method = 'restapis/{restApiId}/resources/{resourceId}/methods/{httpMethod}';
const apiGatewayRoutes: readonly Route[] = [
  ['POST', 'restapis', 'CreateRestApi'],
  ['GET', 'restapis', 'GetRestApis'],
  ['GET', 'restapis/{restApiId}', 'GetRestApi'],
  ['PATCH', 'restapis/{restApiId}', 'UpdateRestApi'],
  ['DELETE', 'restapis/{restApiId}', 'DeleteRestApi'],
  ['GET', 'restapis/{restApiId}/resources', 'GetResources'],
  ['POST', 'restapis/{restApiId}/resources/{resourceId}', 'CreateResource'],
  ['GET', 'restapis/{restApiId}/resources/{resourceId}', 'GetResource'],
  ['DELETE', 'restapis/{restApiId}/resources/{resourceId}', 'DeleteResource'],
  ['PUT', method, 'PutMethod'],
  ['GET', method, 'GetMethod'],
  ['DELETE', method, 'DeleteMethod'],
  ['POST', method, 'TestInvokeMethod'],
  ['PUT', `${method}/responses/{statusCode}`, 'PutMethodResponse'],
  ['PUT', `${method}/integration/responses/{statusCode}`, 'PutIntegrationResponse'],
  ['PUT', `${method}/integration`, 'PutIntegration'],
  ['GET', `${method}/integration`, 'GetIntegration'],
  ['PATCH', `${method}/integration`, 'UpdateIntegration'],
  ['DELETE', `${method}/integration`, 'DeleteIntegration'],
  ['POST', 'restapis/{restApiId}/deployments', 'CreateDeployment'],
  ['GET', 'restapis/{restApiId}/deployments', 'GetDeployments'],
  ['GET', 'restapis/{restApiId}/deployments/{deploymentId}', 'GetDeployment'],
  ['POST', 'restapis/{restApiId}/stages', 'CreateStage'],
  ['GET', 'restapis/{restApiId}/stages', 'GetStages'],
  ['GET', 'restapis/{restApiId}/stages/{stageName}', 'GetStage'],
  ['PATCH', 'restapis/{restApiId}/stages/{stageName}', 'UpdateStage'],
  ['DELETE', 'restapis/{restApiId}/stages/{stageName}', 'DeleteStage'],
];

/** Lambda dates its paths (`/2015-03-31/functions`); the dates differ by operation and tell nothing more. */
const datePrefix = /^\/\d{4}-\d{2}-\d{2}(?=\/)/;

export function recognise(
  request: Pick<AwsRequest, 'method' | 'url' | 'headers' | 'body'>,
): Pick<AwsRequest, 'service' | 'operation' | 'params'> {
  const service = serviceOf(request);
  const path = request.url.pathname;
  const target = request.headers['x-amz-target'];
  if (typeof target === 'string') {
    return { service, operation: target.slice(target.lastIndexOf('.') + 1), params: {} };
  }
  const rpc = /^\/service\/[^/]+\/operation\/(\w+)$/.exec(path)?.[1];
  if (rpc !== undefined) return { service, operation: rpc, params: {} };
  if (service === 'lambda') {
    const found = matchRoute(lambdaRoutes, request.method, path.replace(datePrefix, ''));
    if (found !== undefined) return { service, ...found };
  } else if (service === 'apigateway') {
    const found = matchRoute(apiGatewayRoutes, request.method, path);
    if (found !== undefined) return { service, ...found };
  } else if (service !== 'http' && service !== 's3') {
    const action = queryParameters(request.body).get('Action');
    if (action !== null) return { service, operation: action, params: {} };
  }
  return { service, operation: `${request.method} ${path}`, params: {} };
}

/** Parameters of a query-protocol request (IAM, STS, SES). */
export function queryParameters(body: Buffer): URLSearchParams {
  return new URLSearchParams(body.toString('utf8'));
}

/** True when the operation changes something that stays. Running a function is not counted as one. */
export function isWrite(operation: string): boolean {
  if (/^[A-Z]+ \//.test(operation)) return !/^(GET|HEAD) /.test(operation);
  return !/^(Get|List|Describe|Head|Lookup|Filter|Simulate|Test|Invoke|StartLiveTail|StartQuery|AssumeRole|DecodeAuth)/.test(
    operation,
  );
}

function serviceOf(request: Pick<AwsRequest, 'headers'>): string {
  const authorization = request.headers.authorization;
  const scope =
    typeof authorization === 'string' ? /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\//.exec(authorization) : null;
  return scope?.[1] ?? 'http';
}

function matchRoute(
  routes: readonly Route[],
  httpMethod: string,
  path: string,
): { operation: string; params: Record<string, string> } | undefined {
  const parts = path.split('/').filter((part) => part !== '');
  for (const [routeMethod, pattern, operation] of routes) {
    if (routeMethod !== httpMethod) continue;
    const params = matchParts(pattern.split('/'), parts);
    if (params !== undefined) return { operation, params };
  }
  return undefined;
}

function matchParts(
  pattern: readonly string[],
  parts: readonly string[],
): Record<string, string> | undefined {
  if (pattern.length !== parts.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, expected] of pattern.entries()) {
    const actual = parts[index] ?? '';
    if (expected.startsWith('{')) params[expected.slice(1, -1)] = decodeURIComponent(actual);
    else if (expected !== actual) return undefined;
  }
  return params;
}
