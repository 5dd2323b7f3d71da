import type { AwsConnection, CallOptions } from '../../src/workflows/ports.ts';
import { lambdaError, queryError } from './awsListener.ts';
import type { ListenerAnswer } from './awsListener.ts';
import { archive } from './awsListenerConnection.ts';

export type Operation = (connection: AwsConnection, options: CallOptions) => Promise<unknown>;

/** Without the word that tells Lambda's answers about variables. */
export const secret = 'MARKER-5f1d-value';
const environment = { PASSWORD: secret };
const create: Operation = ({ functions }, options) =>
  functions.createFunction({ functionName: 'calc', runtime: 'python3.13', environment, archive }, options);
const configure: Operation = ({ functions }, options) =>
  functions.updateConfiguration('calc', { environment }, 'revision', options);
const upload: Operation = ({ functions }, options) =>
  functions.updateCode('calc', archive, undefined, 'revision', options);
export const publish: Operation = ({ functions }, options) =>
  functions.publishVersion('calc', { codeSha256: 'hash=', revisionId: 'revision' }, undefined, options);
const makeAlias: Operation = ({ functions }, options) => functions.createAlias('calc', 'DEV', '1', options);
const move: Operation = ({ functions }, options) =>
  functions.moveAlias('calc', 'DEV', '2', 'revision', options);
export const read: Operation = ({ functions }, options) => functions.readFunction('calc', undefined, options);
const list: Operation = ({ functions }, options) => functions.listVersions('calc', options);
export const readRole: Operation = ({ roles }, options) => roles.readRole('calc-role', options);
export const makeRole: Operation = ({ roles }, options) =>
  roles.createRole({ name: 'calc-role', trustPolicy: { Statement: [] } }, options);
const putPolicy: Operation = ({ roles }, options) => roles.putInlinePolicy('calc-role', 'mail', {}, options);
const makeReceiptRule: Operation = ({ email }, options) => {
  const nothing = { recipients: [], actions: [], tlsPolicy: undefined };
  return email.createRule(
    'default',
    { name: 'ours', enabled: true, scanEnabled: true, ...nothing },
    undefined,
    options,
  );
};
export const whoAmI: Operation = ({ identity }, options) => identity.callerIdentity(options);

const user = 'arn:aws:iam::123456789012:user/dev';

export interface Row {
  readonly title: string;
  readonly operation: Operation;
  readonly answer: ListenerAnswer;
  readonly code: string;
  /** How many requests arrive. */
  readonly sent?: number;
  readonly says?: RegExp;
}

