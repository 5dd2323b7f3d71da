import { AssumeRoleCommand, AssumeRoleWithWebIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { AssumeRoleCommandOutput, AssumeRoleWithWebIdentityCommandOutput } from '@aws-sdk/client-sts';
import type { DefaultProviderInit } from '@aws-sdk/credential-provider-node';
import { connectionFailures } from '../core/failures/connectionFailures.ts';
import { answerFailure } from './answerFailure.ts';
import type { ConnectionFacts } from './answerFailure.ts';
import type { clientConfig } from './clients.ts';
import { readSdkError, safeCause } from './sdkError.ts';

type RoleAssumers = Required<Pick<DefaultProviderInit, 'roleAssumer' | 'roleAssumerWithWebIdentity'>>;

/**
 * AssumeRole for profiles, at the connection's own endpoint. The SDK's own assumer goes to real STS when a client has an
 * explicit endpoint, and its `clientConfig.endpoint` would send the tokens of an SSO source profile to that endpoint too.
 */
export function roleAssumers(
  config: ReturnType<typeof clientConfig>,
  facts: ConnectionFacts,
  host: string,
): RoleAssumers {
  const attempt = async (
    roleArn: string,
    operation: string,
    assume: () => Promise<AssumeRoleCommandOutput | AssumeRoleWithWebIdentityCommandOutput>,
  ) => {
    try {
      return credentialsOf(await assume(), facts.profile);
    } catch (error) {
      throw assumeFailure(error, roleArn, operation, facts, host);
    }
  };
  return {
    roleAssumer: (credentials, input) => {
      const client = new STSClient({ ...config, credentials });
      return attempt(input.RoleArn, 'sts:AssumeRole', () => client.send(new AssumeRoleCommand(input)));
    },
    roleAssumerWithWebIdentity: (input) => {
      // The token is the credential: the call is not signed.
      const client = new STSClient({ ...config, credentials: { accessKeyId: '', secretAccessKey: '' } });
      return attempt(input.RoleArn, 'sts:AssumeRoleWithWebIdentity', () =>
        client.send(new AssumeRoleWithWebIdentityCommand(input)),
      );
    },
  };
}

function credentialsOf(
  { Credentials: answer }: AssumeRoleCommandOutput | AssumeRoleWithWebIdentityCommandOutput,
  profile: string | undefined,
) {
  if (answer?.AccessKeyId === undefined || answer.SecretAccessKey === undefined) {
    throw connectionFailures.noCredentials(profile);
  }
  return {
    accessKeyId: answer.AccessKeyId,
    secretAccessKey: answer.SecretAccessKey,
    sessionToken: answer.SessionToken,
    expiration: answer.Expiration,
  };
}

function assumeFailure(
  error: unknown,
  roleArn: string,
  operation: string,
  facts: ConnectionFacts,
  host: string,
) {
  const { name, message } = readSdkError(error);
  const cause = safeCause(error, operation);
  if (/^AccessDenied/.test(name)) {
    return /MultiFactorAuthentication/i.test(message)
      ? connectionFailures.mfaRefused(facts.profile, cause)
      : connectionFailures.roleRefused(facts.profile, roleArn, cause);
  }
  if (/^ExpiredToken/.test(name)) return connectionFailures.expired(facts.profile, facts.signIn, cause);
  if (/^(InvalidIdentityToken|IDPRejectedClaim)/.test(name))
    return connectionFailures.noCredentials(facts.profile, cause);
  return answerFailure(error, { operation, resource: roleArn, kind: 'read', host, secrets: [], ...facts });
}
