import { Agent, request } from 'node:http';
import type { IncomingMessage } from 'node:http';

export interface HttpAnswer {
  readonly httpStatus: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** Where a container answers. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/** Milliseconds after which an unused connection is closed: one that somebody else has closed meanwhile is never used. */
const idleConnection = 5_000;

/** The HTTP side of one container: one connection, kept open between calls. */
export class InvokeHttp {
  readonly #endpoint: Endpoint;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1, timeout: idleConnection });

  constructor(endpoint: Endpoint) {
    this.#endpoint = endpoint;
  }

  get host(): string {
    return this.#endpoint.host;
  }

  /** Resolves with the whole answer; waits for it without a limit. Rejects when the connection breaks. */
  post(path: string, body: string, headers: Record<string, string>): Promise<HttpAnswer> {
    const bytes = Buffer.from(body);
    return new Promise((resolve, reject) => {
      const options = {
        ...this.#endpoint,
        agent: this.#agent,
        method: 'POST',
        path,
        headers: { 'Content-Type': 'application/json', 'Content-Length': bytes.length, ...headers },
      };
      const sent = request(options, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.once('error', reject);
        response.once('end', () => {
          const text = Buffer.concat(chunks).toString();
          resolve({ httpStatus: response.statusCode ?? 0, headers: response.headers, body: text });
        });
      });
      sent.once('error', reject);
      sent.end(bytes);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}

/** True when an HTTP server answers there. That a port can be connected to says nothing: a proxy takes it before. */
export function answersHttp({ host, port }: Endpoint, waitMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const sent = request({ host, port, path: '/', agent: false, timeout: waitMs }, (response) => {
      response.resume();
      resolve(response.statusCode === 404);
    });
    sent.once('timeout', () => sent.destroy());
    sent.once('error', () => resolve(false));
    sent.end();
  });
}