/** What AWS answers, and what becomes of it. */
export const rows: Row[] = [
  {
    title: 'a write answered 500',
    operation: publish,
    answer: lambdaError(500, 'ServiceException', 'oops'),
    code: 'aws.uncertain',
  },
  {
    title: 'a write answered 503 without a body',
    operation: upload,
    answer: { status: 503 },
    code: 'aws.uncertain',
  },
  { title: 'a write whose answer is dropped', operation: move, answer: 'drop', code: 'aws.uncertain' },
  {
    title: 'a write whose answer is cut',
    operation: publish,
    answer: { status: 201, body: '{"Version":' },
    code: 'aws.uncertain',
  },
  {
    title: 'an IAM write answered 500',
    operation: makeRole,
    answer: queryError(500, 'ServiceFailure', 'x'),
    code: 'aws.uncertain',
  },
  { title: 'an IAM write that is dropped', operation: putPolicy, answer: 'drop', code: 'aws.uncertain' },
  {
    title: 'a read answered 500',
    operation: read,
    answer: lambdaError(500, 'ServiceException', 'x'),
    code: 'aws.unavailable',
    sent: 3,
  },
  { title: 'a read that is dropped', operation: list, answer: 'drop', code: 'connection.timedOut', sent: 3 },
  {
    title: 'a write that is throttled',
    operation: publish,
    answer: lambdaError(429, 'TooManyRequestsException', 'Rate exceeded'),
    code: 'aws.throttled',
    sent: 4,
    says: /lambda:PublishVersion/,
  },
  {
    title: 'an IAM write that is throttled',
    operation: putPolicy,
    answer: queryError(400, 'Throttling', 'Rate exceeded'),
    code: 'aws.throttled',
    sent: 4,
    says: /iam:PutRolePolicy/,
  },
  {
    title: 'a read that is throttled',
    operation: read,
    answer: lambdaError(429, 'TooManyRequestsException', 'Rate exceeded'),
    code: 'aws.throttled',
    sent: 3,
  },
  {
    title: 'a denied read',
    operation: readRole,
    answer: queryError(
      403,
      'AccessDenied',
      `User: ${user} is not authorized to perform: iam:GetRole on resource: role calc-role`,
    ),
    code: 'aws.accessDenied',
    says: /^arn:aws:iam::123456789012:user\/dev may not call iam:GetRole for calc-role\./,
  },
  {
    title: 'a role that may not be passed',
    operation: create,
    answer: lambdaError(
      403,
      'AccessDeniedException',
      `User: ${user} is not authorized to perform: iam:PassRole on resource: arn:aws:iam::1:role/r because no identity-based policy allows it`,
    ),
    code: 'aws.accessDenied',
    says: /lambda:CreateFunction for calc, because the permission iam:PassRole is missing/,
  },
  {
    title: 'a function that exists',
    operation: create,
    answer: lambdaError(409, 'ResourceConflictException', 'Function already exist: calc'),
    code: 'aws.alreadyExists',
  },
  {
    title: 'an alias that exists',
    operation: makeAlias,
    answer: lambdaError(409, 'ResourceConflictException', 'Alias already exists: arn:aws:lambda:…'),
    code: 'aws.alreadyExists',
  },
  {
    title: 'a role that exists',
    operation: makeRole,
    answer: queryError(409, 'EntityAlreadyExists', 'Role with name calc-role already exists.'),
    code: 'aws.alreadyExists',
  },
  {
    title: 'an update in progress',
    operation: upload,
    answer: lambdaError(
      409,
      'ResourceConflictException',
      'The operation cannot be performed at this time. An update is in progress for resource: arn:aws:lambda:…',
    ),
    code: 'aws.inProgress',
  },
  {
    title: 'a pending function',
    operation: publish,
    answer: lambdaError(
      409,
      'ResourceConflictException',
      'The operation cannot be performed at this time. The function is currently in the following state: Pending',
    ),
    code: 'aws.inProgress',
  },
  {
    title: 'a role under change',
    operation: putPolicy,
    answer: queryError(409, 'ConcurrentModification', 'x'),
    code: 'aws.inProgress',
  },
  {
    title: 'a stale revision',
    operation: configure,
    answer: lambdaError(
      412,
      'PreconditionFailedException',
      'The Revision Id provided does not match the latest Revision Id.',
    ),
    code: 'aws.preconditionFailed',
  },
  {
    title: 'other code than was deployed',
    operation: publish,
    answer: lambdaError(
      400,
      'InvalidParameterValueException',
      'CodeSHA256 (hash=) is different from current CodeSHA256 in $LATEST (other=). Please try again with the CodeSHA256 in $LATEST.',
    ),
    code: 'aws.preconditionFailed',
  },
  {
    title: 'a young role',
    operation: create,
    answer: lambdaError(
      400,
      'InvalidParameterValueException',
      'The role defined for the function cannot be assumed by Lambda.',
    ),
    code: 'aws.roleNotAssumable',
  },
  {
    title: 'a role without permissions',
    operation: configure,
    answer: lambdaError(
      400,
      'InvalidParameterValueException',
      'The provided execution role does not have permissions to call ReceiveMessage on SQS',
    ),
    code: 'aws.roleNotAssumable',
  },
  {
    title: 'a key that is not ready',
    operation: configure,
    answer: lambdaError(
      400,
      'InvalidParameterValueException',
      'Lambda was unable to configure access to your environment variables because the KMS key is invalid for CreateGrant.',
    ),
    code: 'aws.roleNotAssumable',
  },
  {
    title: 'a retired runtime',
    operation: create,
    answer: lambdaError(
      400,
      'InvalidParameterValueException',
      'The runtime parameter of python3.6 is no longer supported for creating or updating AWS Lambda functions.',
    ),
    code: 'aws.runtimeRetired',
    says: /python3\.6/,
  },
  {
    title: 'an archive that is too large',
    operation: upload,
    answer: lambdaError(413, 'RequestEntityTooLargeException', 'Request must be smaller than 70167211 bytes'),
    code: 'aws.tooLarge',
  },
  {
    title: 'a handler that Lambda does not take',
    operation: configure,
    answer: lambdaError(400, 'InvalidParameterValueException', 'Handler is too long.'),
    code: 'aws.invalid',
    says: /Handler is too long\./,
  },
  {
    title: 'an unmodelled ValidationException',
    operation: move,
    answer: lambdaError(
      400,
      'ValidationException',
      "1 validation error detected: Value '0' at 'functionVersion' failed to satisfy constraint",
    ),
    code: 'aws.invalid',
    says: /functionVersion/,
  },
  {
    title: 'a policy that IAM does not take',
    operation: putPolicy,
    answer: queryError(400, 'MalformedPolicyDocument', 'Syntax errors in policy.'),
    code: 'aws.invalid',
    says: /Syntax errors in policy\./,
  },
  {
    title: 'a write to what is gone',
    operation: upload,
    answer: lambdaError(404, 'ResourceNotFoundException', 'Function not found: arn'),
    code: 'aws.notFound',
  },
  {
    title: 'an expired session',
    operation: whoAmI,
    answer: queryError(403, 'ExpiredToken', 'The security token included in the request is expired'),
    code: 'connection.expired',
  },
  {
    title: 'an unknown access key',
    operation: read,
    answer: lambdaError(
      403,
      'UnrecognizedClientException',
      'The security token included in the request is invalid.',
    ),
    code: 'connection.credentialsRefused',
  },
  {
    title: 'a wrong secret key',
    operation: publish,
    answer: lambdaError(
      403,
      'InvalidSignatureException',
      `The request signature we calculated does not match… x-amz-security-token:${secret}`,
    ),
    code: 'connection.credentialsRefused',
  },
  {
    title: 'an error nobody foresaw',
    operation: publish,
    answer: lambdaError(418, 'TeapotException', `short and stout ${secret}`),
    code: 'aws.refused',
    says: /TeapotException/,
  },
  {
    title: 'an environment over 4 KB',
    operation: configure,
    answer: lambdaError(
      400,
      'InvalidParameterValueException',
      `Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit. String measured: {"PASSWORD":"${secret}"}`,
    ),
    code: 'aws.environmentRefused',
    says: /environment of calc/,
  },
  {
    title: 'reserved names',
    operation: create,
    answer: lambdaError(
      400,
      'InvalidParameterValueException',
      `Lambda was unable to configure your environment variables because the environment variables you have provided contains reserved keys that are currently not supported for modification. Reserved keys used in this request: AWS_REGION`,
    ),
    code: 'aws.environmentRefused',
  },
  {
    title: 'malformed names',
    operation: create,
    answer: lambdaError(
      400,
      'ValidationException',
      `1 validation error detected: Value '{1=${secret}}' at 'environment.variables' failed to satisfy constraint: Map keys must satisfy [a-zA-Z]([a-zA-Z0-9_])+`,
    ),
    code: 'aws.environmentRefused',
  },
  {
    title: 'a text that repeats a value',
    operation: create,
    answer: lambdaError(400, 'InvalidParameterValueException', `Cannot parse ${secret}`),
    code: 'aws.invalid',
  },
  {
    title: 'a receipt rule set that is there already',
    operation: ({ email }, options) => email.createRuleSet('default', options),
    answer: queryError(400, 'AlreadyExists', 'Rule set already exists: default'),
    code: 'aws.alreadyExists',
  },
  {
    title: 'a function that SES may not run',
    operation: makeReceiptRule,
    answer: queryError(400, 'InvalidLambdaFunction', 'Invalid Lambda function: arn:aws:lambda:x'),
    code: 'aws.functionRefused',
    says: /SES may not run its function/,
  },
  {
    title: 'a receipt rule for a set that is gone',
    operation: makeReceiptRule,
    answer: queryError(400, 'RuleSetDoesNotExist', 'Rule set does not exist: default'),
    code: 'aws.notFound',
  },
  {
    title: 'a recipient that SES does not take',
    operation: makeReceiptRule,
    answer: queryError(400, 'InvalidParameterValue', 'Invalid recipient: a b'),
    code: 'aws.invalid',
    says: /Invalid recipient: a b$/,
  },
];

rows.push({
  title: 'a page of something that is not AWS',
  operation: read,
  answer: {
    status: 200,
    headers: { 'content-type': 'text/html' },
    body: '<html>Sign in to the Wi-Fi</html>',
  },
  code: 'aws.unreadable',
  says: /^What 127\.0\.0\.1:\d+ answered/,
});
