// Entry of dist/aws.cjs: everything that holds the AWS SDK, loaded when a connection is first needed.
import { stageUrl } from '../core/restApi/stageUrl.ts';
import type { AwsConnection, ConnectionOpener } from '../workflows/ports.ts';
import { callsUnderWay, unlessAborted } from './awsCalls.ts';
import { createAliasGateway } from './aliasGateway.ts';
import type { CallContext } from './awsCalls.ts';
import { createCatalogGateway } from './catalogGateway.ts';
import { createClients, createInvokeClient, createRequestHandler, serviceHost } from './clients.ts';
import { createCodeGateway } from './codeGateway.ts';
import { resolveTarget } from './connectionTarget.ts';
import { connectionCredentials } from './credentials.ts';
import { createEmailGateway } from './emailGateway.ts';
import type { AwsService } from './endpoints.ts';
import { createFunctionGateway } from './functionGateway.ts';
import { createIdentityGateway } from './identityGateway.ts';
import { createInvokeGateway } from './invokeGateway.ts';
import { createLayerGateway } from './layerGateway.ts';
import { createLogGateway } from './logGateway.ts';
import { createMetricsGateway } from './metricsGateway.ts';
import { signInOf, summarizeProfiles } from './profiles.ts';
import { connectionAgents } from './proxyAgents.ts';
import { createRestApiGateway } from './restApiGateway.ts';
import { createRoleGateway } from './roleGateway.ts';
import { createRuleGateway } from './ruleGateway.ts';
import { createTriggerGateway } from './triggerGateway.ts';
import { configRevision, readSharedConfig } from './sharedConfig.ts';
import type { Environment } from './sharedConfig.ts';
import { createTagGateway } from './tagGateway.ts';
import { createUploadGateway } from './uploadGateway.ts';
import { trustedCertificates } from './trustedCertificates.ts';
import type { ReadFile } from './trustedCertificates.ts';

export interface ConnectionOpenerSources {
  /** Bytes of an archive or of a certificate file. */
  readonly readFile: ReadFile;
  /** Where region, endpoint, proxy and the AWS files are looked up; the process's own where absent. */
  readonly environment?: Environment;
}

/** Nothing is read or loaded from disk until a call; each reads the AWS files anew. */
export function createConnectionOpener(sources: ConnectionOpenerSources): ConnectionOpener {
  const { readFile, environment = process.env } = sources;
  return {
    profiles: async () => summarizeProfiles(await readSharedConfig(environment)),
    revision: async () => configRevision(await readSharedConfig(environment)),

    async open(choice, hooks): Promise<AwsConnection> {
      const shared = await readSharedConfig(environment);
      const target = resolveTarget(choice, shared, environment);
      const keys = shared.profiles.get(target.profile ?? '') ?? {};
      const certificates = await trustedCertificates(environment, keys, readFile);
      const agents = connectionAgents(hooks, environment, certificates);
      const requestHandler = createRequestHandler(agents);
      const credentials = connectionCredentials(target, shared, environment, hooks, requestHandler);
      const clients = createClients(target, credentials.provide, requestHandler);
      const context = (service: AwsService): CallContext => ({
        host: serviceHost(target, service),
        profile: target.profile,
        signIn: signInOf(shared, target.profile),
        forgetCredentials: credentials.forget,
      });
      const urlOf = (id: string, stage: string) =>
        stageUrl(id, stage, target.region, target.endpointOf('api_gateway'));
      const versionsAndAliases = createAliasGateway(clients.lambda, context('lambda'));
      const currentKey = async () => (await credentials.provide()).accessKeyId;
      return {
        region: target.region,
        profile: target.profile,
        endpoint: target.endpointOf('lambda'),
        functions: createFunctionGateway(clients.lambda, context('lambda'), readFile),
        roles: createRoleGateway(clients.iam, context('iam')),
        identity: createIdentityGateway(clients.sts, context('sts'), currentKey),
        catalog: createCatalogGateway(clients.lambda, context('lambda')),
        aliases: versionsAndAliases,
        versions: versionsAndAliases,
        code: createCodeGateway(clients.lambda, context('lambda'), agents),
        layers: createLayerGateway(clients.lambda, context('lambda'), agents, readFile),
        uploads: createUploadGateway({
          target,
          context: context('s3'),
          credentials: credentials.provide,
          sha256: clients.lambda.reads.config.sha256,
          requestHandler,
          readFile,
        }),
        triggers: createTriggerGateway(
          {
            lambda: clients.lambda.reads,
            apiGateway: clients.apiGateway.reads,
            eventBridge: clients.eventBridge.reads,
          },
          {
            lambda: context('lambda'),
            apiGateway: context('api_gateway'),
            eventBridge: context('eventbridge'),
          },
          urlOf,
        ),
        rules: createRuleGateway(clients.lambda.writes, clients.eventBridge, {
          lambda: context('lambda'),
          eventBridge: context('eventbridge'),
        }),
        restApis: createRestApiGateway(clients.apiGateway, context('api_gateway'), {
          agents,
          stageUrl: urlOf,
        }),
        invocations: createInvokeGateway(
          createInvokeClient(target, credentials.provide, agents),
          context('lambda'),
        ),
        tags: createTagGateway(clients.lambda, context('lambda')),
        metrics: createMetricsGateway(clients.cloudWatch, context('cloudwatch')),
        logs: createLogGateway(clients.logs, context('cloudwatch_logs')),
        email: createEmailGateway(clients.ses, context('ses')),
        underWay: callsUnderWay,
        credentials: ({ signal }) =>
          unlessAborted(signal, async () => {
            const { accessKeyId, secretAccessKey, sessionToken } = await credentials.provide();
            return { accessKeyId, secretAccessKey, sessionToken };
          }),
      };
    },
  };
}
