import { permissionState } from '../../src/core/policy/servicePermission.ts';
import type { JsonValue } from '../../src/core/json.ts';
import type { AwsAnswer } from './awsAnswers.ts';
import type { Pass } from './awsLambdaCall.ts';
import { queryParameters } from './awsOperations.ts';
import type { AwsRequest } from './awsOperations.ts';
import { Refusal } from './awsRefusal.ts';
import { parseObject, stringMember } from './awsUpstream.ts';
import type { Upstream } from './awsUpstream.ts';

/** Receipt rules of SES, where the emulator is kinder than AWS, and the update that it does not have. */
export async function strictSes(request: AwsRequest, pass: Pass, upstream: Upstream): Promise<AwsAnswer> {
  const asked = queryParameters(request.body);
  switch (request.operation) {
    case 'CreateReceiptRule':
      await checkFunctions(request, asked, upstream);
      return pass(request);
    case 'UpdateReceiptRule': {
      await checkFunctions(request, asked, upstream);
      return update(request, asked, pass);
    }
    default:
      return pass(request);
  }
}

/** SES runs a function of its own region only, and looks whether it may. */
async function checkFunctions(
  request: AwsRequest,
  asked: URLSearchParams,
  upstream: Upstream,
): Promise<void> {
  const region = /Credential=[^/]+\/\d+\/([^/]+)\//.exec(String(request.headers.authorization))?.[1] ?? '';
  for (const [key, arn] of asked) {
    if (!key.endsWith('.LambdaAction.FunctionArn')) continue;
    const [, , , functionRegion, account = '', , name = ''] = arn.split(':');
    const source = {
      principal: 'ses.amazonaws.com',
      sourceArn: `arn:aws:ses:${region}:${account}:receipt-rule-set/${asked.get('RuleSetName') ?? ''}:receipt-rule/${asked.get('Rule.Name') ?? ''}`,
      sourceAccount: account,
    };
    const answer = await upstream.lambda(request, `/2015-03-31/functions/${name}/policy`);
    const { Statement = [], ...rest } = parseObject(stringMember(answer, 'Policy') ?? '');
    // The emulator keeps one policy for all qualifiers.
    const own = (Statement as { Resource?: string }[]).filter(({ Resource }) => Resource === arn);
    const policy = { ...rest, Statement: own } as JsonValue;
    if (functionRegion !== region || permissionState(policy, '', source) !== 'there') {
      const message = `Invalid Lambda function: ${arn}`;
      throw new Refusal({ code: 'InvalidLambdaFunction', message, status: 400 });
    }
  }
}

/** The rule is replaced at its place. */
async function update(request: AwsRequest, asked: URLSearchParams, pass: Pass): Promise<AwsAnswer> {
  const RuleSetName = asked.get('RuleSetName') ?? '';
  const RuleName = asked.get('Rule.Name') ?? '';
  const call = (operation: string, parameters: Record<string, string>) => {
    const body = Buffer.from(new URLSearchParams({ Action: operation, ...parameters }).toString());
    return pass({ ...request, operation, body });
  };
  const found = await call('DescribeReceiptRule', { RuleSetName, RuleName });
  if (found.status >= 300) return found;
  const set = (await call('DescribeReceiptRuleSet', { RuleSetName })).body.toString();
  const names = [...(/<Rules>(.*)<\/Rules>/s.exec(set)?.[1] ?? '').matchAll(/<Name>([^<]*)<\/Name>/g)];
  const at = names.findIndex(([, name]) => name === RuleName);
  await call('DeleteReceiptRule', { RuleSetName, RuleName });
  const before = names[at - 1]?.[1];
  const made = await call('CreateReceiptRule', {
    ...Object.fromEntries(asked),
    Action: 'CreateReceiptRule',
    ...(before === undefined ? {} : { After: before }),
  });
  const body = made.body.toString().replaceAll('CreateReceiptRule', 'UpdateReceiptRule');
  return { ...made, body: Buffer.from(body) };
}
