import { Agent, request } from 'node:http';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { docker, removeContainers } from './dockerTool.ts';

const rieImage = 'public.ecr.aws/lambda/python:3.13';
const lambciImage = 'lambci/lambda:python3.6';
const invocationPath = '/2015-03-31/functions/function/invocations';
const patience = 30_000;
/** What the benchmark finds these containers by, should this host not come to its end. */
const label = ['--label', process.env['BENCH_LABEL'] ?? ''];

/** What people type: a new container for the event, which is removed with it. @returns the answer's text */
export function dockerRun(code: string, event: string): Promise<string> {
  const environment = ['--env', 'DOCKER_LAMBDA_USE_STDIN=1'];
  const mount = ['--volume', `${code}:/var/task:ro`];
  return docker(
    ['run', '--rm', '--interactive', ...label, ...environment, ...mount, lambciImage, 'app.handler'],
    event,
  );
}

/** A container like the product's own that nobody looks after: started, answering, and never called. */
export class BareContainer {
  readonly #id: string;
  readonly #port: number;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });

  private constructor(id: string, port: number) {
    this.#id = id;
    this.#port = port;
  }

  /** @param code absolute path of the code root */
  static async start(code: string): Promise<BareContainer> {
    const id = await docker([
      ...['run', '--detach', '--rm', ...label, '--publish', '127.0.0.1::8080'],
      ...['--memory', '128m', '--memory-swap', '128m', '--tmpfs', '/tmp:size=512m,mode=1777,exec'],
      ...['--mount', `type=bind,source=${path.resolve(code)},target=/var/task,readonly`],
      ...['--env', '_HANDLER=app.handler', '--env', 'AWS_LAMBDA_FUNCTION_TIMEOUT=3'],
      ...['--entrypoint', '/usr/local/bin/aws-lambda-rie', rieImage],
      ...['--log-level', 'debug', '/var/runtime/bootstrap'],
    ]);
    const port = await portOf(id);
    if (port === undefined) throw new Error('The container is gone.');
    const container = new BareContainer(id, port);
    await answers(id);
    return container;
  }

  /** A bare HTTP call. @returns the answer's text */
  post(event: string): Promise<string> {
    return ask({ port: this.#port, path: invocationPath, method: 'POST', agent: this.#agent }, event);
  }

  async remove(): Promise<void> {
    this.#agent.destroy();
    await removeContainers([this.#id]);
  }
}

/** The port of 127.0.0.1 that a container answers at; undefined of one that is gone. */
async function portOf(id: string): Promise<number | undefined> {
  const published = await docker(['port', id, '8080/tcp']).catch(() => '');
  return published === '' ? undefined : Number(/:(\d+)$/m.exec(published)?.[1]);
}

/** Resolves when the container's emulator answers, or when it is gone. No code of the function has run by then. */
export async function answers(id: string): Promise<void> {
  const deadline = performance.now() + patience;
  for (;;) {
    const port = await portOf(id);
    if (port === undefined) return;
    if ((await ask({ port, path: '/', agent: false }).catch(() => undefined)) !== undefined) return;
    if (performance.now() > deadline) throw new Error(`Nobody answers at port ${port}.`);
    await delay(20);
  }
}

function ask(where: Parameters<typeof request>[1] & { port: number }, body = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', ...where }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.once('end', () => resolve(text)).once('error', reject);
    });
    sent.once('error', reject);
    sent.end(body);
  });
}
