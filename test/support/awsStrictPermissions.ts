import { validationError } from './awsAnswers.ts';
import type { AwsAnswer } from './awsAnswers.ts';
import type { FunctionStates } from './awsFunctionStates.ts';
import { Refusal, invalid } from './awsRefusal.ts';
import { checkRevision, configurationPath, rewrite } from './awsLambdaCall.ts';
import type { LambdaCall } from './awsLambdaCall.ts';
import { objectMember, parseObject, stringMember } from './awsUpstream.ts';
import type { Upstream } from './awsUpstream.ts';

/** Resource policies of functions: one for each qualifier, none for `$LATEST`. */
export class StrictPermissions {
  readonly #upstream: Upstream;
  readonly #states: FunctionStates;

  constructor(upstream: Upstream, states: FunctionStates) {
    this.#upstream = upstream;
    this.#states = states;
  }

  async handle(call: LambdaCall): Promise<AwsAnswer> {
    const { request, data, functionName } = call;
    const qualifier = request.url.searchParams.get('Qualifier') ?? undefined;
    if (request.operation === 'GetPolicy')
      return onlyOf(qualifier, await call.pass(request), this.#states, functionName);
    if (request.operation === 'AddPermission') {
      if (qualifier === '$LATEST') throw invalid('We currently do not support adding policies for $LATEST.');
      checkStatementId(stringMember(data, 'StatementId') ?? '');
    }
    const given = stringMember(data, 'RevisionId') ?? request.url.searchParams.get('RevisionId') ?? undefined;
    if (given !== undefined) await this.#compareRevision(call, qualifier, given);
    const answer = await call.pass(request);
    if (answer.status < 300) this.#states.move(functionName, qualifier);
    return answer;
  }

  async #compareRevision(call: LambdaCall, qualifier: string | undefined, given: string): Promise<void> {
    const { request, functionName } = call;
    const isAlias = qualifier !== undefined && !/^\d+$/.test(qualifier);
    const path = isAlias
      ? `/2015-03-31/functions/${functionName}/aliases/${qualifier}`
      : configurationPath(functionName) + (qualifier === undefined ? '' : `?Qualifier=${qualifier}`);
    const live = stringMember(await this.#upstream.lambda(request, path), 'RevisionId') ?? '';
    checkRevision(given, this.#states.revision(functionName, qualifier ?? '$LATEST', live));
  }
}

/** The emulator keeps one policy for all qualifiers, and answers an empty one where Lambda answers 404. */
function onlyOf(
  qualifier: string | undefined,
  answer: AwsAnswer,
  states: FunctionStates,
  functionName: string,
): AwsAnswer {
  return rewrite(answer, (body) => {
    const policy = parseObject(stringMember(body, 'Policy') ?? '');
    const written: unknown[] = Array.isArray(policy['Statement']) ? policy['Statement'] : [];
    const statements = written.filter((statement) => {
      const resource = stringMember(objectMember({ statement }, 'statement'), 'Resource') ?? '';
      return resource.split(':')[7] === qualifier;
    });
    if (statements.length === 0) {
      throw new Refusal({
        code: 'ResourceNotFoundException',
        message: 'The resource you requested does not exist.',
        status: 404,
      });
    }
    const revision = states.revision(
      functionName,
      qualifier ?? '$LATEST',
      stringMember(body, 'RevisionId') ?? '',
    );
    return { ...body, Policy: JSON.stringify({ ...policy, Statement: statements }), RevisionId: revision };
  });
}

function checkStatementId(id: string): void {
  if (/^[a-zA-Z0-9-_]+$/.test(id) && id.length <= 100) return;
  const rule = 'Member must satisfy regular expression pattern: ([a-zA-Z0-9-_]+)';
  throw new Refusal(validationError(id, 'statementId', rule));
}
