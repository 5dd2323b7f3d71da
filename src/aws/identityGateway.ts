import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { STSClient } from '@aws-sdk/client-sts';
import type { CallerIdentity } from '../core/deployment/liveState.ts';
import { awsFailures } from '../core/failures/awsFailures.ts';
import type { IdentityGateway } from '../workflows/ports.ts';
import { sendCall, unlessAborted } from './awsCalls.ts';
import type { CallContext } from './awsCalls.ts';

/**
 * Asks STS once for each access key: `currentKey` changes when the person edits the profile or signs in to another account,
 * and an account that was remembered would let a deploy past the one that its manifest pins.
 */
export function createIdentityGateway(
  client: STSClient,
  context: CallContext,
  currentKey: () => Promise<string>,
): IdentityGateway {
  let asked: { readonly key: string; readonly identity: Promise<CallerIdentity> } | undefined;

  async function ask(): Promise<CallerIdentity> {
    const subject = { operation: 'sts:GetCallerIdentity', resource: 'this connection' };
    // Shared by all who wait, so none of their signals may end it; the client's time-outs do.
    const { signal } = new AbortController();
    const answer = await sendCall(context, { ...subject, kind: 'read', signal }, (options) =>
      client.send(new GetCallerIdentityCommand({}), options),
    );
    const { Account: accountId, Arn: arn } = answer;
    if (accountId === undefined || arn === undefined) throw awsFailures.noAnswer(subject, 'Account, Arn');
    return { accountId, arn, partition: arn.split(':')[1] ?? 'aws' };
  }

  return {
    callerIdentity: ({ signal }) =>
      unlessAborted(signal, async () => {
        const key = await currentKey();
        if (asked?.key !== key) {
          const identity = ask();
          const mine = { key, identity };
          asked = mine;
          identity.catch(() => {
            if (asked === mine) asked = undefined;
          });
        }
        return asked.identity;
      }),
  };
}
