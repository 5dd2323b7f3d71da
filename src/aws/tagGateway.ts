import { ListTagsCommand, TagResourceCommand } from '@aws-sdk/client-lambda';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import type { TagGateway } from '../workflows/portsForFunctions.ts';
import { readCall, sendCall } from './awsCalls.ts';
import type { CallContext } from './awsCalls.ts';
import type { ClientPair } from './clients.ts';

export function createTagGateway(
  { reads, writes }: ClientPair<LambdaClient>,
  context: CallContext,
): TagGateway {
  return {
    async listTags(functionArn, { signal }) {
      const command = new ListTagsCommand({ Resource: functionArn });
      const call = { operation: 'lambda:ListTags', resource: functionArn, signal };
      return (await readCall(context, call, (options) => reads.send(command, options)))?.Tags ?? {};
    },

    async tagFunction(functionArn, tags, { signal }) {
      const command = new TagResourceCommand({ Resource: functionArn, Tags: { ...tags } });
      const call = {
        operation: 'lambda:TagResource',
        resource: functionArn,
        kind: 'write',
        signal,
      } as const;
      await sendCall(context, call, (options) => writes.send(command, options));
    },
  };
}
