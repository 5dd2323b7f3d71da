import { localFailures } from '../../src/core/failures/localFailures.ts';
import type { ContainerSpec } from '../../src/core/local/containerSpec.ts';
import type { LogLine } from '../../src/core/local/invocation.ts';
import type { ConnectionEnvironment } from '../../src/core/local/localEnvironment.ts';
import type { FunctionManifest } from '../../src/core/manifest/functionManifest.ts';
import type { LocalDependencies, LocalSettings } from '../../src/workflows/local/localDependencies.ts';
import type {
  CodeRequest,
  CodeScanner,
  CodeState,
  ContainerAnswer,
  ContainerEngine,
  ImageFacts,
  RunningContainer,
} from '../../src/workflows/portsForContainers.ts';
import type { FunctionSource } from '../../src/workflows/resolveFunction.ts';
import { FakeClock } from './fakeClock.ts';

/** A promise that the test settles. */
export class Gate<T = void> {
  readonly promise: Promise<T>;
  open: (value: T) => void = () => undefined;
  fail: (error: unknown) => void = () => undefined;

  constructor() {
    this.promise = new Promise((resolve, reject) => {
      this.open = resolve;
      this.fail = reject;
    });
    this.promise.catch(() => undefined);
  }
}

const answerOf = (status: ContainerAnswer['status'], cold: boolean): ContainerAnswer => ({
  status,
  payload: '"done"',
  requestId: 'request-1',
  cold,
  logged: Promise.resolve(),
  measured: Promise.resolve({ initMs: cold ? 50 : undefined, durationMs: 2, peakMemory: 20 }),
});

/** What a call of a container waits for and comes to; a test replaces it. */
export type Call = (
  event: string,
  signal: AbortSignal,
  onLine: (line: LogLine) => void,
) => Promise<ContainerAnswer['status']>;
type InvokeOptions = Parameters<RunningContainer['invoke']>[1];

class FakeContainer implements RunningContainer {
  readonly id: number;
  readonly spec: ContainerSpec;
  readonly lazy: boolean;
  readonly host = '127.0.0.1';
  readonly events: string[] = [];
  usable = true;
  removed = false;
  readonly #engine: FakeEngine;

  constructor(id: number, spec: ContainerSpec, engine: FakeEngine) {
    this.id = id;
    this.spec = spec;
    this.lazy = engine.lazy;
    this.#engine = engine;
  }

