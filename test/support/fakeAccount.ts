import type { CountedCalls } from '../../src/core/aliases/gradualShift.ts';
import type { LiveAlias } from '../../src/core/deployment/liveState.ts';
import type { InvokeResult } from '../../src/core/functions/invokeResult.ts';
import { Failure } from '../../src/core/failures/failure.ts';
import type { AwsConnection, CallOptions } from '../../src/workflows/ports.ts';
import type { FunctionRecord } from './fakeAws.ts';

type Call = <T>(operation: string, options: CallOptions, answer: () => T) => Promise<T>;
type Gateways = Pick<
  AwsConnection,
  'catalog' | 'aliases' | 'versions' | 'code' | 'invocations' | 'tags' | 'metrics'
>;

/** Functions on a page of ListFunctions. */
const fakePageSize = 50;

/** The part of FakeAws that lists, and that changes aliases and versions by hand. */
export function fakeAccount(
  functions: Map<string, FunctionRecord>,
  read: Call,
  write: Call,
  nextRevision: () => string,
  answer: (event: string, version: string) => InvokeResult,
  calls: (version: string | undefined, from: number, to: number) => CountedCalls,
): Gateways {
  const tags: Record<string, string> = {};
  const record = (name: string): FunctionRecord => {
    const found = functions.get(name);
    if (found === undefined) throw new Failure('aws.notFound', 'fake');
    return found;
  };
  const set = (name: string, alias: Omit<LiveAlias, 'arn' | 'revisionId'>): LiveAlias => {
    const arn = `${record(name).latest.arn}:${alias.name}`;
    const made = { ...alias, arn, revisionId: nextRevision() };
    record(name).aliases.set(alias.name, made);
    return made;
  };
  return {
    catalog: {
      listFunctions: (next, options) =>
        read('ListFunctions', options, () => {
          const start = Number(next ?? 0);
          const all = [...functions.values()].map(({ latest }) => latest);
          const end = start + fakePageSize;
          return { functions: all.slice(start, end), next: end < all.length ? String(end) : undefined };
        }),
      accountUsage: (options) =>
        read('GetAccountSettings', options, () => {
          const versions = [...functions.values()].flatMap(({ latest, versions }) => [latest, ...versions]);
          const codeSize = versions.reduce((sum, one) => sum + one.codeSize, 0);
          return { codeSize, codeSizeLimit: 75 * 1024 ** 3, functionCount: functions.size };
        }),
    },
    aliases: {
      listAliases: (name, options) =>
        read('ListAliases', options, () =>
          [...(functions.get(name)?.aliases.values() ?? [])].sort((a, b) => (a.name < b.name ? -1 : 1)),
        ),
      createAlias: (name, { name: alias, version, description = '', routing = {} }, options) =>
        write('CreateAlias', options, () => {
          if (record(name).aliases.has(alias)) throw new Failure('aws.alreadyExists', 'fake');
          return set(name, { name: alias, functionVersion: version, description, routing });
        }),
      updateAlias: (name, alias, change, revisionId, options) =>
        write('UpdateAlias', options, () => {
          const live = record(name).aliases.get(alias);
          if (live === undefined) throw new Failure('aws.notFound', 'fake');
          if (live.revisionId !== revisionId) throw new Failure('aws.preconditionFailed', 'fake');
          return set(name, {
            name: alias,
            functionVersion: change.version ?? live.functionVersion,
            description: change.description ?? live.description,
            routing: change.routing ?? live.routing,
          });
        }),
      deleteAlias: (name, alias, options) =>
        write('DeleteAlias', options, () => void record(name).aliases.delete(alias)),
    },
    versions: {
      deleteFunction: (name, options) => write('DeleteFunction', options, () => void functions.delete(name)),
      deleteVersion: (name, version, options) =>
        write('DeleteFunction', options, () => {
          const { aliases, versions } = record(name);
          const used = [...aliases.values()].some(
            ({ functionVersion, routing }) => functionVersion === version || version in routing,
          );
          if (used) throw new Failure('aws.inProgress', 'fake');
          const at = versions.findIndex((one) => one.version === version);
          if (at >= 0) versions.splice(at, 1);
        }),
    },
    code: {
      downloadCode: (name, _qualifier, options) =>
        read('GetFunction', options, () => ({
          bytes: new Uint8Array(),
          codeSha256: record(name).latest.codeSha256,
        })),
    },
    invocations: {
      invoke: (_name, qualifier, { payload }, options) =>
        read('Invoke', options, () => answer(payload, qualifier)),
    },
    tags: {
      listTags: (_arn, options) => read('ListTags', options, () => ({ ...tags })),
      tagFunction: (_arn, more, options) =>
        write('TagResource', options, () => void Object.assign(tags, more)),
    },
    metrics: {
      countCalls: ({ version }, from, to, options) =>
        read('GetMetricData', options, () => calls(version, from, to)),
    },
  };
}
