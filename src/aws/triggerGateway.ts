import {
  APIGatewayClient,
  GetResourcesCommand,
  GetRestApiCommand,
  GetStagesCommand,
} from '@aws-sdk/client-api-gateway';
import type { Method, Resource, Stage } from '@aws-sdk/client-api-gateway';
import {
  DescribeRuleCommand,
  EventBridgeClient,
  ListRuleNamesByTargetCommand,
} from '@aws-sdk/client-eventbridge';
import { GetPolicyCommand } from '@aws-sdk/client-lambda';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import { awsFailures } from '../core/failures/awsFailures.ts';
import type { JsonValue } from '../core/json.ts';
import type { LiveMethod, LiveResource, LiveStage } from '../core/restApi/liveRestApi.ts';
import { corsOperation, ourDescription } from '../core/restApi/restApiNames.ts';
import type { RestApiGateway } from '../workflows/portsForRestApis.ts';
import type { TriggerGateway } from '../workflows/portsForTriggers.ts';
import { readCall } from './awsCalls.ts';
import type { CallContext } from './awsCalls.ts';

/** The clients that it reads with. */
export interface TriggerClients {
  readonly lambda: LambdaClient;
  readonly apiGateway: APIGatewayClient;
  readonly eventBridge: EventBridgeClient;
}

/** The header that tells a CORS mock which is whole, as the mappings of a response name it. */
export const allowMethods = 'method.response.header.Access-Control-Allow-Methods';

/** Resources on a page of GetResources, its most. */
const pageSize = 500;

export function createTriggerGateway(
  { lambda, apiGateway, eventBridge }: TriggerClients,
  contexts: Readonly<Record<keyof TriggerClients, CallContext>>,
  stageUrl: RestApiGateway['stageUrl'],
): TriggerGateway {
  type Read = <Answer>(send: Parameters<typeof readCall<Answer>>[2]) => Promise<Answer | undefined>;
  const readResources = async (restApiId: string, read: Read): Promise<Resource[]> => {
    const resources: Resource[] = [];
    let position: string | undefined;
    do {
      const page = new GetResourcesCommand({ restApiId, embed: ['methods'], limit: pageSize, position });
      const answer = await read((options) => apiGateway.send(page, options));
      resources.push(...(answer?.items ?? []));
      position = answer?.position;
    } while (position !== undefined && position !== '');
    return resources;
  };
  return {
    async readPolicy(functionName, qualifier, { signal }) {
      const resource = qualifier === undefined ? functionName : `${functionName}:${qualifier}`;
      const call = { operation: 'lambda:GetPolicy', resource, signal };
      const command = new GetPolicyCommand({ FunctionName: functionName, Qualifier: qualifier });
      const found = await readCall(contexts.lambda, call, (options) => lambda.send(command, options));
      if (found === undefined) return undefined;
      try {
        return JSON.parse(found.Policy ?? '') as JsonValue;
      } catch {
        throw awsFailures.noAnswer(call, 'a policy document in JSON');
      }
    },

    async readRestApi(id, { signal }) {
      const call = { operation: 'apigateway:GET', resource: `/restapis/${id}`, signal };
      const read: Read = (send) => readCall(contexts.apiGateway, call, send);
      const [api, stages, resources] = await Promise.all([
        read((options) => apiGateway.send(new GetRestApiCommand({ restApiId: id }), options)),
        read((options) => apiGateway.send(new GetStagesCommand({ restApiId: id }), options)),
        readResources(id, read),
      ]);
      if (api === undefined) return undefined;
      return {
        id,
        name: api.name ?? id,
        isOurs: api.description === ourDescription,
        stages: (stages?.item ?? [])
          .map((stage) => stageOf(stage, (name) => stageUrl(id, name)))
          .sort((a, b) => (a.name < b.name ? -1 : 1)),
        resources: resources.map(resourceOf).sort((a, b) => (a.path < b.path ? -1 : 1)),
      };
    },

    async listRuleNames(targetArn, { signal }) {
      const call = { operation: 'events:ListRuleNamesByTarget', resource: targetArn, signal };
      const names: string[] = [];
      let next: string | undefined;
      do {
        const command = new ListRuleNamesByTargetCommand({ TargetArn: targetArn, NextToken: next });
        const page = await readCall(contexts.eventBridge, call, (options) =>
          eventBridge.send(command, options),
        );
        names.push(...(page?.RuleNames ?? []));
        next = page?.NextToken;
      } while (next !== undefined && next !== '');
      return names.sort();
    },

    async readRule(name, { signal }) {
      const call = { operation: 'events:DescribeRule', resource: name, signal };
      const command = new DescribeRuleCommand({ Name: name });
      const rule = await readCall(contexts.eventBridge, call, (options) =>
        eventBridge.send(command, options),
      );
      if (rule === undefined) return undefined;
      const { ScheduleExpression: schedule = '', State: state } = rule;
      return { schedule: schedule === '' ? undefined : schedule, enabled: state !== 'DISABLED' };
    },
  };
}

const stageOf = (
  { stageName: name = '', deploymentId, variables = {} }: Stage,
  urlOf: (name: string) => string,
): LiveStage => ({ name, deploymentId, variables, url: urlOf(name) });

const resourceOf = ({ id = '', path = '/', resourceMethods = {} }: Resource): LiveResource => ({
  id,
  path,
  methods: Object.entries(resourceMethods)
    .map(([name, method]) => methodOf(name, method))
    .sort((a, b) => (a.method < b.method ? -1 : 1)),
});

function methodOf(method: string, found: Method): LiveMethod {
  const { methodIntegration: integration, methodResponses, operationName } = found;
  const answers = integration?.integrationResponses?.['200']?.responseParameters?.[allowMethods];
  const isWhole = methodResponses?.['200']?.responseParameters?.[allowMethods] !== undefined;
  return {
    method,
    uri: integration?.uri,
    type: integration?.type,
    cors:
      operationName === corsOperation && method === 'OPTIONS'
        ? isWhole
          ? (answers ?? '').replaceAll("'", '')
          : ''
        : undefined,
  };
}
