import { describe, it } from 'mocha';
import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { isCancellation, isFailure } from '../../src/core/failures/failure.ts';
import type { AwsConnection, CallOptions } from '../../src/workflows/ports.ts';
import { lambdaError, queryError, startAwsListener } from '../support/awsListener.ts';
import type { ListenerAnswer } from '../support/awsListener.ts';
import { archive, openTo, rejection } from '../support/awsListenerConnection.ts';

type Operation = (connection: AwsConnection, options: CallOptions) => Promise<unknown>;

/** Without the word that tells Lambda's answers about variables. */
const secret = 'MARKER-5f1d-value';
const environment = { PASSWORD: secret };
const create: Operation = ({ functions }, options) =>
  functions.createFunction({ functionName: 'calc', runtime: 'python3.13', environment, archive }, options);
const configure: Operation = ({ functions }, options) =>
  functions.updateConfiguration('calc', { environment }, 'revision', options);
const upload: Operation = ({ functions }, options) =>
  functions.updateCode('calc', archive, undefined, 'revision', options);
const publish: Operation = ({ functions }, options) =>
  functions.publishVersion('calc', { codeSha256: 'hash=', revisionId: 'revision' }, undefined, options);
const makeAlias: Operation = ({ functions }, options) => functions.createAlias('calc', 'DEV', '1', options);
const move: Operation = ({ functions }, options) =>
  functions.moveAlias('calc', 'DEV', '2', 'revision', options);
const read: Operation = ({ functions }, options) => functions.readFunction('calc', undefined, options);
const list: Operation = ({ functions }, options) => functions.listVersions('calc', options);
const readRole: Operation = ({ roles }, options) => roles.readRole('calc-role', options);
const makeRole: Operation = ({ roles }, options) =>
  roles.createRole({ name: 'calc-role', trustPolicy: { Statement: [] } }, options);
const putPolicy: Operation = ({ roles }, options) => roles.putInlinePolicy('calc-role', 'mail', {}, options);
const whoAmI: Operation = ({ identity }, options) => identity.callerIdentity(options);

const user = 'arn:aws:iam::123456789012:user/dev';

interface Row {
  readonly title: string;
  readonly operation: Operation;
  readonly answer: ListenerAnswer;
  readonly code: string;
  /** How many requests arrive. */
  readonly sent?: number;
  readonly says?: RegExp;
}

const rows: Row[] = [
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

const signal = () => AbortSignal.timeout(20_000);

describe('answers of AWS', function () {
  // Retries wait.
  this.timeout(15_000);

  for (const { title, operation, answer, code, sent = 1, says } of rows) {
    it(`${title}: ${code}`, async () => {
      await using listener = await startAwsListener(() => answer);
      const error = await rejection(operation(await openTo(listener.url), { signal: signal() }));
      assert.ok(isFailure(error), inspect(error));
      assert.equal(error.code, code);
      assert.equal(listener.requests.length, sent);
      if (says !== undefined) assert.match(error.message, says);
      const seen = inspect(error, { depth: 10, showHidden: true });
      assert.ok(!seen.includes(secret), 'repeats an environment value');
      assert.ok(!/\$response|IncomingMessage|AWS4-HMAC/.test(seen), 'holds the SDK’s answer');
    });
  }

  const absent: [string, Operation, ListenerAnswer][] = [
    ['function', read, lambdaError(404, 'ResourceNotFoundException', 'Function not found')],
    [
      'alias',
      ({ functions }, options) => functions.readAlias('calc', 'DEV', options),
      lambdaError(404, 'ResourceNotFoundException', 'Cannot find alias'),
    ],
    ['role', readRole, queryError(404, 'NoSuchEntity', 'The role cannot be found.')],
    [
      'inline policy',
      ({ roles }, options) => roles.readInlinePolicy('r', 'p', options),
      queryError(404, 'NoSuchEntity', 'x'),
    ],
  ];
  for (const [what, operation, answer] of absent) {
    it(`a ${what} that is not there reads as undefined`, async () => {
      await using listener = await startAwsListener(() => answer);
      assert.equal(await operation(await openTo(listener.url), { signal: signal() }), undefined);
      assert.equal(listener.requests.length, 1);
    });
  }

  it('a write that nobody takes was certainly not carried out', async () => {
    const listener = await startAwsListener(() => 'hang');
    await listener[Symbol.asyncDispose]();
    for (const operation of [publish, makeRole, read]) {
      const error = await rejection(operation(await openTo(listener.url), { signal: signal() }));
      assert.ok(isFailure(error, 'connection.unreachable'), inspect(error));
      assert.match(error.message, new RegExp(`^127\\.0\\.0\\.1:${listener.port} cannot be reached`));
    }
  });

  for (const [title, answer, operation] of [
    ['while AWS is silent', 'hang', publish],
    ['between two attempts', lambdaError(429, 'TooManyRequestsException', 'x'), publish],
    ['while identity is asked for', 'hang', whoAmI],
  ] as const) {
    it(`a cancel ${title} ends the call at once, without another request`, async () => {
      const cancel = new AbortController();
      await using listener = await startAwsListener(() => {
        setImmediate(() => cancel.abort());
        return answer;
      });
      const started = Date.now();
      const error = await rejection(operation(await openTo(listener.url), { signal: cancel.signal }));
      assert.ok(isCancellation(error), inspect(error));
      assert.ok(Date.now() - started < 1000);
      assert.equal(listener.requests.length, 1);
    });
  }

  it('a write that was refused for the clock alone is sent again with the time of AWS', async () => {
    const inAnHour = new Date(Date.now() + 3_600_000);
    const skewed = lambdaError(403, 'RequestTimeTooSkewed', 'skewed', { date: inAnHour.toUTCString() });
    const dates: string[] = [];
    await using listener = await startAwsListener(({ headers }) => {
      dates.push(String(headers['x-amz-date']).slice(0, 11));
      return dates.length === 1 ? skewed : lambdaError(409, 'ResourceConflictException', 'in progress');
    });
    const error = await rejection(publish(await openTo(listener.url), { signal: signal() }));
    assert.ok(isFailure(error, 'aws.inProgress'), inspect(error));
    assert.equal(dates[1], inAnHour.toISOString().replace(/[-:]/g, '').slice(0, 11));
  });

  it('a call that is cancelled before it starts sends nothing', async () => {
    await using listener = await startAwsListener(() => 'hang');
    const error = await rejection(publish(await openTo(listener.url), { signal: AbortSignal.abort() }));
    assert.ok(isCancellation(error));
    assert.equal(listener.requests.length, 0);
  });

  it('a function whose environment Lambda cannot decrypt is not taken for one without', async () => {
    const body = JSON.stringify({
      FunctionName: 'calc',
      FunctionArn: 'arn:aws:lambda:us-east-1:1:function:calc',
      CodeSha256: 'hash=',
      RevisionId: 'r',
      Environment: { Error: { ErrorCode: 'AccessDeniedException', Message: 'kms:Decrypt' } },
    });
    await using listener = await startAwsListener(() => ({ status: 200, body }));
    const error = await rejection(read(await openTo(listener.url), { signal: signal() }));
    assert.ok(isFailure(error, 'aws.environmentUnreadable'), inspect(error));
  });
});
