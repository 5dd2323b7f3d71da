import { InvokeCommand } from '@aws-sdk/client-lambda';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import type { InvokeGateway } from '../workflows/portsForFunctions.ts';
import { sendCall } from './awsCalls.ts';
import type { CallContext } from './awsCalls.ts';

/** Milliseconds on top of the function's own time-out: a cold start and the way there and back. */
const margin = 30_000;

/** `client` tries once: a second attempt would run the person's code twice. */
export function createInvokeGateway(client: LambdaClient, context: CallContext): InvokeGateway {
  return {
    async invoke(functionName, qualifier, { payload, timeout, type = 'RequestResponse' }, { signal }) {
      const command = new InvokeCommand({
        FunctionName: functionName,
        Qualifier: qualifier,
        InvocationType: type,
        LogType: type === 'RequestResponse' ? 'Tail' : undefined,
        Payload: new TextEncoder().encode(payload),
      });
      const resource = `${functionName}:${qualifier}`;
      const requestTimeout = timeout * 1000 + margin;
      const answer = await sendCall(
        context,
        { operation: 'lambda:InvokeFunction', resource, kind: 'write', signal },
        (options) => client.send(command, { ...options, requestTimeout }),
      );
      return {
        status: answer.FunctionError === undefined ? 'success' : 'error',
        // Without a body the SDK gives something that is none: asynchronous calls are answered so.
        payload: answer.Payload instanceof Uint8Array ? new TextDecoder().decode(answer.Payload) : '',
        logTail: Buffer.from(answer.LogResult ?? '', 'base64').toString('utf8'),
        executedVersion: answer.ExecutedVersion ?? qualifier,
        requestId: answer.$metadata.requestId ?? '',
      };
    },
  };
}
