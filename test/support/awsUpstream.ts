import { request as httpRequest } from 'node:http';
import type { ServerResponse } from 'node:http';
import type { AwsAnswer } from './awsAnswers.ts';
import type { AwsRequest } from './awsOperations.ts';

/** Sends a request on and collects the answer. */
export function forward(
  upstream: string,
  request: Pick<AwsRequest, 'method' | 'url' | 'headers' | 'body'>,
): Promise<AwsAnswer> {
  return new Promise((resolve, reject) => {
    const target = new URL(request.url.pathname + request.url.search, upstream);
    const headers: Record<string, string | string[] | undefined> = {
      ...request.headers,
      'content-length': String(request.body.length),
      connection: 'close',
    };
    delete headers['transfer-encoding'];
    delete headers['expect'];
    const outgoing = httpRequest(target, { method: request.method, headers }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('error', reject);
      incoming.on('end', () => {
        const answerHeaders = { ...incoming.headers };
        for (const name of ['transfer-encoding', 'connection', 'content-length', 'keep-alive']) {
          Reflect.deleteProperty(answerHeaders, name);
        }
        resolve({ status: incoming.statusCode ?? 502, headers: answerHeaders, body: Buffer.concat(chunks) });
      });
    });
    outgoing.on('error', reject);
    outgoing.end(request.body);
  });
}

/** Passes an answer on as it comes; resolves with its status when the head has come. */
export function forwardStream(
  upstream: string,
  request: AwsRequest,
  response: ServerResponse,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const target = new URL(request.url.pathname + request.url.search, upstream);
    const outgoing = httpRequest(
      target,
      { method: request.method, headers: { ...request.headers } },
      (incoming) => {
        response.writeHead(incoming.statusCode ?? 502, incoming.headers);
        incoming.pipe(response);
        resolve(incoming.statusCode ?? 502);
      },
    );
    outgoing.on('error', (error) => {
      if (response.headersSent) response.destroy();
      reject(error);
    });
    response.once('close', () => outgoing.destroy());
    outgoing.end(request.body);
  });
}

/** Questions of the strict mode's own to the endpoint, beside the client's calls and not counted. */
export class Upstream {
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  /** The parsed answer; undefined when it is not a success. `asked` lends account and region. */
  async lambda(asked: AwsRequest, path: string): Promise<Record<string, unknown> | undefined> {
    const answer = await this.#get(asked, 'lambda', 'GET', path, '');
    return answer.status < 300 ? parseObject(answer.body) : undefined;
  }

  /** The XML of an IAM answer; undefined when it is not a success. */
  async iam(asked: AwsRequest, parameters: Record<string, string>): Promise<string | undefined> {
    const body = new URLSearchParams({ Version: '2010-05-08', ...parameters }).toString();
    const answer = await this.#get(asked, 'iam', 'POST', '/', body);
    return answer.status < 300 ? answer.body.toString() : undefined;
  }

  #get(asked: AwsRequest, service: string, method: string, path: string, body: string): Promise<AwsAnswer> {
    const authorization = String(asked.headers.authorization).replace(
      /(Credential=[^/]+\/\d+\/[^/]+\/)[^/]+/,
      `$1${service}`,
    );
    return forward(this.#url, {
      method,
      url: new URL(path, this.#url),
      headers: { authorization, 'content-type': 'application/x-www-form-urlencoded' },
      body: Buffer.from(body),
    });
  }
}

export function parseObject(body: Buffer | string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(body.toString());
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? { ...parsed } : {};
  } catch {
    return {};
  }
}

/** Member of a JSON object that is an object itself; empty when it is not. */
export function objectMember(
  value: Record<string, unknown> | undefined,
  name: string,
): Record<string, unknown> {
  const member = value?.[name];
  return typeof member === 'object' && member !== null && !Array.isArray(member) ? { ...member } : {};
}

export function stringMember(value: Record<string, unknown> | undefined, name: string): string | undefined {
  const member = value?.[name];
  return typeof member === 'string' ? member : undefined;
}
