import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import {
  CreateRoleCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import {
  CreateAliasCommand,
  CreateFunctionCommand,
  GetAliasCommand,
  GetFunctionConfigurationCommand,
  PublishVersionCommand,
} from '@aws-sdk/client-lambda';
import JSZip from 'jszip';
import { build as bundle } from '../../scripts/build.mjs';
import { inRoot } from '../../scripts/paths.mjs';
import { createConnectionOpener } from '../../src/aws/awsBundle.ts';
import { parseManifest } from '../../src/core/manifest/parseManifest.ts';
import type { FunctionManifest } from '../../src/core/manifest/functionManifest.ts';
import { createArchiver } from '../../src/local/archive/archiver.ts';
import { systemClock } from '../../src/local/clock.ts';
import { gitRevision } from '../../src/local/gitRevision.ts';
import { diskFiles } from '../../src/local/workspaceFiles.ts';
import { carryOutDeployment } from '../../src/workflows/carryOutDeployment.ts';
import { planDeployment } from '../../src/workflows/planDeployment.ts';
import type { AwsConnection } from '../../src/workflows/ports.ts';
import type { AliasVersions } from '../../src/workflows/readLiveState.ts';
import type { AwsTestClients } from '../support/awsTestClients.ts';

const runProgram = promisify(execFile);
const sample = fileURLToPath(new URL('../../sample-functions/calc/', import.meta.url));
/** The bundle that the product ships. */
const workerFile = inRoot('.cache', 'bench', 'archiveWorker.cjs');
const region = 'us-east-1';

/** The delays between two looks at a function: the product's own, on every side. Milliseconds. */
const waits = { first: 100, growth: 1.6, longest: 3000 };

/** A fresh copy of the sample `calc` under names of its own, as input of one deploy. */
export interface Subject {
  readonly folder: string;
  readonly functionName: string;
  readonly roleName: string;
  readonly manifest: FunctionManifest;
  /** Manifest, policies, env and event files, which an editor's window knows of its workspace. */
  readonly knownFiles: readonly string[];
}

export async function freshSubject(): Promise<Subject> {
  const folder = await mkdtemp(join(tmpdir(), 'lambda-workbench-bench-'));
  await cp(sample, join(folder, 'calc'), { recursive: true });
  const { manifest } = parseManifest(await readFile(join(sample, 'lambda.json'), 'utf8'));
  if (manifest?.role === undefined) throw new Error('the sample has no valid manifest');
  const functionName = `calc-${folder.slice(-6)}`;
  const roleName = `${functionName}-role`;
  const fresh = { ...manifest, functionName, role: { ...manifest.role, name: roleName } };
  const named = ['lambda.json', 'assume-role-policy.json', 'role-policy.json', 'env_list.txt'];
  const events = (await readdir(join(sample, 'events'))).map((name) => join('events', name));
  const knownFiles = [...named, ...events].map((name) => join(folder, 'calc', name));
  return { folder: join(folder, 'calc'), functionName, roleName, manifest: fresh, knownFiles };
}

export const removeSubject = ({ folder }: Subject): Promise<void> =>
  rm(join(folder, '..'), { recursive: true, force: true });

/** What each side leaves behind, checked outside the measured time: the alias on version 1 of the function. */
export async function checkDeployed({ lambda }: AwsTestClients, { functionName }: Subject): Promise<void> {
  const alias = await lambda.send(new GetAliasCommand({ FunctionName: functionName, Name: 'DEV' }));
  if (alias.FunctionVersion !== '1')
    throw new Error(`alias DEV of ${functionName} is on ${alias.FunctionVersion ?? 'nothing'}`);
}

/** The product: workflows, gateways and archiver as in the extension, the connection open. */
export class ProductSide {
  readonly #connection: AwsConnection;
  readonly #archiver: ReturnType<typeof createArchiver>;
  readonly #storage: string;
  #aliasVersions: AliasVersions = new Map();

  private constructor(connection: AwsConnection, storage: string) {
    this.#connection = connection;
    this.#storage = storage;
    this.#archiver = createArchiver({ storageFolder: storage, workerFile, idleMilliseconds: 600_000 });
  }

  static async open(endpoint: string): Promise<ProductSide> {
    await bundle({ bundles: [{ source: 'src/local/archive/archiveWorker.ts', output: workerFile }] });
    const opener = createConnectionOpener({ readFile: async (file) => new Uint8Array(await readFile(file)) });
    const hooks = { askMfaCode: () => Promise.resolve(undefined) };
    const connection = await opener.open({ sandbox: true, endpoint, region }, hooks);
    return new ProductSide(connection, await mkdtemp(join(tmpdir(), 'lambda-workbench-storage-')));
  }

  /** Empties the storage: nothing of an earlier sample is reused. The thread stays warm, as the clients of all sides do. */
  async forget(): Promise<void> {
    await rm(this.#storage, { recursive: true, force: true });
  }

  /** As in a window that was just opened: no version behind an alias was read. */
  begin(): void {
    this.#aliasVersions = new Map();
  }

  /** Plans and carries out; the number of steps. */
  async deploy({ folder, manifest, knownFiles }: Subject): Promise<number> {
    const signal = AbortSignal.timeout(60_000);
    const dependencies = {
      connection: this.#connection,
      archiver: this.#archiver,
      files: diskFiles,
      sourceControl: gitRevision,
      clock: systemClock,
      aliasVersions: this.#aliasVersions,
    };
    const target = { manifest, folder, workspaceFolder: folder, knownFiles };
    const planned = await planDeployment(target, dependencies, {
      signal,
      protectedAliases: ['PRODUCTION'],
      describeVersions: true,
    });
    const { steps } = await carryOutDeployment(planned, dependencies, { signal });
    return steps.length;
  }

  async dispose(): Promise<void> {
    await this.#archiver.dispose();
    await this.forget();
  }
}

/** The same calls by the SDK alone, one after the other, as a script of one's own would make them. */
export async function deployBySdk(
  { lambda, iam }: AwsTestClients,
  { folder, functionName, roleName, manifest }: Subject,
): Promise<void> {
  const zip = new JSZip().file('calc.py', await readFile(join(folder, 'calc.py')), { date: new Date(0) });
  const ZipFile = await zip.generateAsync({
    type: 'uint8array',
    compression: 'DEFLATE',
    compressionOptions: { level: 6 },
  });
  const trust = await readFile(join(folder, 'assume-role-policy.json'), 'utf8');
  const policy = await readFile(join(folder, 'role-policy.json'), 'utf8');
  const role = await iam.send(new CreateRoleCommand({ RoleName: roleName, AssumeRolePolicyDocument: trust }));
  await iam.send(
    new PutRolePolicyCommand({
      RoleName: roleName,
      PolicyName: 'lambda_calc_policy',
      PolicyDocument: policy,
    }),
  );
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName: functionName,
      Runtime: 'python3.13',
      Handler: manifest.handler,
      Role: role.Role?.Arn,
      Timeout: manifest.timeout,
      MemorySize: manifest.memorySize,
      Description: manifest.description,
      Environment: { Variables: { LOG_LEVEL: 'WARNING' } },
      Code: { ZipFile },
    }),
  );
  const settled = async (Qualifier?: string) => {
    const live = await lambda.send(
      new GetFunctionConfigurationCommand({ FunctionName: functionName, Qualifier }),
    );
    return live.State !== 'Pending' && live.LastUpdateStatus !== 'InProgress';
  };
  await untilSettled(() => settled());
  const { Version } = await lambda.send(new PublishVersionCommand({ FunctionName: functionName }));
  await untilSettled(() => settled(Version));
  await lambda.send(
    new CreateAliasCommand({ FunctionName: functionName, Name: 'DEV', FunctionVersion: Version }),
  );
}

