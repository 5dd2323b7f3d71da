import {
  CreateDeploymentCommand,
  CreateResourceCommand,
  CreateRestApiCommand,
  DeleteMethodCommand,
  DeleteResourceCommand,
  DeleteRestApiCommand,
  DeleteStageCommand,
  GetDeploymentCommand,
  GetRestApisCommand,
  PutIntegrationCommand,
  PutIntegrationResponseCommand,
  PutMethodCommand,
  PutMethodResponseCommand,
  TestInvokeMethodCommand,
  UpdateStageCommand,
} from '@aws-sdk/client-api-gateway';
import type { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import { awsFailures } from '../core/failures/awsFailures.ts';
import type { CallSubject } from '../core/failures/awsFailures.ts';
import { isFailure } from '../core/failures/failure.ts';
import { corsOperation, ourDescription } from '../core/restApi/restApiNames.ts';
import type { RestApiGateway } from '../workflows/portsForRestApis.ts';
import { readCall, sendCall } from './awsCalls.ts';
import type { CallContext, SendOptions } from './awsCalls.ts';
import type { ClientPair } from './clients.ts';
import { sendHttp } from './httpRequest.ts';
import type { Agents } from './proxyAgents.ts';
import { allowMethods } from './triggerGateway.ts';

/** APIs on a page of GetRestApis, its most. */
const pageSize = 500;
/** What browsers send along by themselves is not named; what API Gateway and AWS's signatures want is. */
const allowedHeaders = 'Content-Type,Authorization,X-Api-Key,X-Amz-Date,X-Amz-Security-Token';
const header = (name: string) => `method.response.header.Access-Control-Allow-${name}`;

const subjectOf = (verb: string, restApiId: string): CallSubject => ({
  operation: `apigateway:${verb}`,
  resource: restApiId === '' ? '/restapis' : `/restapis/${restApiId}`,
});

/** REST APIs of one account and region. */
export function createRestApiGateway(
  { reads, writes }: ClientPair<APIGatewayClient>,
  context: CallContext,
  { agents, stageUrl }: { readonly agents: Agents } & Pick<RestApiGateway, 'stageUrl'>,
): RestApiGateway {
  /** API Gateway's permissions are named by verb and path; of the path the API is enough to know. */
  const write = <Answer>(
    verb: string,
    restApiId: string,
    signal: AbortSignal,
    send: (options: SendOptions) => Promise<Answer>,
  ) => sendCall(context, { kind: 'write', ...subjectOf(verb, restApiId), signal }, send);
  const remove = async (
    restApiId: string,
    signal: AbortSignal,
    send: (options: SendOptions) => Promise<unknown>,
  ) => {
    await write('DELETE', restApiId, signal, send).catch((error: unknown) => {
      if (!isFailure(error, 'aws.notFound')) throw error;
    });
  };
  const made = (id: string | undefined, restApiId: string): string => {
    if (id === undefined) throw awsFailures.noAnswer(subjectOf('POST', restApiId), 'id');
    return id;
  };
  return {
    stageUrl,
    send: (request, { signal }) => sendHttp(request, agents, signal),

    async findApis(name, { signal }) {
      const call = { ...subjectOf('GET', ''), signal };
      const found: string[] = [];
      let position: string | undefined;
      do {
        const command = new GetRestApisCommand({ limit: pageSize, position });
        const page = await readCall(context, call, (options) => reads.send(command, options));
        const named = (page?.items ?? []).filter((api) => api.name === name);
        found.push(...named.flatMap(({ id = [] }) => id));
        position = page?.position;
      } while (position !== undefined && position !== '');
      return found.sort();
    },

    async readDeployment(restApiId, deploymentId, { signal }) {
      const command = new GetDeploymentCommand({ restApiId, deploymentId });
      const call = { ...subjectOf('GET', restApiId), signal };
      return (await readCall(context, call, (options) => reads.send(command, options)))?.description;
    },

    async createApi(name, { signal }) {
      const command = new CreateRestApiCommand({
        name,
        description: ourDescription,
        // Left out, it would be EDGE: slower to make, and slower from the own region.
        endpointConfiguration: { types: ['REGIONAL'] },
      });
      const answer = await write('POST', '', signal, (options) => writes.send(command, options));
      return made(answer.id, '');
    },

    async deleteApi(restApiId, { signal }) {
      const command = new DeleteRestApiCommand({ restApiId });
      await remove(restApiId, signal, (options) => writes.send(command, options));
    },

    async createResource(restApiId, parentId, pathPart, { signal }) {
      const command = new CreateResourceCommand({ restApiId, parentId, pathPart });
      const answer = await write('POST', restApiId, signal, (options) => writes.send(command, options));
      return made(answer.id, restApiId);
    },

    async deleteResource(restApiId, resourceId, { signal }) {
      const command = new DeleteResourceCommand({ restApiId, resourceId });
      await remove(restApiId, signal, (options) => writes.send(command, options));
    },

    async putMethod(restApiId, resourceId, httpMethod, { signal }) {
      const method = { restApiId, resourceId, httpMethod };
      const command = new PutMethodCommand({ ...method, authorizationType: 'NONE' });
      await write('PUT', restApiId, signal, (options) => writes.send(command, options));
    },

    async putIntegration(restApiId, resourceId, httpMethod, uri, { signal }) {
      const command = new PutIntegrationCommand({
        ...{ restApiId, resourceId, httpMethod, uri },
        type: 'AWS_PROXY',
        // Whatever the route's is: so a function is invoked.
        integrationHttpMethod: 'POST',
      });
      await write('PUT', restApiId, signal, (options) => writes.send(command, options));
    },

    async putCors(restApiId, resourceId, methods, { signal }) {
      const method = { restApiId, resourceId, httpMethod: 'OPTIONS' };
      const put = (send: (options: SendOptions) => Promise<unknown>) => write('PUT', restApiId, signal, send);
      const unlessThere = (error: unknown) => {
        if (!isFailure(error, 'aws.alreadyExists')) throw error;
      };
      const asked = new PutMethodCommand({
        ...method,
        authorizationType: 'NONE',
        operationName: corsOperation,
      });
      await put((options) => writes.send(asked, options)).catch(unlessThere);
      const answered = new PutMethodResponseCommand({
        ...method,
        statusCode: '200',
        responseParameters: { [header('Origin')]: true, [header('Headers')]: true, [allowMethods]: true },
      });
      await put((options) => writes.send(answered, options)).catch(unlessThere);
      const integrated = new PutIntegrationCommand({
        ...method,
        type: 'MOCK',
        requestTemplates: { 'application/json': '{"statusCode": 200}' },
      });
      await put((options) => writes.send(integrated, options));
      const mapped = new PutIntegrationResponseCommand({
        ...method,
        statusCode: '200',
        responseParameters: {
          [header('Origin')]: "'*'",
          [header('Headers')]: `'${allowedHeaders}'`,
          [allowMethods]: `'${methods}'`,
        },
      });
      await put((options) => writes.send(mapped, options));
    },

    async deleteMethod(restApiId, resourceId, httpMethod, { signal }) {
      const command = new DeleteMethodCommand({ restApiId, resourceId, httpMethod });
      await remove(restApiId, signal, (options) => writes.send(command, options));
    },

    async setVariables(restApiId, stageName, variables, { signal }) {
      const patchOperations = Object.entries(variables).map(
        ([name, value]) => ({ op: 'replace', path: `/variables/${name}`, value }) as const,
      );
      const command = new UpdateStageCommand({ restApiId, stageName, patchOperations });
      await write('PATCH', restApiId, signal, (options) => writes.send(command, options));
    },

    async deploy(restApiId, { name, description, variables }, { signal }) {
      const command = new CreateDeploymentCommand({ restApiId, stageName: name, description, variables });
      await write('POST', restApiId, signal, (options) => writes.send(command, options));
    },

    async deleteStage(restApiId, stageName, { signal }) {
      const command = new DeleteStageCommand({ restApiId, stageName });
      await remove(restApiId, signal, (options) => writes.send(command, options));
    },

    async testInvoke(restApiId, resourceId, httpMethod, request, { signal }) {
      const { pathWithQuery: pathWithQueryString, headers, body, variables: stageVariables } = request;
      const command = new TestInvokeMethodCommand({
        ...{ restApiId, resourceId, httpMethod, pathWithQueryString, body, stageVariables },
        headers: { ...headers },
      });
      const { status = 0, log = '' } = await write('POST', restApiId, signal, (options) =>
        writes.send(command, options),
      );
      return { status, log };
    },
  };
}
