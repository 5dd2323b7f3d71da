import { jsonAnswer } from './awsAnswers.ts';
import type { AwsAnswer } from './awsAnswers.ts';
import type { FunctionStates } from './awsFunctionStates.ts';
import { invalid } from './awsRefusal.ts';
import { checkRevision, configurationPath, rewrite } from './awsLambdaCall.ts';
import type { LambdaCall } from './awsLambdaCall.ts';
import { objectMember, stringMember } from './awsUpstream.ts';
import type { Upstream } from './awsUpstream.ts';

type Config = Record<string, unknown>;

/** What a version freezes beside its description. */
const versionedMembers = [
  ...[
    'CodeSha256',
    'Runtime',
    'Role',
    'Handler',
    'Timeout',
    'MemorySize',
    'Environment',
    'Architectures',
    'VpcConfig',
  ],
  ...[
    'DeadLetterConfig',
    'KMSKeyArn',
    'TracingConfig',
    'Layers',
    'FileSystemConfigs',
    'EphemeralStorage',
    'SnapStart',
  ],
  ...['LoggingConfig'],
];

/** PublishVersion as Lambda does it: guarded, and answering the newest version when nothing changed since. */
export class PublishedVersions {
  readonly #upstream: Upstream;
  readonly #states: FunctionStates;
  /** `function:version` → the description that `$LATEST` had when it was published. */
  readonly #descriptions = new Map<string, string>();

  constructor(upstream: Upstream, states: FunctionStates) {
    this.#upstream = upstream;
    this.#states = states;
  }

  async publish(call: LambdaCall): Promise<AwsAnswer> {
    const { request, data, functionName } = call;
    const live = await this.#upstream.lambda(request, configurationPath(functionName));
    if (live === undefined) return call.pass(request);
    this.#states.refuseWhileBusy(functionName, stringMember(live, 'FunctionArn') ?? functionName);
    const wanted = stringMember(data, 'CodeSha256') ?? '';
    const current = stringMember(live, 'CodeSha256') ?? '';
    if (wanted !== '' && wanted !== current) {
      throw invalid(
        `CodeSHA256 (${wanted}) is different from current CodeSHA256 in $LATEST (${current}). ` +
          'Please try again with the CodeSHA256 in $LATEST.',
      );
    }
    checkRevision(stringMember(data, 'RevisionId'), stringMember(this.#states.expose(live), 'RevisionId'));
    const newest = await this.#newest(call);
    if (newest !== undefined && this.#isUnchanged(functionName, live, newest)) {
      return jsonAnswer(201, this.#states.expose(newest));
    }
    const answer = await call.pass(request);
    if (answer.status >= 300) return answer;
    this.#states.move(functionName);
    return rewrite(answer, (published) => {
      const version = stringMember(published, 'Version') ?? '';
      this.#descriptions.set(`${functionName}:${version}`, stringMember(live, 'Description') ?? '');
      return this.#states.expose(published);
    });
  }

  async #newest(call: LambdaCall): Promise<Config | undefined> {
    const path = `/2015-03-31/functions/${encodeURIComponent(call.functionName)}/versions?MaxItems=10000`;
    const listed = (await this.#upstream.lambda(call.request, path))?.['Versions'];
    const versions: unknown[] = Array.isArray(listed) ? listed : [];
    const newest = versions.length > 1 ? objectMember({ newest: versions.at(-1) }, 'newest') : undefined;
    return newest;
  }

  #isUnchanged(functionName: string, live: Config, newest: Config): boolean {
    const frozen = (config: Config) =>
      JSON.stringify(versionedMembers.map((name) => canonical(config[name])));
    const description = this.#descriptions.get(`${functionName}:${stringMember(newest, 'Version') ?? ''}`);
    return (
      frozen(live) === frozen(newest) &&
      (description ?? live['Description'] ?? '') === (live['Description'] ?? '')
    );
  }
}

/** With sorted keys, so that equal maps are equal text; an empty environment is none. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value ?? null;
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  const members = entries.map(([key, member]) => [key, canonical(member)] as const);
  const isEmptyEnvironment =
    entries.length === 1 && entries[0]?.[0] === 'Variables' && JSON.stringify(entries[0][1]) === '{}';
  return isEmptyEnvironment ? null : members;
}
