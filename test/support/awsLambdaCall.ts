import { jsonAnswer } from './awsAnswers.ts';
import type { AwsAnswer } from './awsAnswers.ts';
import type { AwsRequest } from './awsOperations.ts';
import { Refusal } from './awsRefusal.ts';
import { parseObject } from './awsUpstream.ts';

export type Pass = (request: AwsRequest) => Promise<AwsAnswer>;

/** One Lambda call with what its checks need. */
export interface LambdaCall {
  readonly request: AwsRequest;
  readonly pass: Pass;
  readonly data: Record<string, unknown>;
  /** Unqualified name. */
  readonly functionName: string;
}

export function configurationPath(functionName: string): string {
  return `/2015-03-31/functions/${encodeURIComponent(functionName)}/configuration`;
}

/** Throws PreconditionFailedException when a revision is given and is not the current one. */
export function checkRevision(given: string | undefined, current: string | undefined): void {
  if (given === undefined || given === current) return;
  throw new Refusal({
    code: 'PreconditionFailedException',
    message:
      'The Revision Id provided does not match the latest Revision Id. ' +
      'Call the GetFunction/GetAlias API to retrieve the latest Revision Id',
    status: 412,
  });
}

/** Changes the body of a success; an error answer stays as it is. */
export function rewrite(
  answer: AwsAnswer,
  change: (body: Record<string, unknown>) => Record<string, unknown>,
): AwsAnswer {
  if (answer.status >= 300) return answer;
  return jsonAnswer(answer.status, change(parseObject(answer.body)), answer.headers);
}