/** The reads that tell an unchanged function, by the SDK, side by side. */
export async function readBySdk(
  { lambda, iam }: AwsTestClients,
  { functionName, roleName }: Subject,
): Promise<void> {
  await Promise.all([
    iam.send(new GetRoleCommand({ RoleName: roleName })),
    iam.send(new GetRolePolicyCommand({ RoleName: roleName, PolicyName: 'lambda_calc_policy' })),
    lambda.send(new GetFunctionConfigurationCommand({ FunctionName: functionName })),
    lambda.send(new GetAliasCommand({ FunctionName: functionName, Name: 'DEV' })),
  ]);
}

/** The work by hand: `zip` and the AWS CLI, one command after the other. */
export class CliSide {
  readonly #aws: string;
  readonly #environment: NodeJS.ProcessEnv;

  constructor(aws: string, endpoint: string) {
    this.#aws = aws;
    this.#environment = {
      PATH: process.env['PATH'],
      HOME: tmpdir(),
      AWS_ENDPOINT_URL: endpoint,
      AWS_DEFAULT_REGION: region,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_PAGER: '',
    };
  }

  async deploy({ folder, functionName, roleName, manifest }: Subject): Promise<void> {
    const out = join(folder, '..', 'out');
    await mkdir(out);
    const zip = join(out, 'calc.zip');
    await runProgram('zip', ['-qr', zip, 'calc.py'], { cwd: folder });
    const role = await this.#json(
      'iam',
      'create-role',
      '--role-name',
      roleName,
      '--assume-role-policy-document',
      `file://${join(folder, 'assume-role-policy.json')}`,
    );
    await this.#json(
      'iam',
      'put-role-policy',
      '--role-name',
      roleName,
      '--policy-name',
      'lambda_calc_policy',
      '--policy-document',
      `file://${join(folder, 'role-policy.json')}`,
    );
    const environment = join(out, 'environment.json');
    await writeFile(environment, JSON.stringify({ Variables: { LOG_LEVEL: 'WARNING' } }));
    const settings = [
      '--runtime',
      'python3.13',
      '--handler',
      manifest.handler,
      '--timeout',
      '5',
      '--memory-size',
      '128',
      '--environment',
      `file://${environment}`,
    ];
    const arn = (role as { Role: { Arn: string } }).Role.Arn;
    await this.#json(
      'lambda',
      'create-function',
      '--function-name',
      functionName,
      '--role',
      arn,
      ...settings,
      '--zip-file',
      `fileb://${zip}`,
    );
    const settled = async (...qualifier: string[]) => {
      const live = (await this.#json(
        'lambda',
        'get-function-configuration',
        '--function-name',
        functionName,
        ...qualifier,
      )) as { State: string; LastUpdateStatus: string };
      return live.State !== 'Pending' && live.LastUpdateStatus !== 'InProgress';
    };
    await untilSettled(() => settled());
    const published = (await this.#json('lambda', 'publish-version', '--function-name', functionName)) as {
      Version: string;
    };
    await untilSettled(() => settled('--qualifier', published.Version));
    await this.#json(
      'lambda',
      'create-alias',
      '--function-name',
      functionName,
      '--name',
      'DEV',
      '--function-version',
      published.Version,
    );
  }

  async read({ functionName, roleName }: Subject): Promise<void> {
    await this.#json('iam', 'get-role', '--role-name', roleName);
    await this.#json(
      'iam',
      'get-role-policy',
      '--role-name',
      roleName,
      '--policy-name',
      'lambda_calc_policy',
    );
    await this.#json('lambda', 'get-function-configuration', '--function-name', functionName);
    await this.#json('lambda', 'get-alias', '--function-name', functionName, '--name', 'DEV');
  }

  async #json(...args: string[]): Promise<unknown> {
    const { stdout } = await runProgram(this.#aws, [...args, '--output', 'json'], { env: this.#environment });
    return stdout.trim() === '' ? undefined : JSON.parse(stdout);
  }
}

async function untilSettled(look: () => Promise<boolean>): Promise<void> {
  for (let pause = waits.first; !(await look()); pause = Math.min(pause * waits.growth, waits.longest))
    await delay(pause);
}
