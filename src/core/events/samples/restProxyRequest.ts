import type { JsonValue } from '../../json.ts';
import { account, examplePath, requestTime, type SampleContext } from './sampleContext.ts';

const identity = {
  accessKey: null,
  accountId: null,
  apiKey: null,
  apiKeyId: null,
  caller: null,
  clientCert: null,
  cognitoAuthenticationProvider: null,
  cognitoAuthenticationType: null,
  cognitoIdentityId: null,
  cognitoIdentityPoolId: null,
  principalOrgId: null,
  sourceIp: '192.0.2.1',
  user: null,
  userAgent: 'curl/8.5.0',
  userArn: null,
};

/** What a REST API's Lambda proxy integration sends (payload format 1.0), for the manifest's first route. */
export function restProxyRequest({ now, route }: SampleContext): JsonValue {
  const { method, path: resource, stage } = route ?? { method: 'GET', path: '/hello', stage: 'prod' };
  const httpMethod = method === 'ANY' ? 'GET' : method;
  const { parameters, path } = examplePath(resource);
  const sendsBody = ['POST', 'PUT', 'PATCH'].includes(httpMethod);
  const headers = {
    Accept: '*/*',
    Host: 'abc123.execute-api.eu-west-1.amazonaws.com',
    ...(sendsBody ? { 'Content-Type': 'application/json' } : {}),
  };
  return {
    resource,
    path,
    httpMethod,
    headers,
    multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
    queryStringParameters: { name: 'value' },
    multiValueQueryStringParameters: { name: ['value'] },
    pathParameters: Object.keys(parameters).length === 0 ? null : parameters,
    stageVariables: null,
    requestContext: {
      accountId: account,
      apiId: 'abc123',
      authorizer: null,
      domainName: headers.Host,
      domainPrefix: 'abc123',
      extendedRequestId: 'JKJaXmPLvHcESHA=',
      httpMethod,
      identity,
      path: `/${stage}${path}`,
      protocol: 'HTTP/1.1',
      requestId: 'c6af9ac6-7b61-11e6-9a41-93e8deadbeef',
      requestTime: requestTime(now),
      requestTimeEpoch: now,
      resourceId: 'xyz789',
      resourcePath: resource,
      stage,
    },
    body: sendsBody ? '{"name": "value"}' : null,
    isBase64Encoded: false,
  };
}
