import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createConnectionOpener } from '../../src/aws/awsBundle.ts';
import type { FrameLink } from '../../src/core/invocations/stackFrames.ts';
import type { FunctionManifest } from '../../src/core/manifest/functionManifest.ts';
import { createArchiver } from '../../src/local/archive/archiver.ts';
import { createCodeBuilder } from '../../src/local/build/codeBuilder.ts';
import { systemClock } from '../../src/local/clock.ts';
import { diskFiles } from '../../src/local/workspaceFiles.ts';
import { carryOutDeployment } from '../../src/workflows/carryOutDeployment.ts';
import type { DeploymentProgress, DeploymentResult } from '../../src/workflows/carryOutDeployment.ts';
import { framePlaces } from '../../src/workflows/local/framePlaces.ts';
import { planDeployment } from '../../src/workflows/planDeployment.ts';
import type { DeploymentTarget, PlannedDeployment } from '../../src/workflows/planDeployment.ts';
import type { CodePlace } from '../../src/workflows/portsForBuild.ts';
import type { AwsConnection, Clock } from '../../src/workflows/ports.ts';
import { secretMarker } from './secretMarker.mjs';

const trustPolicy = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};

const logsPolicy = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'logs:PutLogEvents', Resource: 'arn:aws:logs:*:*:*' }],
};

/** Time that runs `factor` times as fast: real waits, made short, because what is waited for takes milliseconds here. */
export function hurriedClock(factor: number): Clock {
  const start = systemClock.now();
  return {
    now: () => start + (systemClock.now() - start) * factor,
    sleep: (ms, signal) => systemClock.sleep(ms / factor, signal),
  };
}

export function connect(endpoint: string): Promise<AwsConnection> {
  const opener = createConnectionOpener({ readFile: async (file) => new Uint8Array(await readFile(file)) });
  const hooks = { askMfaCode: () => Promise.resolve(undefined) };
  return opener.open({ sandbox: true, endpoint, region: 'us-east-1' }, hooks);
}

/** A workspace folder on disk with one Python function, which a deploy takes to an endpoint with all of the real parts. */
export class DeployWorld {
  readonly folder: string;
  readonly clock: Clock;
  readonly #endpoint: string;
  #connection: AwsConnection;
  #manifest: FunctionManifest;
  readonly #archiver: ReturnType<typeof createArchiver>;
  readonly #builder: ReturnType<typeof createCodeBuilder>;

  private constructor(
    folder: string,
    endpoint: string,
    connection: AwsConnection,
    manifest: FunctionManifest,
    clock: Clock,
  ) {
    this.folder = folder;
    this.#endpoint = endpoint;
    this.#connection = connection;
    this.clock = clock;
    this.#manifest = manifest;
    const workerFile = fileURLToPath(new URL('../../src/local/archive/archiveWorker.ts', import.meta.url));
    this.#archiver = createArchiver({ storageFolder: join(folder, '.storage'), workerFile });
    this.#builder = createCodeBuilder({ storageFolder: join(folder, '.storage', 'builds') });
  }

  static async create(
    functionName: string,
    endpoint: string,
    clock = hurriedClock(20),
  ): Promise<DeployWorld> {
    const folder = await mkdtemp(join(tmpdir(), 'lambda-workbench-deploy-'));
    const write = (name: string, value: unknown) =>
      writeFile(join(folder, name), typeof value === 'string' ? value : JSON.stringify(value));
    await mkdir(join(folder, '.storage'));
    await write('trust.json', trustPolicy);
    await write('logs.json', logsPolicy);
    await write('app.py', 'def handler(event, context):\n    return {"release": 1}\n');
    const manifest: FunctionManifest = {
      functionName,
      runtime: 'python3.13',
      handler: 'app.handler',
      timeout: 10,
      environment: { GREETING: secretMarker },
      role: {
        name: `${functionName}-role`,
        trustPolicy: 'trust.json',
        inlinePolicies: { logs: 'logs.json' },
      },
      package: { exclude: ['.storage/'] },
      deploy: { publish: true, alias: 'DEV' },
    };
    return new DeployWorld(folder, endpoint, await connect(endpoint), manifest, clock);
  }

  get connection(): AwsConnection {
    return this.#connection;
  }

  /** A connection that knows nothing yet, as in another window. */
  async reconnect(): Promise<void> {
    this.#connection = await connect(this.#endpoint);
  }

  /** The same workspace with other code and other configuration. */
  async change(): Promise<void> {
    await writeFile(join(this.folder, 'app.py'), 'def handler(event, context):\n    return {"release": 2}\n');
    this.#manifest = {
      ...this.#manifest,
      timeout: 20,
      environment: { GREETING: `${secretMarker}-2`, MORE: secretMarker },
    };
  }

  setManifest(change: Partial<FunctionManifest>): void {
    this.#manifest = { ...this.#manifest, ...change };
  }

  get target(): DeploymentTarget {
    const { folder } = this;
    const knownFiles = ['trust.json', 'logs.json'].map((name) => join(folder, name));
    return { manifest: this.#manifest, folder, workspaceFolder: folder, knownFiles };
  }

  plan(signal = AbortSignal.timeout(60_000)): Promise<PlannedDeployment> {
    const { connection, clock } = this;
    const sourceControl = { describeRevision: () => Promise.resolve(undefined) };
    return planDeployment(
      this.target,
      {
        ...{ connection, archiver: this.#archiver, builder: this.#builder },
        ...{ files: diskFiles, sourceControl, clock },
      },
      { signal, protectedAliases: [], describeVersions: true },
    );
  }

  async deploy(
    options: { signal?: AbortSignal; onProgress?: (progress: DeploymentProgress) => void } = {},
  ): Promise<DeploymentResult> {
    const signal = options.signal ?? AbortSignal.timeout(60_000);
    const planned = await this.plan(signal);
    return carryOutDeployment(planned, this, { signal, onProgress: options.onProgress });
  }

  /** Where frames lead, as a result shows them. */
  framePlaces(frames: readonly FrameLink[]): Promise<(CodePlace | undefined)[]> {
    const dependencies = { builder: () => Promise.resolve(this.#builder), files: diskFiles };
    return framePlaces(this.target, frames, dependencies, { signal: AbortSignal.timeout(60_000) });
  }

  async dispose(): Promise<void> {
    await this.#archiver.dispose();
    await rm(this.folder, { recursive: true, force: true });
  }
}
