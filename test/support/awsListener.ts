import { createServer } from 'node:http';
import type { IncomingHttpHeaders, RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';

export interface HeardRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export type ListenerAnswer =
  | {
      readonly status: number;
      readonly headers?: Record<string, string>;
      readonly body?: string;
      readonly bytes?: Uint8Array;
    }
  /** The connection is reset instead of an answer. */
  | 'drop'
  /** No answer until the listener is closed. */
  | 'hang';

export interface AwsListener extends AsyncDisposable {
  /** Such as http://127.0.0.1:41234. */
  readonly url: string;
  readonly port: number;
  readonly requests: readonly HeardRequest[];
}

/** Hears what AWS clients send and answers as told: for answers that no emulator gives. */
export async function startAwsListener(
  answer: (request: HeardRequest) => ListenerAnswer,
  tls?: { readonly key: string; readonly cert: string },
): Promise<AwsListener> {
  const requests: HeardRequest[] = [];
  const listener: RequestListener = (incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const { method = '', url = '', headers } = incoming;
      const request = { method, path: url, headers, body: Buffer.concat(chunks).toString() };
      requests.push(request);
      const told = answer(request);
      if (told === 'hang') return;
      if (told === 'drop') {
        incoming.socket.resetAndDestroy();
        return;
      }
      response.writeHead(told.status, told.headers);
      response.end(told.bytes ?? told.body ?? '');
    });
  };
  const server = tls === undefined ? createServer(listener) : createTlsServer(tls, listener);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the listener has no port');
  return {
    url: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${address.port}`,
    port: address.port,
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** An error as Lambda's REST-JSON protocol answers it. */
export function lambdaError(
  status: number,
  name: string,
  message: string,
  headers: Record<string, string> = {},
) {
  return {
    status,
    headers: {
      'content-type': 'application/json',
      'x-amzn-errortype': name,
      'x-amzn-requestid': 'request-1',
      ...headers,
    },
    body: JSON.stringify({ Type: 'User', message, Message: message }),
  };
}

/** An error as the query protocol of IAM and STS answers it. */
export function queryError(status: number, code: string, message: string) {
  const escaped = message.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return {
    status,
    headers: { 'content-type': 'text/xml' },
    body: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${escaped}</Message></Error><RequestId>request-2</RequestId></ErrorResponse>`,
  };
}

export const callerIdentityAnswer = {
  status: 200,
  headers: { 'content-type': 'text/xml' },
  body: '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:iam::123456789012:user/dev</Arn><UserId>AIDA</UserId><Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>',
};
