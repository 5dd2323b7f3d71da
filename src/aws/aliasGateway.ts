import {
  CreateAliasCommand,
  DeleteAliasCommand,
  DeleteFunctionCommand,
  ListAliasesCommand,
  UpdateAliasCommand,
} from '@aws-sdk/client-lambda';
import type { AliasConfiguration, LambdaClient } from '@aws-sdk/client-lambda';
import type { LiveAlias } from '../core/deployment/liveState.ts';
import { isFailure } from '../core/failures/failure.ts';
import type { AliasGateway, VersionGateway } from '../workflows/portsForFunctions.ts';
import { readCall, sendCall } from './awsCalls.ts';
import type { CallContext } from './awsCalls.ts';
import type { ClientPair } from './clients.ts';
import { liveAlias } from './liveAlias.ts';

export function createAliasGateway(
  { reads, writes }: ClientPair<LambdaClient>,
  context: CallContext,
): AliasGateway & VersionGateway {
  const routingInput = (routing: Readonly<Record<string, number>> | undefined) =>
    routing && { AdditionalVersionWeights: { ...routing } };
  return {
    async listAliases(functionName, { signal }) {
      const operation = 'lambda:ListAliases';
      const aliases: AliasConfiguration[] = [];
      let marker: string | undefined;
      do {
        const command = new ListAliasesCommand({ FunctionName: functionName, Marker: marker });
        const page = await readCall(context, { operation, resource: functionName, signal }, (options) =>
          reads.send(command, options),
        );
        aliases.push(...(page?.Aliases ?? []));
        marker = page?.NextMarker;
      } while (marker !== undefined && marker !== '');
      return aliases.map((alias) => liveAlias(alias, operation, functionName)).sort(byName);
    },

    async createAlias(functionName, { name, version, description, routing }, { signal }) {
      const operation = 'lambda:CreateAlias';
      const resource = `${functionName}:${name}`;
      const command = new CreateAliasCommand({
        FunctionName: functionName,
        Name: name,
        FunctionVersion: version,
        Description: description,
        RoutingConfig: routingInput(routing),
      });
      const call = { operation, resource, kind: 'write', signal } as const;
      const answer = await sendCall(context, call, (options) => writes.send(command, options));
      return liveAlias(answer, operation, resource);
    },

    async updateAlias(functionName, name, { version, description, routing }, revisionId, { signal }) {
      const operation = 'lambda:UpdateAlias';
      const resource = `${functionName}:${name}`;
      const command = new UpdateAliasCommand({
        FunctionName: functionName,
        Name: name,
        FunctionVersion: version,
        Description: description,
        RoutingConfig: routingInput(routing),
        RevisionId: revisionId,
      });
      const call = { operation, resource, kind: 'write', signal } as const;
      const answer = await sendCall(context, call, (options) => writes.send(command, options));
      return liveAlias(answer, operation, resource);
    },

    async deleteAlias(functionName, name, { signal }) {
      const command = new DeleteAliasCommand({ FunctionName: functionName, Name: name });
      const resource = `${functionName}:${name}`;
      const call = { operation: 'lambda:DeleteAlias', resource, kind: 'write', signal } as const;
      await sendCall(context, call, (options) => writes.send(command, options)).catch(unlessGone);
    },

    async deleteVersion(functionName, version, { signal }) {
      // Without a number this would delete the function.
      if (!/^\d+$/.test(version)) throw new Error(`${version} is no published version.`);
      const command = new DeleteFunctionCommand({ FunctionName: functionName, Qualifier: version });
      const resource = `${functionName}:${version}`;
      const call = { operation: 'lambda:DeleteFunction', resource, kind: 'write', signal } as const;
      await sendCall(context, call, (options) => writes.send(command, options)).catch(unlessGone);
    },

    async deleteFunction(functionName, { signal }) {
      const command = new DeleteFunctionCommand({ FunctionName: functionName });
      const call = {
        ...{ operation: 'lambda:DeleteFunction', resource: functionName },
        ...({ kind: 'write', signal } as const),
      };
      await sendCall(context, call, (options) => writes.send(command, options)).catch(unlessGone);
    },
  };
}

/** What is to be deleted and is not there is deleted. */
function unlessGone(error: unknown): void {
  if (!isFailure(error, 'aws.notFound')) throw error;
}

const byName = (a: LiveAlias, b: LiveAlias): number => (a.name < b.name ? -1 : 1);
