import { createHash } from 'node:crypto';
import type { CountedCalls } from '../../src/core/aliases/gradualShift.ts';
import type { LiveAlias, LiveFunction, LiveRole } from '../../src/core/deployment/liveState.ts';
import type { InvokeResult } from '../../src/core/functions/invokeResult.ts';
import { Failure } from '../../src/core/failures/failure.ts';
import type { JsonValue } from '../../src/core/json.ts';
import type { AwsConnection, CallOptions, Clock, FunctionSettings } from '../../src/workflows/ports.ts';
import { fakeAccount } from './fakeAccount.ts';
import { FakeRestApis } from './fakeRestApis.ts';
import { FakeLayers } from './fakeLayers.ts';
import { FakeLogs } from './fakeLogs.ts';
import { FakeEmail } from './fakeEmail.ts';
import { FakeTriggers } from './fakeTriggers.ts';

/** Time that passes only when somebody sleeps. */
export function fakeClock(): Clock & { slept: number } {
  let now = 1_000_000;
  const clock = {
    slept: 0,
    now: () => now,
    sleep: (ms: number, signal: AbortSignal) => {
      signal.throwIfAborted();
      now += ms;
      clock.slept += ms;
      return Promise.resolve();
    },
  };
  return clock;
}

export interface FunctionRecord {
  latest: LiveFunction;
  /** Reads of `$LATEST` that still answer "in progress". */
  pendingReads: number;
  versions: LiveFunction[];
  aliases: Map<string, LiveAlias>;
}

interface RoleRecord {
  role: LiveRole;
  policies: Map<string, JsonValue>;
  attached: string[];
}

/** What is done to a call: thrown before or after it was carried out. `n` counts the calls of the operation from 1. */
export type Fault = (
  operation: string,
  n: number,
) => { when: 'before' | 'after'; error: Failure } | undefined;

/**
 * IAM and Lambda behind the ports, in memory, with the habits of AWS.md that a plan must live with: states that take a
 * while, a RevisionId that moves by itself, publishing that answers the existing version.
 */
export class FakeAws {
  readonly functions = new Map<string, FunctionRecord>();
  readonly roles = new Map<string, RoleRecord>();
  readonly triggers = new FakeTriggers();
  readonly restApis = new FakeRestApis();
  readonly logs = new FakeLogs();
  readonly layers = new FakeLayers();
  readonly email = new FakeEmail();
  readonly writes: string[] = [];
  readonly reads: string[] = [];
  fault: Fault = () => undefined;
  /** What Invoke answers. */
  answer: (event: string, version: string) => InvokeResult = (payload, executedVersion) => ({
    status: 'success',
    payload,
    logTail: '',
    executedVersion,
    requestId: 'request-1',
  });
  /** What CloudWatch has counted of a version, or of an alias at all: in a time, milliseconds since the epoch. */
  calls: (version: string | undefined, from: number, to: number) => CountedCalls = () => ({
    invocations: 0,
    errors: 0,
  });
  /** CreateFunction and UpdateFunctionConfiguration refuse the role this often. */
  roleRefusals = 0;
  #revision = 0;
  readonly #calls = new Map<string, number>();

