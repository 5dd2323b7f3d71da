import { GetAccountSettingsCommand, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import type { FunctionConfiguration, LambdaClient } from '@aws-sdk/client-lambda';
import type { FunctionSummary } from '../core/functions/functionSummary.ts';
import type { CatalogGateway } from '../workflows/portsForFunctions.ts';
import { sendCall } from './awsCalls.ts';
import type { CallContext } from './awsCalls.ts';
import type { ClientPair } from './clients.ts';
import { milliseconds, unqualified } from './liveFunction.ts';

/** Lambda's limit where an account's settings do not say one (Lambda quotas). */
const defaultCodeStorage = 75 * 1024 ** 3;

export function createCatalogGateway(
  { reads }: ClientPair<LambdaClient>,
  context: CallContext,
): CatalogGateway {
  return {
    async listFunctions(next, { signal }) {
      const command = new ListFunctionsCommand({ Marker: next });
      const call = { operation: 'lambda:ListFunctions', resource: '*', kind: 'read', signal } as const;
      const page = await sendCall(context, call, (options) => reads.send(command, options));
      const { NextMarker: marker } = page;
      return {
        functions: (page.Functions ?? []).flatMap(functionSummary),
        next: marker === undefined || marker === '' ? undefined : marker,
      };
    },

    async accountUsage({ signal }) {
      const command = new GetAccountSettingsCommand({});
      const call = { operation: 'lambda:GetAccountSettings', resource: '*', kind: 'read', signal } as const;
      const { AccountUsage: usage, AccountLimit: limit } = await sendCall(context, call, (options) =>
        reads.send(command, options),
      );
      return {
        codeSize: usage?.TotalCodeSize ?? 0,
        codeSizeLimit: limit?.TotalCodeSize ?? defaultCodeStorage,
        functionCount: usage?.FunctionCount ?? 0,
      };
    },
  };
}

/** Nothing for an entry that has no name or ARN: it could not be looked into. */
function functionSummary(configuration: FunctionConfiguration): FunctionSummary[] {
  const { FunctionName: functionName, FunctionArn: arn } = configuration;
  if (functionName === undefined || arn === undefined) return [];
  return [
    {
      functionName,
      arn: unqualified(arn),
      packageType: configuration.PackageType === 'Image' ? 'Image' : 'Zip',
      runtime: configuration.Runtime ?? '',
      handler: configuration.Handler ?? '',
      description: configuration.Description ?? '',
      architecture: configuration.Architectures?.[0] === 'arm64' ? 'arm64' : 'x86_64',
      codeSize: configuration.CodeSize ?? 0,
      memorySize: configuration.MemorySize ?? 128,
      timeout: configuration.Timeout ?? 3,
      roleArn: configuration.Role ?? '',
      lastModified: milliseconds(configuration.LastModified),
    },
  ];
}
