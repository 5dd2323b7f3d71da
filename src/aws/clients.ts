import { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { IAMClient } from '@aws-sdk/client-iam';
import { LambdaClient } from '@aws-sdk/client-lambda';
import type { LambdaClientConfig } from '@aws-sdk/client-lambda';
import { SESClient } from '@aws-sdk/client-ses';
import { STSClient } from '@aws-sdk/client-sts';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { ConnectionTarget } from './connectionTarget.ts';
import type { AwsService } from './endpoints.ts';
import type { Agents } from './proxyAgents.ts';
import { writeRetryStrategy } from './writeRetryStrategy.ts';

/** Reads follow the SDK's standard retry; writes only what certainly was not carried out. */
export interface ClientPair<Client> {
  readonly reads: Client;
  readonly writes: Client;
}

/** Milliseconds. */
const timeouts = { connect: 5_000, answer: 30_000, idle: 120_000 };

/** The one handler of all clients of a connection, the credential providers' among them. */
export function createRequestHandler(agents: Agents, bounds = timeouts): NodeHttpHandler {
  return new NodeHttpHandler({
    ...agents,
    connectionTimeout: bounds.connect,
    requestTimeout: bounds.answer,
    // Alone, requestTimeout only warns.
    throwOnRequestTimeout: true,
    // Bounds an answer that begins and then stalls, and an upload that does.
    socketTimeout: bounds.idle,
  });
}

/** What every client is given. Nothing is left for the SDK to find: it would look at AWS_PROFILE's settings, not at ours. */
export function clientConfig(target: ConnectionTarget, service: AwsService, requestHandler: NodeHttpHandler) {
  const endpoint = target.endpointOf(service);
  return {
    region: target.region,
    endpoint,
    ignoreConfiguredEndpointUrls: true,
    // A FIPS or dual-stack setting together with an endpoint is an error in the SDK.
    ...(endpoint === undefined
      ? { profile: target.profile }
      : { useFipsEndpoint: false, useDualstackEndpoint: false }),
    defaultsMode: 'standard',
    retryMode: 'standard',
    maxAttempts: 3,
    requestHandler,
  } as const;
}

export interface Clients {
  readonly lambda: ClientPair<LambdaClient>;
  readonly iam: ClientPair<IAMClient>;
  readonly sts: STSClient;
  readonly apiGateway: ClientPair<APIGatewayClient>;
  readonly eventBridge: ClientPair<EventBridgeClient>;
  readonly cloudWatch: CloudWatchClient;
  /** Made at the first use: a deploy that does not ask for a log goes without. */
  readonly logs: () => ClientPair<CloudWatchLogsClient>;
  readonly ses: ClientPair<SESClient>;
}

export function createClients(
  target: ConnectionTarget,
  credentials: NonNullable<LambdaClientConfig['credentials']>,
  requestHandler: NodeHttpHandler,
): Clients {
  const lambda = { ...clientConfig(target, 'lambda', requestHandler), credentials };
  const iam = { ...clientConfig(target, 'iam', requestHandler), credentials };
  const apiGateway = { ...clientConfig(target, 'api_gateway', requestHandler), credentials };
  const eventBridge = { ...clientConfig(target, 'eventbridge', requestHandler), credentials };
  const ses = { ...clientConfig(target, 'ses', requestHandler), credentials };
  const retryStrategy = writeRetryStrategy();
  let logs: ClientPair<CloudWatchLogsClient> | undefined;
  return {
    lambda: { reads: new LambdaClient(lambda), writes: new LambdaClient({ ...lambda, retryStrategy }) },
    iam: { reads: new IAMClient(iam), writes: new IAMClient({ ...iam, retryStrategy }) },
    sts: new STSClient({ ...clientConfig(target, 'sts', requestHandler), credentials }),
    apiGateway: {
      reads: new APIGatewayClient(apiGateway),
      // Its quotas make a person wait for seconds: the workflows do, who can say so.
      writes: new APIGatewayClient({ ...apiGateway, retryStrategy: writeRetryStrategy(Math.random, false) }),
    },
    eventBridge: {
      reads: new EventBridgeClient(eventBridge),
      writes: new EventBridgeClient({ ...eventBridge, retryStrategy }),
    },
    cloudWatch: new CloudWatchClient({
      ...clientConfig(target, 'cloudwatch', requestHandler),
      credentials,
    }),
    ses: { reads: new SESClient(ses), writes: new SESClient({ ...ses, retryStrategy }) },
    logs: () => (logs ??= logClients(target, credentials, requestHandler)),
  };
}

function logClients(
  target: ConnectionTarget,
  credentials: NonNullable<LambdaClientConfig['credentials']>,
  requestHandler: NodeHttpHandler,
): ClientPair<CloudWatchLogsClient> {
  const config = {
    ...clientConfig(target, 'cloudwatch_logs', requestHandler),
    credentials,
    // A live tail has a host of its own, which only AWS has.
    disableHostPrefix: target.endpointOf('cloudwatch_logs') !== undefined,
  };
  return {
    reads: new CloudWatchLogsClient(config),
    writes: new CloudWatchLogsClient({ ...config, retryStrategy: writeRetryStrategy() }),
  };
}

/** Milliseconds: longer than any function may take (900 s), as nothing comes until it answers. */
const invokeTimeouts = { connect: 5_000, answer: 960_000, idle: 960_000 };

/** For synchronous Invoke alone: one attempt, as another one would run the person's code twice. */
export function createInvokeClient(
  target: ConnectionTarget,
  credentials: NonNullable<LambdaClientConfig['credentials']>,
  agents: Agents,
): LambdaClient {
  const requestHandler = createRequestHandler(agents, invokeTimeouts);
  return new LambdaClient({
    ...clientConfig(target, 'lambda', requestHandler),
    credentials,
    maxAttempts: 1,
  });
}

/** Where a service's host is not named as its settings are. */
const hostNames: Readonly<Partial<Record<AwsService, string>>> = {
  api_gateway: 'apigateway',
  eventbridge: 'events',
  cloudwatch: 'monitoring',
  cloudwatch_logs: 'logs',
  ses: 'email',
};

/** Host and port that a service's calls go to, for sentences. */
export function serviceHost(target: ConnectionTarget, service: AwsService): string {
  const endpoint = target.endpointOf(service);
  if (endpoint !== undefined) return new URL(endpoint).host;
  const domain = target.region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  if (service === 'iam') return `iam.${domain}`;
  return `${hostNames[service] ?? service}.${target.region}.${domain}`;
}