  readonly connection: AwsConnection = {
    region: 'eu-west-1',
    profile: 'dev',
    endpoint: undefined,
    identity: {
      callerIdentity: () =>
        Promise.resolve({
          accountId: '123456789012',
          arn: 'arn:aws:iam::123456789012:user/dev',
          partition: 'aws',
        }),
    },
    underWay: () => Promise.resolve(),
    credentials: () => Promise.resolve({ accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'fake' }),
    functions: {
      readFunction: (name, qualifier, options) =>
        this.#read('GetFunctionConfiguration', options, () => this.#readFunction(name, qualifier)),
      createFunction: (request, options) =>
        this.#write('CreateFunction', options, () => {
          this.#refuseYoungRole();
          if (this.functions.has(request.functionName)) throw failure('aws.alreadyExists');
          const latest = this.#settle(
            { ...emptyFunction(request.functionName), ...defined(request) },
            request.archive,
          );
          this.functions.set(request.functionName, {
            latest,
            pendingReads: 1,
            versions: [],
            aliases: new Map(),
          });
          return latest;
        }),
      updateConfiguration: (name, settings, revisionId, options) =>
        this.#write('UpdateFunctionConfiguration', options, () => {
          this.#refuseYoungRole();
          return this.#update(name, revisionId, (latest) => ({ ...latest, ...defined(settings) }));
        }),
      updateCode: (name, archive, architecture, revisionId, options) =>
        this.#write('UpdateFunctionCode', options, () =>
          this.#update(name, revisionId, (latest) => ({
            ...latest,
            codeSha256: archive.sha256,
            codeSize: archive.size,
            architecture: architecture ?? latest.architecture,
          })),
        ),
      publishVersion: (name, guard, description, options) =>
        this.#write('PublishVersion', options, () => {
          const record = this.#record(name);
          if (record.latest.revisionId !== guard.revisionId) throw failure('aws.preconditionFailed');
          const newest = record.versions.at(-1);
          if (newest?.versionedFields === record.latest.versionedFields) return newest;
          const version = String(record.versions.length + 1);
          const published = {
            ...record.latest,
            version,
            description: description ?? record.latest.description,
          };
          record.versions.push(published);
          record.latest = { ...record.latest, revisionId: this.#nextRevision() };
          return published;
        }),
      listVersions: (name, options) =>
        this.#read('ListVersionsByFunction', options, () => [...this.#record(name).versions].reverse()),
      readAlias: (name, alias, options) =>
        this.#read('GetAlias', options, () => this.functions.get(name)?.aliases.get(alias)),
      createAlias: (name, alias, version, options) =>
        this.#write('CreateAlias', options, () => {
          const { aliases } = this.#record(name);
          if (aliases.has(alias)) throw failure('aws.alreadyExists');
          return this.#setAlias(name, alias, version);
        }),
      moveAlias: (name, alias, version, revisionId, options) =>
        this.#write('UpdateAlias', options, () => {
          const live = this.#record(name).aliases.get(alias);
          if (live?.revisionId !== revisionId) throw failure('aws.preconditionFailed');
          return this.#setAlias(name, alias, version);
        }),
    },
    ...fakeAccount(
      this.functions,
      (operation, options, answer) => this.#read(operation, options, answer),
      (operation, options, answer) => this.#write(operation, options, answer),
      () => this.#nextRevision(),
      (event, version) => this.answer(event, version),
      (version, from, to) => this.calls(version, from, to),
    ),
    triggers: this.triggers.gateway(
      (operation, options, answer) => this.#read(operation, options, answer),
      this.restApis.apis,
    ),
    restApis: this.restApis.gateway(
      (operation, options, answer) => this.#read(operation, options, answer),
      (operation, options, answer) => this.#write(operation, options, answer),
    ),
    rules: this.triggers.ruleGateway(
      (operation, options, answer) => this.#read(operation, options, answer),
      (operation, options, answer) => this.#write(operation, options, answer),
    ),
    email: this.email.gateway(
      (operation, options, answer) => this.#read(operation, options, answer),
      (operation, options, answer) => this.#write(operation, options, answer),
    ),
    layers: this.layers.gateway(
      (operation, options, answer) => this.#read(operation, options, answer),
      (operation, options, answer) => this.#write(operation, options, answer),
    ),
    uploads: this.layers.uploadGateway((operation, options, answer) =>
      this.#write(operation, options, answer),
    ),
    logs: this.logs.gateway(
      (operation, options, answer) => this.#read(operation, options, answer),
      (operation, options, answer) => this.#write(operation, options, answer),
    ),
    roles: {
      readRole: (name, options) => this.#read('GetRole', options, () => this.roles.get(name)?.role),
      readInlinePolicy: (role, policy, options) =>
        this.#read('GetRolePolicy', options, () => this.roles.get(role)?.policies.get(policy)),
      listInlinePolicyNames: (role, options) =>
        this.#read('ListRolePolicies', options, () => [...(this.roles.get(role)?.policies.keys() ?? [])]),
      listAttachedPolicyArns: (role, options) =>
        this.#read('ListAttachedRolePolicies', options, () => this.roles.get(role)?.attached ?? []),
      createRole: (request, options) =>
        this.#write('CreateRole', options, () => {
          if (this.roles.has(request.name)) throw failure('aws.alreadyExists');
          const path = request.path ?? '/';
          const arn = `arn:aws:iam::123456789012:role${path}${request.name}`;
          const { name, trustPolicy, permissionsBoundary, tags = {} } = request;
          const role = { name, arn, path, trustPolicy, permissionsBoundary, tags };
          this.roles.set(name, { role, policies: new Map(), attached: [] });
          return role;
        }),
      updateTrustPolicy: (role, trustPolicy, options) =>
        this.#write('UpdateAssumeRolePolicy', options, () => this.#changeRole(role, { trustPolicy })),
      putInlinePolicy: (role, policy, document, options) =>
        this.#write('PutRolePolicy', options, () => void this.#role(role).policies.set(policy, document)),
      attachManagedPolicy: (role, policyArn, options) =>
        this.#write('AttachRolePolicy', options, () => {
          const { attached } = this.#role(role);
          if (!attached.includes(policyArn)) attached.push(policyArn);
        }),
      putPermissionsBoundary: (role, permissionsBoundary, options) =>
        this.#write('PutRolePermissionsBoundary', options, () =>
          this.#changeRole(role, { permissionsBoundary }),
        ),
      detachManagedPolicy: (role, policyArn, options) =>
        this.#write('DetachRolePolicy', options, () => {
          const record = this.#role(role);
          record.attached = record.attached.filter((arn) => arn !== policyArn);
        }),
      deleteInlinePolicy: (role, policy, options) =>
        this.#write('DeleteRolePolicy', options, () => void this.#role(role).policies.delete(policy)),
      deleteRole: (role, options) =>
        this.#write('DeleteRole', options, () => {
          if (!this.roles.has(role)) return;
          const { policies, attached } = this.#role(role);
          if (policies.size + attached.length > 0) throw failure('aws.refused');
          this.roles.delete(role);
        }),
      tagRole: (role, tags, options) =>
        this.#write('TagRole', options, () =>
          this.#changeRole(role, { tags: { ...this.#role(role).role.tags, ...tags } }),
        ),
    },
  };

  /** What matters of the end state: everything but revisions and times. */
  snapshot(): unknown {
    const withoutRevision = ({ revisionId: _, ...rest }: LiveFunction | LiveAlias) => rest;
    return {
      roles: [...this.roles].map(([name, { role, policies, attached }]) => [
        name,
        role,
        [...policies],
        attached,
      ]),
      functions: [...this.functions].map(([name, { latest, versions, aliases }]) => [
        name,
        withoutRevision(latest),
        versions.map(withoutRevision),
        [...aliases.values()].map(withoutRevision),
      ]),
    };
  }

  /** Somebody else's change. */
  changeBehindOurBack(name: string, settings: FunctionSettings): void {
    const record = this.#record(name);
    record.latest = this.#settle({ ...record.latest, ...defined(settings) }, undefined);
  }

  async #read<T>(operation: string, { signal }: CallOptions, answer: () => T): Promise<T> {
    this.reads.push(operation);
    return this.#call(operation, signal, answer);
  }

  async #write<T>(operation: string, { signal }: CallOptions, answer: () => T): Promise<T> {
    this.writes.push(operation);
    return this.#call(operation, signal, answer);
  }

  async #call<T>(operation: string, signal: AbortSignal, answer: () => T): Promise<T> {
    await Promise.resolve();
    signal.throwIfAborted();
    const n = (this.#calls.get(operation) ?? 0) + 1;
    this.#calls.set(operation, n);
    const fault = this.fault(operation, n);
    if (fault?.when === 'before') throw fault.error;
    const value = answer();
    if (fault !== undefined) throw fault.error;
    return value;
  }

  #readFunction(name: string, qualifier: string | undefined): LiveFunction | undefined {
    const record = this.functions.get(name);
    if (record === undefined) return undefined;
    const version =
      qualifier === undefined ? '$LATEST' : (record.aliases.get(qualifier)?.functionVersion ?? qualifier);
    if (version !== '$LATEST') return record.versions.find((one) => one.version === version);
    if (record.pendingReads > 0) {
      record.pendingReads--;
      return { ...record.latest, lastUpdateStatus: 'InProgress' };
    }
    if (record.latest.lastUpdateStatus === 'InProgress') {
      record.latest = { ...record.latest, lastUpdateStatus: 'Successful', revisionId: this.#nextRevision() };
    }
    return record.latest;
  }

  #update(name: string, revisionId: string, change: (latest: LiveFunction) => LiveFunction): LiveFunction {
    const record = this.#record(name);
    if (record.latest.revisionId !== revisionId) throw failure('aws.preconditionFailed');
    record.latest = this.#settle(change(record.latest), undefined);
    record.pendingReads = 1;
    return record.latest;
  }

  #settle(live: LiveFunction, archive: { sha256: string; size: number } | undefined): LiveFunction {
    const code = archive === undefined ? {} : { codeSha256: archive.sha256, codeSize: archive.size };
    const next: LiveFunction = {
      ...live,
      ...code,
      revisionId: this.#nextRevision(),
      state: 'Active',
      lastUpdateStatus: 'InProgress',
    };
    const { runtime, handler, timeout, memorySize, ephemeralStorage, architecture, roleArn } = next;
    const { environment, layers } = next;
    const versioned = {
      runtime,
      handler,
      timeout,
      memorySize,
      ephemeralStorage,
      architecture,
      roleArn,
      environment,
      layers,
    };
    return { ...next, versionedFields: JSON.stringify({ ...versioned, CodeSha256: next.codeSha256 }) };
  }

  #setAlias(name: string, alias: string, functionVersion: string): LiveAlias {
    const revisionId = this.#nextRevision();
    const arn = `arn:aws:lambda:eu-west-1:123456789012:function:${name}:${alias}`;
    const live = { name: alias, arn, functionVersion, description: '', revisionId, routing: {} };
    this.#record(name).aliases.set(alias, live);
    return live;
  }

  #refuseYoungRole(): void {
    if (this.roleRefusals > 0) {
      this.roleRefusals--;
      throw failure('aws.roleNotAssumable');
    }
  }

  #changeRole(name: string, change: Partial<LiveRole>): void {
    const record = this.#role(name);
    record.role = { ...record.role, ...change };
  }

  #record(name: string): FunctionRecord {
    const record = this.functions.get(name);
    if (record === undefined) throw failure('aws.notFound');
    return record;
  }

  #role(name: string): RoleRecord {
    const record = this.roles.get(name);
    if (record === undefined) throw failure('aws.notFound');
    return record;
  }

  #nextRevision(): string {
    this.#revision++;
    return createHash('sha1').update(String(this.#revision)).digest('hex').slice(0, 8);
  }
}

export const failure = (code: string): Failure => new Failure(code, `${code} (made by the test)`);

function defined<T extends object>(settings: T): Partial<T> {
  return Object.fromEntries(
    Object.entries(settings).filter(([, value]) => value !== undefined),
  ) as Partial<T>;
}

function emptyFunction(functionName: string): LiveFunction {
  return {
    functionName,
    arn: `arn:aws:lambda:eu-west-1:123456789012:function:${functionName}`,
    version: '$LATEST',
    packageType: 'Zip',
    runtime: '',
    handler: '',
    description: '',
    timeout: 3,
    memorySize: 128,
    ephemeralStorage: 512,
    architecture: 'x86_64',
    roleArn: '',
    environment: {},
    codeSha256: '',
    codeSize: 0,
    revisionId: '',
    lastModified: undefined,
    state: 'Pending',
    stateReason: undefined,
    lastUpdateStatus: undefined,
    lastUpdateStatusReason: undefined,
    versionedFields: '',
  };
}
