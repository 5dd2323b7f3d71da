import type { AwsAnswer } from './awsAnswers.ts';
import { FunctionStates } from './awsFunctionStates.ts';
import type { UpdateFailure } from './awsFunctionStates.ts';
import type { AwsRequest } from './awsOperations.ts';
import { checkRevision, configurationPath, rewrite } from './awsLambdaCall.ts';
import type { LambdaCall, Pass } from './awsLambdaCall.ts';
import { StrictAliases } from './awsStrictAliases.ts';
import { checkLayers } from './awsStrictLayers.ts';
import { StrictPermissions } from './awsStrictPermissions.ts';
import { checkFunctionName, checkRuntime, checkSettings, checkUpload } from './awsStrictSettings.ts';
import type { StrictIam } from './awsStrictIam.ts';
import { PublishedVersions } from './awsStrictVersions.ts';
import { objectMember, parseObject, stringMember } from './awsUpstream.ts';
import type { Upstream } from './awsUpstream.ts';

export interface StrictLambdaOptions {
  readonly now: () => number;
  readonly createMs: number;
  readonly updateMs: number;
  readonly today: Date;
}

export class StrictLambda {
  readonly #upstream: Upstream;
  readonly #iam: StrictIam;
  readonly #options: StrictLambdaOptions;
  readonly #states: FunctionStates;
  readonly #aliases: StrictAliases;
  readonly #versions: PublishedVersions;
  readonly #permissions: StrictPermissions;

  constructor(upstream: Upstream, iam: StrictIam, options: StrictLambdaOptions) {
    this.#upstream = upstream;
    this.#iam = iam;
    this.#options = options;
    this.#states = new FunctionStates(options.now);
    this.#aliases = new StrictAliases(upstream, this.#states);
    this.#versions = new PublishedVersions(upstream, this.#states);
    this.#permissions = new StrictPermissions(upstream, this.#states);
  }

  failNextUpdate(functionName: string, failure: UpdateFailure): void {
    this.#states.failNext(functionName, failure);
  }

  async handle(request: AwsRequest, pass: Pass): Promise<AwsAnswer> {
    const data = parseObject(request.body);
    const named = request.params['functionName'] ?? stringMember(data, 'FunctionName') ?? '';
    if (named !== '') checkFunctionName(named);
    const call: LambdaCall = { request, pass, data, functionName: unqualified(named) };
    switch (request.operation) {
      case 'CreateFunction':
        return this.#create(call);
      case 'UpdateFunctionConfiguration':
        return this.#updateConfiguration(call);
      case 'UpdateFunctionCode':
        return this.#updateCode(call);
      case 'PublishVersion':
        return this.#versions.publish(call);
      case 'GetFunction':
        return rewrite(await pass(request), (body) => ({
          ...body,
          Configuration: this.#states.expose(objectMember(body, 'Configuration')),
        }));
      case 'GetFunctionConfiguration':
        return rewrite(await pass(request), (body) => this.#states.expose(body));
      case 'ListFunctions':
        return rewrite(await pass(request), (body) => this.#exposeList(body, 'Functions'));
      case 'ListVersionsByFunction':
        return rewrite(await pass(atMostFifty(request)), (body) => this.#exposeList(body, 'Versions'));
      case 'DeleteFunction':
        await this.#aliases.refuseDeletingReferenced(call);
        return pass(request);
      case 'Invoke':
        this.#states.refuseWhilePending(call.functionName);
        return pass(request);
      case 'CreateAlias':
      case 'UpdateAlias':
      case 'GetAlias':
      case 'ListAliases':
        return this.#aliases.handle(call);
      case 'AddPermission':
      case 'RemovePermission':
      case 'GetPolicy':
        return this.#permissions.handle(call);
      default:
        return pass(request);
    }
  }

  async #create(call: LambdaCall): Promise<AwsAnswer> {
    const { request, data, functionName } = call;
    checkUpload(request.operation, request.body.length, stringMember(objectMember(data, 'Code'), 'ZipFile'));
    checkSettings(data);
    const runtime = stringMember(data, 'Runtime');
    if (runtime !== undefined) checkRuntime(runtime, 'create', this.#options.today);
    await checkLayers(call, this.#upstream);
    const exists = await this.#live(call);
    if (exists === undefined) await this.#iam.checkAssumable(request, stringMember(data, 'Role') ?? '');
    const answer = await call.pass(request);
    if (answer.status < 300) this.#states.started(functionName, 'create', this.#options.createMs);
    return rewrite(answer, (body) => this.#states.expose(body));
  }

  async #updateConfiguration(call: LambdaCall): Promise<AwsAnswer> {
    const { request, data } = call;
    checkSettings(data);
    const live = await this.#live(call);
    if (live === undefined) return call.pass(request);
    checkRuntime(
      stringMember(data, 'Runtime') ?? stringMember(live, 'Runtime') ?? '',
      'update',
      this.#options.today,
    );
    this.#refuseBusyOrStale(call, live);
    await checkLayers(call, this.#upstream);
    const role = stringMember(data, 'Role');
    if (role !== undefined) await this.#iam.checkAssumable(request, role);
    // Architectures is no member of this call: Lambda ignores it, the emulator would take it.
    const { Architectures: _ignored, ...rest } = data;
    return this.#update(call, rest);
  }

  async #updateCode(call: LambdaCall): Promise<AwsAnswer> {
    const { request, data } = call;
    checkUpload(request.operation, request.body.length, stringMember(data, 'ZipFile'));
    const live = await this.#live(call);
    if (live === undefined) return call.pass(request);
    checkRuntime(stringMember(live, 'Runtime') ?? '', 'update', this.#options.today);
    this.#refuseBusyOrStale(call, live);
    return this.#update(call, data);
  }

  async #update(call: LambdaCall, data: Record<string, unknown>): Promise<AwsAnswer> {
    // The revision was compared with the one the client saw; the emulator's own may differ.
    const { RevisionId: _compared, ...rest } = data;
    const answer = await call.pass({ ...call.request, body: Buffer.from(JSON.stringify(rest)) });
    if (answer.status < 300 && data['DryRun'] !== true) {
      this.#states.started(call.functionName, 'update', this.#options.updateMs);
    }
    return rewrite(answer, (body) => this.#states.expose(body));
  }

  #refuseBusyOrStale(call: LambdaCall, live: Record<string, unknown>): void {
    this.#states.refuseWhileBusy(call.functionName, stringMember(live, 'FunctionArn') ?? call.functionName);
    checkRevision(
      stringMember(call.data, 'RevisionId'),
      stringMember(this.#states.expose(live), 'RevisionId'),
    );
  }

  #live(call: LambdaCall): Promise<Record<string, unknown> | undefined> {
    return this.#upstream.lambda(call.request, configurationPath(call.functionName));
  }

  #exposeList(body: Record<string, unknown>, member: string): Record<string, unknown> {
    const list: unknown = body[member];
    const items: unknown[] = Array.isArray(list) ? list : [];
    return {
      ...body,
      [member]: items.map((item) => this.#states.expose(objectMember({ item }, 'item'), true)),
    };
  }
}

function unqualified(name: string): string {
  const parts = name.split(':');
  return (name.startsWith('arn:') ? parts[6] : parts[0]) ?? name;
}

/** Lambda gives 50 versions a page whatever is asked. */
function atMostFifty(request: AwsRequest): AwsRequest {
  const url = new URL(request.url);
  if (Number(url.searchParams.get('MaxItems') ?? 50) > 50) url.searchParams.set('MaxItems', '50');
  return { ...request, url };
}
