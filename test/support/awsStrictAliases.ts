import { validationError } from './awsAnswers.ts';
import type { AwsAnswer } from './awsAnswers.ts';
import type { FunctionStates } from './awsFunctionStates.ts';
import { Refusal, invalid } from './awsRefusal.ts';
import { checkRevision, configurationPath, rewrite } from './awsLambdaCall.ts';
import type { LambdaCall } from './awsLambdaCall.ts';
import { objectMember, stringMember } from './awsUpstream.ts';
import type { Upstream } from './awsUpstream.ts';

type Data = Record<string, unknown>;

const latest = '$LATEST';

export class StrictAliases {
  readonly #upstream: Upstream;
  readonly #states: FunctionStates;

  constructor(upstream: Upstream, states: FunctionStates) {
    this.#upstream = upstream;
    this.#states = states;
  }

  async handle(call: LambdaCall): Promise<AwsAnswer> {
    const { request, data, functionName } = call;
    if (request.operation === 'ListAliases') {
      return rewrite(await call.pass(request), (body) => {
        const listed: unknown[] = Array.isArray(body['Aliases']) ? body['Aliases'] : [];
        return {
          ...body,
          Aliases: listed.map((alias) => this.#expose(functionName, objectMember({ alias }, 'alias'))),
        };
      });
    }
    if (request.operation === 'CreateAlias') checkAliasName(stringMember(data, 'Name') ?? '');
    if (request.operation !== 'GetAlias') await this.#checkTarget(call);
    if (request.operation !== 'UpdateAlias') {
      return rewrite(await call.pass(request), (body) => this.#expose(functionName, body));
    }
    const live = await this.#readAlias(call);
    if (live !== undefined) {
      checkRevision(
        stringMember(data, 'RevisionId'),
        stringMember(this.#expose(functionName, live), 'RevisionId'),
      );
    }
    // Compared with the revision that the client saw; the emulator's own may differ.
    const { RevisionId: _compared, ...rest } = data;
    const answer = await call.pass({ ...request, body: Buffer.from(JSON.stringify(rest)) });
    return rewrite(answer, (body) => this.#expose(functionName, body));
  }

  /** Throws for a version that an alias points to. */
  async refuseDeletingReferenced(call: LambdaCall): Promise<void> {
    const version = call.request.url.searchParams.get('Qualifier');
    if (version === null) return;
    if (version === latest) throw invalid('$LATEST version cannot be deleted without deleting the function.');
    const listed = (
      await this.#upstream.lambda(call.request, `${functionPath(call)}/aliases?MaxItems=10000`)
    )?.['Aliases'];
    const aliases: unknown[] = Array.isArray(listed) ? listed : [];
    const names = aliases
      .map((alias) => objectMember({ alias }, 'alias'))
      .filter((alias) => versionsOf(alias).includes(version))
      .map((alias) => stringMember(alias, 'Name') ?? '');
    if (names.length === 0) return;
    throw new Refusal({
      code: 'ResourceConflictException',
      message: `Unable to delete version because the following aliases reference it: [${names.join(', ')}]`,
      status: 409,
    });
  }

  async #checkTarget(call: LambdaCall): Promise<void> {
    const { request, data } = call;
    const live = request.operation === 'UpdateAlias' ? await this.#readAlias(call) : undefined;
    const version = stringMember(data, 'FunctionVersion') ?? stringMember(live, 'FunctionVersion') ?? '';
    const routing =
      'RoutingConfig' in data ? objectMember(data, 'RoutingConfig') : objectMember(live, 'RoutingConfig');
    const weights = objectMember(routing, 'AdditionalVersionWeights');
    checkWeights(version, weights);
    for (const pointed of [version, ...Object.keys(weights)]) {
      if (pointed === latest || pointed === '') continue;
      const path = `${configurationPath(call.functionName)}?Qualifier=${encodeURIComponent(pointed)}`;
      if ((await this.#upstream.lambda(request, path)) !== undefined) continue;
      const whole = await this.#upstream.lambda(request, configurationPath(call.functionName));
      // Without the function the emulator's own answer says so.
      if (whole === undefined) return;
      throw new Refusal({
        code: 'ResourceNotFoundException',
        message: `Function not found: ${stringMember(whole, 'FunctionArn') ?? ''}:${pointed}`,
        status: 404,
      });
    }
  }

  #readAlias(call: LambdaCall): Promise<Data | undefined> {
    const alias = encodeURIComponent(call.request.params['alias'] ?? '');
    return this.#upstream.lambda(call.request, `${functionPath(call)}/aliases/${alias}`);
  }

  #expose(functionName: string, alias: Data): Data {
    const revision = stringMember(alias, 'RevisionId') ?? '';
    return {
      ...alias,
      RevisionId: this.#states.revision(functionName, stringMember(alias, 'Name') ?? '', revision),
    };
  }
}

function checkAliasName(name: string): void {
  if (/^(?!^[0-9]+$)([a-zA-Z0-9-_]+)$/.test(name) && name.length <= 128) return;
  const rule = 'Member must satisfy regular expression pattern: (?!^[0-9]+$)([a-zA-Z0-9-_]+)';
  throw new Refusal(validationError(name, 'name', rule));
}

function checkWeights(version: string, weights: Data): void {
  const entries = Object.entries(weights);
  if (entries.length === 0) return;
  const shown = `{${entries.map(([key, weight]) => `${key}=${String(weight)}`).join(', ')}}`;
  const member = 'routingConfig.additionalVersionWeights';
  if (entries.some(([key]) => !/^[0-9]+$/.test(key))) {
    const rule =
      'Map keys must satisfy constraint: [Member must have length less than or equal to 1024, Member must have length ' +
      'greater than or equal to 1, Member must satisfy regular expression pattern: [0-9]+]';
    throw new Refusal(validationError(shown, member, rule));
  }
  if (entries.some(([, weight]) => typeof weight !== 'number' || weight < 0 || weight > 1)) {
    const rule =
      'Map value must satisfy constraint: [Member must have value less than or equal to 1.0, Member must have value ' +
      'greater than or equal to 0.0, Member must not be null]';
    throw new Refusal(validationError(shown, member, rule));
  }
  if (entries.length > 1)
    throw invalid('Number of items in AdditionalVersionWeights cannot be greater than 1');
  if (version === latest)
    throw invalid('$LATEST is not supported for an alias pointing to more than 1 version');
  if (weights[version] !== undefined) {
    throw invalid(
      `Invalid function version ${version}. Function version ${version} is already included in routing configuration.`,
    );
  }
}

function versionsOf(alias: Data): string[] {
  const weights = objectMember(objectMember(alias, 'RoutingConfig'), 'AdditionalVersionWeights');
  return [stringMember(alias, 'FunctionVersion') ?? '', ...Object.keys(weights)];
}

function functionPath(call: LambdaCall): string {
  return `/2015-03-31/functions/${encodeURIComponent(call.functionName)}`;
}
