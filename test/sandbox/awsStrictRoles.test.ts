import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { CreateRestApiCommand } from '@aws-sdk/client-api-gateway';
import {
  AttachRolePolicyCommand,
  CreateRoleCommand,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { ListFunctionsCommand, UpdateFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import {
  createTestFunction,
  createTestRole,
  lambdaTrustPolicy,
  uniqueName,
} from '../support/awsTestClients.ts';
import { refusal, useStrictProxy } from '../support/strictProxy.ts';

const notAssumable = refusal('The role defined for the function cannot be assumed by Lambda.');
const trustOf = (service: string) => lambdaTrustPolicy.replace('lambda.amazonaws.com', service);

describe('the strict proxy: roles and policies', function () {
  this.timeout(60_000);
  let time = 1_000_000;
  const world = useStrictProxy({ createMs: 0, updateMs: 0, roleReadyAfterMs: 15_000, now: () => time });
  const { rejects } = assert;

  const nameOf = (arn: string) => arn.slice(arn.lastIndexOf('/') + 1);
  const readyRole = async () => {
    const arn = await createTestRole(world.clients);
    time += 15_000;
    return arn;
  };

  it('refuses a role until it is old enough', async () => {
    const Role = await createTestRole(world.clients);
    await rejects(createTestFunction(world.clients, { Role }), notAssumable);
    time += 14_999;
    await rejects(createTestFunction(world.clients, { Role }), notAssumable);
    time += 1;
    const FunctionName = await createTestFunction(world.clients, { Role });
    const young = await createTestRole(world.clients);
    const change = new UpdateFunctionConfigurationCommand({ FunctionName, Role: young });
    await rejects(world.clients.lambda.send(change), notAssumable);
    time += 15_000;
    await world.clients.lambda.send(change);
  });

  it('refuses a role that does not exist, has another path or does not trust Lambda', async () => {
    const arn = await readyRole();
    await rejects(createTestFunction(world.clients, { Role: `${arn}x` }), notAssumable);
    await rejects(
      createTestFunction(world.clients, { Role: arn.replace('role/', 'role/team/') }),
      notAssumable,
    );
    const RoleName = nameOf(arn);
    const update = (service: string) =>
      world.clients.iam.send(
        new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: trustOf(service) }),
      );
    await update('ec2.amazonaws.com');
    await rejects(createTestFunction(world.clients, { Role: arn }), notAssumable);
    await update('lambda.amazonaws.com');
    await rejects(createTestFunction(world.clients, { Role: arn }), notAssumable);
    time += 15_000;
    await createTestFunction(world.clients, { Role: arn });
  });

  it('refuses malformed trust policies', async () => {
    const statement = {
      Effect: 'Allow',
      Principal: { Service: 'lambda.amazonaws.com' },
      Action: 'sts:AssumeRole',
    };
    const document = (change: object) =>
      JSON.stringify({ Version: '2012-10-17', Statement: [{ ...statement, ...change }] });
    const cases: [string, string][] = [
      ['{', 'This policy contains invalid Json'],
      ['{"Version":"2012-10-17"}', 'Syntax errors in policy.'],
      [document({ Effect: 'Maybe' }), 'Syntax errors in policy.'],
      [document({ Resource: '*' }), 'Has prohibited field Resource'],
      [document({ Principal: undefined }), 'Missing required field Principal'],
      [document({ Action: 'lambda:Invoke' }), 'AssumeRole policy may only specify STS AssumeRole actions.'],
    ];
    const RoleName = nameOf(await readyRole());
    for (const [PolicyDocument, message] of cases) {
      const malformed = { name: 'MalformedPolicyDocumentException', message };
      const create = { RoleName: uniqueName('role'), AssumeRolePolicyDocument: PolicyDocument };
      await rejects(world.clients.iam.send(new CreateRoleCommand(create)), malformed);
      const update = new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument });
      await rejects(world.clients.iam.send(update), malformed);
    }
  });

  it('refuses malformed inline policies and names', async () => {
    const RoleName = nameOf(await readyRole());
    const statement = { Effect: 'Allow', Action: 'logs:PutLogEvents', Resource: '*' };
    const document = (change: object) =>
      JSON.stringify({ Version: '2012-10-17', Statement: { ...statement, ...change } });
    const put = (PolicyDocument: string, PolicyName = 'one') =>
      world.clients.iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument }));
    const cases: [string, string][] = [
      ['no json', 'Syntax errors in policy.'],
      [document({ Resource: undefined }), 'Policy statement must contain resources.'],
      [document({ Principal: '*' }), 'Policy document should not specify a principal.'],
      [document({ Action: [] }), 'Policy statement must contain actions.'],
      [
        document({ Action: 'PutLogEvents' }),
        'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.',
      ],
    ];
    for (const [policy, message] of cases) {
      await rejects(put(policy), { name: 'MalformedPolicyDocumentException', message });
    }
    await rejects(put(document({ Sid: 'x'.repeat(11_000) })), { name: 'LimitExceededException' });
    await rejects(put(document({}), 'has space'), { name: 'ValidationError' });
    await put(document({}));
    const role = new CreateRoleCommand({
      RoleName: 'r'.repeat(65),
      AssumeRolePolicyDocument: lambdaTrustPolicy,
    });
    await rejects(world.clients.iam.send(role), { name: 'ValidationError' });
  });

  it('refuses managed policies and boundaries that do not exist', async () => {
    const RoleName = nameOf(await readyRole());
    const PolicyArn = 'arn:aws:iam::aws:policy/service-role/NoSuchPolicyAnywhere';
    await rejects(world.clients.iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn })), {
      name: 'NoSuchEntityException',
      message: `Policy ${PolicyArn} does not exist or is not attachable.`,
    });
    const boundary = new PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary: PolicyArn });
    await rejects(world.clients.iam.send(boundary), { name: 'NoSuchEntityException' });
    await rejects(
      world.clients.iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: 'arn:aws:iam::aws:user' })),
      {
        name: 'ValidationError',
      },
    );
    const basic = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';
    await world.clients.iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: basic }));
  });
});

describe('the strict proxy: quotas', function () {
  this.timeout(60_000);
  let time = 0;
  const world = useStrictProxy({ quotas: true, now: () => time });

  it('throttles the calls beyond the account’s rate, and recovers', async () => {
    const list = () => world.clients.lambda.send(new ListFunctionsCommand({}));
    for (let n = 1; n <= 15; n++) await list();
    await assert.rejects(list(), { name: 'TooManyRequestsException' });
    time += 100;
    await list();
    await assert.rejects(list(), { name: 'TooManyRequestsException' });
  });

  it('takes one REGIONAL API in 3 s, and one EDGE API in 30 s', async () => {
    const create = (regional: boolean) =>
      world.clients.apiGateway.send(
        new CreateRestApiCommand({
          name: uniqueName('api'),
          ...(regional ? { endpointConfiguration: { types: ['REGIONAL'] } } : {}),
        }),
      );
    await create(true);
    await assert.rejects(create(true), { name: 'TooManyRequestsException' });
    time += 3000;
    await create(true);
    await create(false);
    time += 3000;
    await assert.rejects(create(false), { name: 'TooManyRequestsException' });
  });
});
