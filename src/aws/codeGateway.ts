import { createHash } from 'node:crypto';
import * as http from 'node:http';
import * as https from 'node:https';
import { GetFunctionCommand } from '@aws-sdk/client-lambda';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import { awsFailures } from '../core/failures/awsFailures.ts';
import { codeFailures } from '../core/failures/codeFailures.ts';
import { isFailure } from '../core/failures/failure.ts';
import type { CodeGateway, DownloadedCode } from '../workflows/portsForFunctions.ts';
import { abortError, readCall, unlessAborted } from './awsCalls.ts';
import type { CallContext } from './awsCalls.ts';
import type { ClientPair } from './clients.ts';
import type { Agents } from './proxyAgents.ts';

const operation = 'lambda:GetFunction';
/** Milliseconds in which the store of archives may say nothing. */
const silence = 30_000;
const awsHost = /\.amazonaws\.com(\.cn)?$/;

/** Downloads with the connection's own proxies and certificates: the address is signed, so no credentials go with it. */
export function createCodeGateway(
  { reads }: ClientPair<LambdaClient>,
  context: CallContext,
  agents: Agents,
): CodeGateway {
  return {
    async downloadCode(functionName, qualifier, { signal, onProgress }) {
      const resource = qualifier === undefined ? functionName : `${functionName}:${qualifier}`;
      const command = new GetFunctionCommand({ FunctionName: functionName, Qualifier: qualifier });
      const found = await readCall(context, { operation, resource, signal }, (options) =>
        reads.send(command, options),
      );
      if (found === undefined) throw codeFailures.gone(resource);
      if (found.Configuration?.PackageType === 'Image') throw codeFailures.image(resource);
      const { CodeSha256: codeSha256, CodeSize: size = 0 } = found.Configuration ?? {};
      const location = found.Code?.Location;
      if (location === undefined || codeSha256 === undefined) {
        throw awsFailures.noAnswer({ operation, resource }, 'Code.Location, CodeSha256');
      }
      const options = { signal, onProgress };
      return downloadChecked({ location, resource, size, codeSha256 }, options, context, agents);
    },
  };
}

interface SignedCode {
  readonly location: string;
  /** Of sentences. */
  readonly resource: string;
  /** Bytes. */
  readonly size: number;
  readonly codeSha256: string;
}

/** What lies at a signed address, when it is what Lambda says that it is. Rejects with `code.…`. */
export async function downloadChecked(
  { location, resource, size, codeSha256 }: SignedCode,
  options: Parameters<CodeGateway['downloadCode']>[2],
  { host }: Pick<CallContext, 'host'>,
  agents: Agents,
): Promise<DownloadedCode> {
  const bytes = await download(location, resource, size, options, agents);
  if (createHash('sha256').update(bytes).digest('base64') !== codeSha256)
    throw codeFailures.damaged(resource, !awsHost.test(host));
  return { bytes, codeSha256 };
}

/** The errors of this say neither the address nor what caused them: both hold the signature. */
async function download(
  location: string,
  resource: string,
  size: number,
  { signal, onProgress }: Parameters<CodeGateway['downloadCode']>[2],
  agents: Agents,
): Promise<Uint8Array> {
  try {
    return await unlessAborted(signal, async (abortSignal) => {
      const answer = await get(new URL(location), abortSignal, agents);
      if (answer.statusCode !== 200) {
        answer.destroy();
        throw codeFailures.notDownloaded(resource, answer.statusCode);
      }
      const chunks: Uint8Array[] = [];
      let received = 0;
      for await (const chunk of answer as AsyncIterable<Uint8Array>) {
        chunks.push(chunk);
        received += chunk.length;
        onProgress?.(received, size);
      }
      return Buffer.concat(chunks);
    });
  } catch (error) {
    if (signal.aborted) throw abortError();
    throw isFailure(error) ? error : codeFailures.notDownloaded(resource, undefined);
  }
}

function get(
  url: URL,
  signal: AbortSignal,
  { httpAgent, httpsAgent }: Agents,
): Promise<http.IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request =
      url.protocol === 'https:'
        ? https.get(url, { agent: httpsAgent, signal, timeout: silence })
        : http.get(url, { agent: httpAgent, signal, timeout: silence });
    request.on('response', resolve);
    request.on('error', reject);
    request.on('timeout', () => request.destroy(new Error('The store of archives fell silent.')));
  });
}
