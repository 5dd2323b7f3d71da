import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { errorAnswer, inProgressError, serverError, throttlingError } from './awsAnswers.ts';
import type { AwsAnswer } from './awsAnswers.ts';
import { DeployedCode } from './awsCode.ts';
import { FaultRules } from './awsFaults.ts';
import type { CallMatch, Fault } from './awsFaults.ts';
import type { UpdateFailure } from './awsFunctionStates.ts';
import { isWrite, recognise } from './awsOperations.ts';
import type { AwsRequest } from './awsOperations.ts';
import { testInvoke } from './awsStrictApiGateway.ts';
import { StrictMode } from './awsStrict.ts';
import type { StrictOptions } from './awsStrict.ts';
import { forward, forwardStream } from './awsUpstream.ts';

export interface AwsProxyOptions {
  /** Base URL of the emulator. */
  readonly upstream: string;
  /** Refuses as AWS does where the emulator is kinder; undefined = passes everything on. */
  readonly strict?: StrictOptions;
}

/** One call as the client made it. */
export interface RecordedCall {
  readonly operation: string;
  readonly service: string;
  /** Milliseconds since the epoch, at arrival. */
  readonly at: number;
  readonly requestBodyBytes: number;
  /** Status of the answer; `dropped` when the client got none, `open` while it waits. */
  status: number | 'dropped' | 'open';
  /** Function, alias or path parameters; for calls of one function among several. */
  readonly params: Readonly<Record<string, string>>;
}

export interface AwsProxy {
  /** Endpoint for the clients. */
  readonly url: string;
  /** Every signed call in the order of arrival. */
  readonly calls: readonly RecordedCall[];
  /** How many calls of this operation arrived, answered or not. */
  count(operation: string): number;
  /** Calls that change something that stays. */
  writes(): RecordedCall[];
  /**
   * Makes the n-th call that matches (1 = the next one) fail, and the `times - 1` after it. Counting starts with this call.
   * Several rules may be set; where two apply to one call the older decides.
   */
  failNth(match: CallMatch, n: number, fault: Fault, options?: { readonly times?: number }): void;
  /** Delays every matching call by `ms` milliseconds before anything else is done with it. */
  delay(match: CallMatch, ms: number): void;
  /** Is told of every signed call before anything is done with it; awaited. Returns what undoes it. */
  onCall(listener: (call: RecordedCall) => void | Promise<void>): () => void;
  /** Strict mode: the next creation or update of this function ends in `Failed`, for tests of the waits. */
  failNextUpdate(functionName: string, failure: UpdateFailure): void;
  /** Forgets calls and rules; what the strict mode knows of roles and functions stays. */
  reset(): void;
  close(): Promise<void>;
}

/** Their answers come bit by bit and are passed on as they come. */
const streaming = new Set(['StartLiveTail', 'InvokeWithResponseStream']);

export async function startAwsProxy(options: AwsProxyOptions): Promise<AwsProxy> {
  const proxy = new FaultProxy(options);
  await proxy.listen();
  return proxy;
}

class FaultProxy implements AwsProxy {
  readonly #upstream: string;
  readonly #strict: StrictMode | undefined;
  readonly #rules = new FaultRules();
  readonly #code = new DeployedCode();
  readonly #server: Server;
  readonly #listeners = new Set<(call: RecordedCall) => void | Promise<void>>();
  #calls: RecordedCall[] = [];
  #url = '';