  async invoke(event: string, { signal, onLine }: InvokeOptions): Promise<ContainerAnswer> {
    const cold = this.events.push(event) === 1;
    const ended = new Gate<never>();
    const onAbort = () => {
      void this.remove();
      ended.fail(signal.reason);
    };
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      const status = await Promise.race([this.#engine.call(event, signal, onLine), ended.promise]);
      if (status !== 'success' && status !== 'functionError') this.usable = false;
      return answerOf(status, cold);
    } catch (error) {
      this.usable = false;
      throw error;
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }

  remove(): Promise<void> {
    this.usable = false;
    this.removed = true;
    return Promise.resolve();
  }
}

/** An engine that starts containers at once, unless a test lets it wait or fail. */
class FakeEngine implements ContainerEngine {
  readonly containers: FakeContainer[] = [];
  readonly pulled: string[] = [];
  readonly platforms: (string | undefined)[] = [];
  lazy = true;
  image: ImageFacts | undefined = { id: 'sha256:1', architecture: 'amd64' };
  engineArchitecture = 'amd64';
  /** Awaited by each start. */
  starting: () => Promise<void> = () => Promise.resolve();
  call: Call = () => Promise.resolve('success');
  leftoversRemoved = 0;

  get living(): FakeContainer[] {
    return this.containers.filter(({ removed }) => !removed);
  }

  inspectImage(): Promise<ImageFacts | undefined> {
    return Promise.resolve(this.image);
  }

  architecture(): Promise<string> {
    return Promise.resolve(this.engineArchitecture);
  }

  pullImage(image: string, platform: string | undefined): Promise<void> {
    this.pulled.push(image);
    this.platforms.push(platform);
    if (image.includes('missing')) return Promise.reject(localFailures.imageMissing(image, 'not found'));
    const architecture = platform?.split('/')[1] ?? this.engineArchitecture;
    this.image = { id: `sha256:${this.pulled.length + 1}`, architecture };
    return Promise.resolve();
  }

  async start(spec: ContainerSpec, { signal }: { readonly signal: AbortSignal }): Promise<RunningContainer> {
    await this.starting();
    signal.throwIfAborted();
    const container = new FakeContainer(this.containers.length + 1, spec, this);
    this.containers.push(container);
    return container;
  }

  removeLeftovers(): Promise<number> {
    this.leftoversRemoved++;
    return Promise.resolve(0);
  }

  async removeAll(): Promise<number> {
    const { living } = this;
    await Promise.all(living.map((container) => container.remove()));
    return living.length;
  }

  async dispose(): Promise<void> {
    await this.removeAll();
  }
}

class FakeScanner implements CodeScanner {
  state: CodeState = { folder: '/storage/running/calc/task', revision: 1, places: [], layers: [] };
  fault: Error | undefined;
  /** Really outside of the workspace folder. */
  outside: readonly string[] = [];

  foreign: string | undefined;

  foreignCode(): Promise<string | undefined> {
    return Promise.resolve(this.foreign);
  }

  scan(_request: CodeRequest, { allowed = [] }: Parameters<CodeScanner['scan']>[1]): Promise<CodeState> {
    const folder = this.outside.find((one) => !allowed.includes(one));
    if (folder !== undefined) return Promise.reject(localFailures.folderOutside(folder));
    return this.fault === undefined ? Promise.resolve(this.state) : Promise.reject(this.fault);
  }

  dispose(): Promise<void> {
    return Promise.resolve();
  }
}

/** Everything that local invocation needs, and nothing of it real. */
export function fakeLocalWorld() {
  const engine = new FakeEngine();
  const scanner = new FakeScanner();
  const clock = new FakeClock();
  const texts = new Map<string, string>();
  const native = { agreed: false };
  const troubles: unknown[] = [];
  const settings: { -readonly [Key in keyof LocalSettings]: LocalSettings[Key] } = {
    tool: 'docker',
    reuse: 'warm',
    prepare: 'firstInvocation',
    idleTimeout: 10,
    images: {},
  };
  const connection: { -readonly [Key in keyof ConnectionEnvironment]: ConnectionEnvironment[Key] } = {
    region: 'eu-west-1',
    endpoint: undefined,
    credentials: undefined,
  };
  const folders = {
    known: [] as string[],
    /** What the person answers. */
    answer: true,
    asked: [] as string[],
    allowed: () => folders.known,
    ask: (functionName: string, folder: string) => {
      folders.asked.push(`${functionName} ${folder}`);
      if (folders.answer) folders.known.push(folder);
      return Promise.resolve(folders.answer);
    },
  };
  const dependencies: LocalDependencies = {
    engine: () => Promise.resolve(engine),
    scanner: () => Promise.resolve(scanner),
    builder: () =>
      Promise.resolve({
        build: () => Promise.resolve(undefined),
        reinstall: () => Promise.resolve(undefined),
        originalPlace: () => Promise.resolve(undefined),
      }),
    knownFiles: () => Promise.resolve([]),
    files: {
      readText: (path) => Promise.resolve(texts.get(path)),
      exists: (path) => Promise.resolve(texts.has(path)),
    },
    clock,
    settings: () => settings,
    connection: () => Promise.resolve(connection),
    runsNatively: () => native.agreed,
    folders,
    layerFolder: (arn) => Promise.resolve(`/storage/${arn.split(':').slice(6).join('-')}`),
    hostValue: (name) => (name === 'FROM_HOST' ? 'host' : undefined),
    onTrouble: (error) => troubles.push(error),
  };
  const source = (manifest: Partial<FunctionManifest> = {}): FunctionSource => ({
    manifest: { functionName: 'calc', runtime: 'python3.13', handler: 'app.handler', ...manifest },
    folder: '/code/calc',
    workspaceFolder: '/code',
  });
  return {
    engine,
    scanner,
    clock,
    texts,
    troubles,
    settings,
    connection,
    native,
    folders,
    dependencies,
    source,
  };
}

/** Lets everything that is due happen. */
export const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
