import type { JsonValue } from '../../json.ts';
import { account, examplePath, requestTime, type SampleContext } from './sampleContext.ts';

/** What an HTTP API sends (payload format 2.0), and a function URL. */
export function httpApiRequest({ now, route }: SampleContext): JsonValue {
  const { method: named, path: resource } = route ?? { method: 'GET', path: '/hello' };
  const method = named === 'ANY' ? 'GET' : named;
  const { parameters, path } = examplePath(resource);
  const domainName = 'abc123.execute-api.eu-west-1.amazonaws.com';
  const sendsBody = ['POST', 'PUT', 'PATCH'].includes(method);
  return {
    version: '2.0',
    routeKey: `${named} ${resource}`,
    rawPath: path,
    rawQueryString: 'name=value',
    cookies: ['session=1'],
    headers: {
      accept: '*/*',
      host: domainName,
      ...(sendsBody ? { 'content-type': 'application/json' } : {}),
    },
    queryStringParameters: { name: 'value' },
    ...(Object.keys(parameters).length === 0 ? {} : { pathParameters: parameters }),
    requestContext: {
      accountId: account,
      apiId: 'abc123',
      domainName,
      domainPrefix: 'abc123',
      http: { method, path, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'curl/8.5.0' },
      requestId: 'JKJaXmPLvHcESHA=',
      routeKey: `${named} ${resource}`,
      stage: '$default',
      time: requestTime(now),
      timeEpoch: now,
    },
    ...(sendsBody ? { body: '{"name": "value"}' } : {}),
    isBase64Encoded: false,
  };
}