  constructor(options: AwsProxyOptions) {
    this.#upstream = options.upstream;
    this.#strict =
      options.strict === undefined ? undefined : new StrictMode(options.upstream, options.strict);
    this.#server = createServer((request, response) => {
      this.#serve(request, response).catch((error: unknown) => {
        // Seen by the test as a 502 with a reason, never as a silent hang.
        const reason = error instanceof Error ? error.message : String(error);
        if (!response.headersSent) response.writeHead(502, { 'x-amzn-errortype': 'ProxyError' });
        response.end(JSON.stringify({ message: `The test proxy failed: ${reason}` }));
      });
    });
  }

  get url(): string {
    return this.#url;
  }

  get calls(): readonly RecordedCall[] {
    return this.#calls;
  }

  count(operation: string): number {
    return this.#calls.filter((call) => call.operation === operation).length;
  }

  writes(): RecordedCall[] {
    return this.#calls.filter((call) => isWrite(call.operation));
  }

  failNth(match: CallMatch, n: number, fault: Fault, options: { readonly times?: number } = {}): void {
    this.#rules.failNth(match, n, fault, options.times ?? 1);
  }

  delay(match: CallMatch, ms: number): void {
    this.#rules.delay(match, ms);
  }

  onCall(listener: (call: RecordedCall) => void | Promise<void>): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  failNextUpdate(functionName: string, failure: UpdateFailure): void {
    if (this.#strict === undefined) throw new Error('failNextUpdate needs the strict mode');
    this.#strict.failNextUpdate(functionName, failure);
  }

  reset(): void {
    this.#calls = [];
    this.#rules.clear();
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(0, '127.0.0.1', resolve);
    });
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('the proxy has no port');
    this.#url = `http://127.0.0.1:${address.port}`;
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  async #serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await readRequest(incoming, this.#url);
    if (request.service === 'http') {
      send(response, this.#code.serve(request) ?? (await forward(this.#upstream, request)));
      return;
    }
    const call: RecordedCall = {
      operation: request.operation,
      service: request.service,
      at: Date.now(),
      requestBodyBytes: request.body.length,
      status: 'open',
      params: request.params,
    };
    this.#calls.push(call);
    // A client that went away is an answer lost too.
    response.once('close', () => {
      if (call.status === 'open') call.status = 'dropped';
    });
    const fault = this.#rules.faultOf(request);
    for (const listener of this.#listeners) await listener(call);
    if (streaming.has(request.operation) && fault === undefined) {
      call.status = await forwardStream(this.#upstream, request, response);
      return;
    }
    const wait = this.#rules.delayOf(request);
    if (wait > 0) await delay(wait);
    const answer = await this.#answer(request, fault);
    if (answer === 'hang') return;
    if (answer === 'drop') {
      call.status = 'dropped';
      incoming.socket.destroy();
      return;
    }
    call.status = response.destroyed ? 'dropped' : answer.status;
    send(response, answer);
  }

  async #answer(request: AwsRequest, fault: Fault | undefined): Promise<AwsAnswer | 'drop' | 'hang'> {
    const { service } = request;
    switch (fault) {
      case undefined:
        return this.#carryOut(request);
      case 'hang':
        return 'hang';
      case 'dropBefore':
        return 'drop';
      case 'dropAfter':
        await this.#carryOut(request);
        return 'drop';
      case '500After':
        await this.#carryOut(request);
        return errorAnswer(service, serverError(service));
      case 500:
        return errorAnswer(service, serverError(service));
      case 429:
        return errorAnswer(service, throttlingError(service));
      case 'inProgress':
        return errorAnswer(
          service,
          inProgressError(service, request.params['functionName'] ?? 'the resource'),
        );
      default:
        return errorAnswer(service, fault);
    }
  }

  async #carryOut(request: AwsRequest): Promise<AwsAnswer> {
    if (request.operation === 'TestInvokeMethod') return testInvoke(this.#upstream, request);
    this.#code.note(request);
    const pass = (passed: AwsRequest) => forward(this.#upstream, passed);
    const answer = await (this.#strict === undefined ? pass(request) : this.#strict.handle(request, pass));
    return this.#code.correct(request, answer, this.#url);
  }
}

async function readRequest(incoming: IncomingMessage, base: string): Promise<AwsRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming)
    chunks.push(Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk)));
  const raw = {
    method: incoming.method ?? 'GET',
    url: new URL(incoming.url ?? '/', base),
    headers: incoming.headers,
    body: Buffer.concat(chunks),
  };
  return { ...raw, ...recognise(raw) };
}

function send(response: ServerResponse, answer: AwsAnswer): void {
  response.writeHead(answer.status, { ...answer.headers, 'content-length': answer.body.length });
  response.end(answer.body);
}
