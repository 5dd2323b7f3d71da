import {
  APIGatewayClient,
  GetResourcesCommand,
  GetRestApiCommand,
  GetStagesCommand,
} from '@aws-sdk/client-api-gateway';
import type { Resource } from '@aws-sdk/client-api-gateway';
import {
  DescribeRuleCommand,
  EventBridgeClient,
  ListRuleNamesByTargetCommand,
} from '@aws-sdk/client-eventbridge';
import { GetPolicyCommand } from '@aws-sdk/client-lambda';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import { awsFailures } from '../core/failures/awsFailures.ts';
import type { JsonValue } from '../core/json.ts';
import type { LiveRoute, TriggerGateway } from '../workflows/portsForTriggers.ts';
import { readCall } from './awsCalls.ts';
import type { CallContext } from './awsCalls.ts';

/** The clients that it reads with. */
export interface TriggerClients {
  readonly lambda: LambdaClient;
  readonly apiGateway: APIGatewayClient;
  readonly eventBridge: EventBridgeClient;
}

/** Resources on a page of GetResources, its most. */
const pageSize = 500;

export function createTriggerGateway(
  { lambda, apiGateway, eventBridge }: TriggerClients,
  contexts: Readonly<Record<keyof TriggerClients, CallContext>>,
): TriggerGateway {
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
      const read = <Answer>(send: Parameters<typeof readCall<Answer>>[2]) =>
        readCall(contexts.apiGateway, call, send);
      const named = new GetRestApiCommand({ restApiId: id });
      const api = await read((options) => apiGateway.send(named, options));
      if (api === undefined) return undefined;
      const staged = new GetStagesCommand({ restApiId: id });
      const stages = await read((options) => apiGateway.send(staged, options));
      const resources: Resource[] = [];
      let position: string | undefined;
      do {
        const page = new GetResourcesCommand({
          restApiId: id,
          embed: ['methods'],
          limit: pageSize,
          position,
        });
        const answer = await read((options) => apiGateway.send(page, options));
        resources.push(...(answer?.items ?? []));
        position = answer?.position;
      } while (position !== undefined && position !== '');
      return {
        name: api.name ?? id,
        stages: (stages?.item ?? []).flatMap(({ stageName = [] }) => stageName).sort(),
        routes: resources.flatMap(routesOf).sort((a, b) => (key(a) < key(b) ? -1 : 1)),
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

const key = ({ path, method }: LiveRoute) => `${path} ${method}`;

function routesOf({ path = '/', resourceMethods = {} }: Resource): LiveRoute[] {
  return Object.entries(resourceMethods).map(([method, { methodIntegration }]) => ({
    method,
    path,
    uri: methodIntegration?.uri,
  }));
}
