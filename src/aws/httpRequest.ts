import * as http from 'node:http';
import * as https from 'node:https';
import { requestFailures } from '../core/failures/requestFailures.ts';
import type { HttpAnswer, HttpRequest } from '../core/restApi/testRequest.ts';
import { abortError, unlessAborted } from './awsCalls.ts';
import type { Agents } from './proxyAgents.ts';

/** Milliseconds in which nothing may come: API Gateway answers within 29 s. */
const silence = 40_000;

/** Sends a request of a person, with the connection's own proxies and certificates and none of its credentials. */
export async function sendHttp(
  request: HttpRequest,
  agents: Agents,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  const { origin, pathname } = new URL(request.url);
  try {
    return await unlessAborted(signal, async (abortSignal) => {
      const started = performance.now();
      const answer = await ask(request, agents, abortSignal);
      const chunks: Uint8Array[] = [];
      for await (const chunk of answer as AsyncIterable<Uint8Array>) chunks.push(chunk);
      const body = Buffer.concat(chunks);
      const duration = performance.now() - started;
      const headers = pairsOf(answer.rawHeaders);
      return { status: answer.statusCode ?? 0, headers, body: body.toString(), size: body.length, duration };
    });
  } catch (error) {
    if (signal.aborted) throw abortError();
    const reason = error instanceof Error ? error.message : String(error);
    throw requestFailures.noAnswer(`${origin}${pathname}`, reason);
  }
}

function ask(
  { method, url, headers, body }: HttpRequest,
  { httpAgent, httpsAgent }: Agents,
  signal: AbortSignal,
): Promise<http.IncomingMessage> {
  return new Promise((resolve, reject) => {
    const target = new URL(url);
    const options = { method, headers, signal, timeout: silence };
    const request =
      target.protocol === 'https:'
        ? https.request(target, { ...options, agent: httpsAgent })
        : http.request(target, { ...options, agent: httpAgent });
    request.on('response', resolve);
    request.on('error', reject);
    request.on('timeout', () => request.destroy(new Error('nothing came for 40 s')));
    request.end(body);
  });
}

const pairsOf = (raw: readonly string[]): [string, string][] =>
  raw.flatMap((name, at): [string, string][] => (at % 2 === 0 ? [[name, raw[at + 1] ?? '']] : []));
