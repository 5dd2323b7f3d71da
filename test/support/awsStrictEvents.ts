import type { AwsAnswer } from './awsAnswers.ts';
import type { Pass } from './awsLambdaCall.ts';
import type { AwsRequest } from './awsOperations.ts';
import { Refusal } from './awsRefusal.ts';
import { parseObject, stringMember } from './awsUpstream.ts';

/** Rules of EventBridge, where the emulator is kinder than AWS. */
export async function strictEvents(request: AwsRequest, pass: Pass): Promise<AwsAnswer> {
  const asked = parseObject(request.body.toString('utf8'));
  switch (request.operation) {
    case 'PutRule':
      // Without a State a rule is on, whatever it was before.
      return pass(withBody(request, { State: 'ENABLED', ...asked }));
    case 'DeleteRule': {
      const body = { Rule: stringMember(asked, 'Name') ?? '' };
      const listing = withBody(request, body, 'ListTargetsByRule');
      const { Targets } = parseObject((await pass(listing)).body.toString('utf8'));
      if (Array.isArray(Targets) && Targets.length > 0) {
        const message = "Rule can't be deleted since it has targets.";
        throw new Refusal({ code: 'ValidationException', message, status: 400 });
      }
      return pass(request);
    }
    case 'DisableRule':
    case 'EnableRule':
    case 'ListTargetsByRule': {
      const name = stringMember(asked, 'Name') ?? stringMember(asked, 'Rule') ?? '';
      const described = await pass(withBody(request, { Name: name }, 'DescribeRule'));
      return described.status < 300 ? pass(request) : described;
    }
    default:
      return pass(request);
  }
}

function withBody(request: AwsRequest, body: unknown, operation = request.operation): AwsRequest {
  return {
    ...request,
    operation,
    headers: { ...request.headers, 'x-amz-target': `AWSEvents.${operation}` },
    body: Buffer.from(JSON.stringify(body)),
  };
}
