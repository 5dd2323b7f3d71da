import {
  GetRolePolicyCommand,
  GetRoleCommand,
  IAMClient,
  ListRolePoliciesCommand,
} from '@aws-sdk/client-iam';
import {
  GetFunctionConfigurationCommand,
  LambdaClient,
  ListAliasesCommand,
  ListVersionsByFunctionCommand,
} from '@aws-sdk/client-lambda';
import type { FunctionConfiguration } from '@aws-sdk/client-lambda';

const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };

/**
 * What a deploy left behind, read by the bare SDK and without what differs from run to run: two states are equal when role,
 * policies, configuration, code, the number of versions and the alias are. The function's own name is replaced.
 */
export async function deployedState(endpoint: string, functionName: string): Promise<unknown> {
  const lambda = new LambdaClient({ endpoint, region: 'us-east-1', credentials });
  const iam = new IAMClient({ endpoint, region: 'us-east-1', credentials });
  const FunctionName = functionName;
  const RoleName = `${functionName}-role`;
  try {
    const [latest, versions, aliases, role, policyNames] = await Promise.all([
      lambda.send(new GetFunctionConfigurationCommand({ FunctionName })),
      lambda.send(new ListVersionsByFunctionCommand({ FunctionName })),
      lambda.send(new ListAliasesCommand({ FunctionName })),
      iam.send(new GetRoleCommand({ RoleName })),
      iam.send(new ListRolePoliciesCommand({ RoleName })),
    ]);
    const policies = await Promise.all(
      (policyNames.PolicyNames ?? []).map(async (PolicyName) => {
        const { PolicyDocument } = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
        return [PolicyName, document(PolicyDocument)];
      }),
    );
    const facts = (version: FunctionConfiguration) => ({
      runtime: version.Runtime,
      handler: version.Handler,
      timeout: version.Timeout,
      memory: version.MemorySize,
      role: version.Role,
      environment: version.Environment?.Variables,
      code: version.CodeSha256,
      number: version.Version,
    });
    const state = {
      latest: facts(latest),
      versions: (versions.Versions ?? []).map(facts),
      aliases: (aliases.Aliases ?? []).map((alias) => [
        alias.Name,
        alias.FunctionVersion,
        alias.RoutingConfig ?? null,
      ]),
      role: { trust: document(role.Role?.AssumeRolePolicyDocument), path: role.Role?.Path },
      policies,
    };
    return JSON.parse(JSON.stringify(state).replaceAll(functionName, 'THE-FUNCTION')) as unknown;
  } finally {
    lambda.destroy();
    iam.destroy();
  }
}

function document(encoded: string | undefined): unknown {
  return encoded === undefined ? undefined : JSON.parse(decodeURIComponent(encoded));
}
