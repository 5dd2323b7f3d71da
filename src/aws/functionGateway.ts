import {
  CreateAliasCommand,
  CreateFunctionCommand,
  GetAliasCommand,
  GetFunctionConfigurationCommand,
  ListVersionsByFunctionCommand,
  PublishVersionCommand,
  UpdateAliasCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import type { LiveFunction } from '../core/deployment/liveState.ts';
import type { FunctionGateway, FunctionSettings } from '../workflows/ports.ts';
import { archiveInput, uploadTimeout } from './archiveBytes.ts';
import { readCall, sendCall } from './awsCalls.ts';
import type { CallContext } from './awsCalls.ts';
import type { ClientPair } from './clients.ts';
import { liveAlias } from './liveAlias.ts';
import { liveFunction, requireEnvironment } from './liveFunction.ts';
import type { ReadFile } from './trustedCertificates.ts';

export function createFunctionGateway(
  clients: ClientPair<LambdaClient>,
  context: CallContext,
  readFile: ReadFile,
): FunctionGateway {
  const { reads, writes } = clients;
  return {
    async readFunction(name, qualifier, { signal }) {
      const operation = 'lambda:GetFunctionConfiguration';
      const command = new GetFunctionConfigurationCommand({ FunctionName: name, Qualifier: qualifier });
      const found = await readCall(context, { operation, resource: name, signal }, (options) =>
        reads.send(command, options),
      );
      if (found === undefined) return undefined;
      requireEnvironment(found, operation);
      return liveFunction(found, operation);
    },

    async createFunction(request, { signal }) {
      const { functionName, architecture, archive } = request;
      const operation = 'lambda:CreateFunction';
      const command = new CreateFunctionCommand({
        ...settingsInput(request),
        FunctionName: functionName,
        Role: request.roleArn,
        Architectures: architecture && [architecture],
        PackageType: 'Zip',
        Code: await archiveInput(archive, functionName, readFile),
        Publish: false,
      });
      const call = {
        operation,
        resource: functionName,
        kind: 'write',
        signal,
        secrets: secretsOf(request),
      } as const;
      const requestTimeout = uploadTimeout(archive);
      return liveFunction(
        await sendCall(context, call, (options) => writes.send(command, { ...options, requestTimeout })),
        operation,
      );
    },

    async updateConfiguration(name, settings, revisionId, { signal }) {
      const operation = 'lambda:UpdateFunctionConfiguration';
      const command = new UpdateFunctionConfigurationCommand({
        ...settingsInput(settings),
        FunctionName: name,
        RevisionId: revisionId,
      });
      const call = {
        operation,
        resource: name,
        kind: 'write',
        signal,
        secrets: secretsOf(settings),
      } as const;
      return liveFunction(
        await sendCall(context, call, (options) => writes.send(command, options)),
        operation,
      );
    },

    async updateCode(name, archive, architecture, revisionId, { signal }) {
      const operation = 'lambda:UpdateFunctionCode';
      const command = new UpdateFunctionCodeCommand({
        FunctionName: name,
        ...(await archiveInput(archive, name, readFile)),
        Architectures: architecture && [architecture],
        RevisionId: revisionId,
        Publish: false,
      });
      const requestTimeout = uploadTimeout(archive);
      const answer = await sendCall(
        context,
        { operation, resource: name, kind: 'write', signal },
        (options) => writes.send(command, { ...options, requestTimeout }),
      );
      return liveFunction(answer, operation);
    },

    async publishVersion(name, { codeSha256, revisionId }, description, { signal }) {
      const operation = 'lambda:PublishVersion';
      const command = new PublishVersionCommand({
        FunctionName: name,
        CodeSha256: codeSha256,
        RevisionId: revisionId,
        Description: description,
      });
      const answer = await sendCall(
        context,
        { operation, resource: name, kind: 'write', signal },
        (options) => writes.send(command, options),
      );
      return liveFunction(answer, operation);
    },

    async listVersions(name, { signal }) {
      const operation = 'lambda:ListVersionsByFunction';
      const versions: LiveFunction[] = [];
      let marker: string | undefined;
      do {
        const command = new ListVersionsByFunctionCommand({ FunctionName: name, Marker: marker });
        const page = await readCall(context, { operation, resource: name, signal }, (options) =>
          reads.send(command, options),
        );
        versions.push(...(page?.Versions ?? []).map((version) => liveFunction(version, operation)));
        marker = page?.NextMarker;
      } while (marker !== undefined && marker !== '');
      return versions
        .filter(({ version }) => version !== '$LATEST')
        .sort((a, b) => Number(b.version) - Number(a.version));
    },

    async readAlias(name, alias, { signal }) {
      const operation = 'lambda:GetAlias';
      const resource = `${name}:${alias}`;
      const command = new GetAliasCommand({ FunctionName: name, Name: alias });
      const found = await readCall(context, { operation, resource, signal }, (options) =>
        reads.send(command, options),
      );
      return found && liveAlias(found, operation, resource);
    },

    async createAlias(name, alias, version, { signal }) {
      const operation = 'lambda:CreateAlias';
      const resource = `${name}:${alias}`;
      const command = new CreateAliasCommand({ FunctionName: name, Name: alias, FunctionVersion: version });
      const call = { operation, resource, kind: 'write', signal } as const;
      return liveAlias(
        await sendCall(context, call, (options) => writes.send(command, options)),
        operation,
        resource,
      );
    },

    async moveAlias(name, alias, version, revisionId, { signal }) {
      const operation = 'lambda:UpdateAlias';
      const resource = `${name}:${alias}`;
      const command = new UpdateAliasCommand({
        FunctionName: name,
        Name: alias,
        FunctionVersion: version,
        RevisionId: revisionId,
        RoutingConfig: { AdditionalVersionWeights: {} },
      });
      const call = { operation, resource, kind: 'write', signal } as const;
      return liveAlias(
        await sendCall(context, call, (options) => writes.send(command, options)),
        operation,
        resource,
      );
    },
  };
}

type ConfigurationInput = Omit<
  ConstructorParameters<typeof UpdateFunctionConfigurationCommand>[0],
  'FunctionName'
>;

function settingsInput(settings: FunctionSettings): ConfigurationInput {
  const { ephemeralStorage, environment } = settings;
  return {
    // The manifest takes runtimes that this SDK does not list yet.
    Runtime: settings.runtime as ConfigurationInput['Runtime'],
    Handler: settings.handler,
    Description: settings.description,
    Timeout: settings.timeout,
    MemorySize: settings.memorySize,
    EphemeralStorage: ephemeralStorage === undefined ? undefined : { Size: ephemeralStorage },
    Role: settings.roleArn,
    Layers: settings.layers && [...settings.layers],
    Environment: environment && { Variables: { ...environment } },
  };
}

function secretsOf({ environment }: FunctionSettings): string[] {
  return Object.values(environment ?? {});
}
