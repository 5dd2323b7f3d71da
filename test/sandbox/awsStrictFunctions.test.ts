import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import {
  GetFunctionConfigurationCommand,
  GetFunctionCommand,
  InvokeCommand,
  ListVersionsByFunctionCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionUpdatedV2,
} from '@aws-sdk/client-lambda';
import type { CreateFunctionCommandInput } from '@aws-sdk/client-lambda';
import { createTestFunction, createTestRole, pythonArchive } from '../support/awsTestClients.ts';
import { conflict, refusal, useStrictProxy } from '../support/strictProxy.ts';

const marker = 'MARKER-environment-value';

describe('the strict proxy: functions', function () {
  this.timeout(60_000);
  const world = useStrictProxy({ createMs: 150, updateMs: 150, today: new Date('2026-11-23') });

  const read = (FunctionName: string) =>
    world.clients.lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
  const updated = (FunctionName: string) =>
    waitUntilFunctionUpdatedV2(
      { client: world.clients.lambda, maxWaitTime: 10, minDelay: 0.02, maxDelay: 0.1 },
      { FunctionName },
    );
  const create = (change: Partial<CreateFunctionCommandInput>) => createTestFunction(world.clients, change);
  const configure = (FunctionName: string, change: object) =>
    world.clients.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, ...change }));

  it('holds a new function in Pending, refuses everything meanwhile, and moves its revision at the end', async () => {
    const FunctionName = await createTestFunction(world.clients, {}, false);
    const pending = await read(FunctionName);
    assert.equal(pending.State, 'Pending');
    assert.equal(pending.LastUpdateStatus, undefined);
    const refused = conflict('The function is currently in the following state: Pending');
    await assert.rejects(configure(FunctionName, { Timeout: 5 }), refused);
    await assert.rejects(world.clients.lambda.send(new InvokeCommand({ FunctionName })), refused);
    await updated(FunctionName);
    const active = await read(FunctionName);
    assert.equal(active.State, 'Active');
    assert.equal(active.LastUpdateStatus, 'Successful');
    assert.notEqual(active.RevisionId, pending.RevisionId);
    assert.equal((await read(FunctionName)).RevisionId, active.RevisionId);
    const answer = await world.clients.lambda.send(
      new InvokeCommand({ FunctionName, Payload: Buffer.from('{"a":1}') }),
    );
    assert.equal(answer.Payload?.transformToString().replace(/\s/g, ''), '{"a":1}');
  });

  it('holds an update in progress, refuses another one, and moves the revision at its start and end', async () => {
    const FunctionName = await create({});
    const before = await read(FunctionName);
    const started = await configure(FunctionName, { Timeout: 7, RevisionId: before.RevisionId });
    assert.equal(started.State, 'Active');
    assert.equal(started.LastUpdateStatus, 'InProgress');
    assert.notEqual(started.RevisionId, before.RevisionId);
    const refused = conflict(`An update is in progress for resource: ${started.FunctionArn}`);
    const code = { FunctionName, ZipFile: await pythonArchive('x = 1\n') };
    await assert.rejects(configure(FunctionName, { Timeout: 8 }), refused);
    await assert.rejects(world.clients.lambda.send(new UpdateFunctionCodeCommand(code)), refused);
    await updated(FunctionName);
    const done = await read(FunctionName);
    assert.equal(done.Timeout, 7);
    assert.notEqual(done.RevisionId, started.RevisionId);
    await assert.rejects(configure(FunctionName, { Timeout: 9, RevisionId: started.RevisionId }), {
      name: 'PreconditionFailedException',
    });
    await world.clients.lambda.send(new UpdateFunctionCodeCommand({ ...code, RevisionId: done.RevisionId }));
    await updated(FunctionName);
  });

  it('lets an update or a creation fail when told to', async () => {
    const FunctionName = await create({});
    world.proxy.failNextUpdate(FunctionName, { code: 'InternalError', reason: 'told to fail' });
    await configure(FunctionName, { Timeout: 7 });
    await assert.rejects(updated(FunctionName));
    const failed = await read(FunctionName);
    assert.equal(failed.LastUpdateStatus, 'Failed');
    assert.equal(failed.LastUpdateStatusReason, 'told to fail');
    await configure(FunctionName, { Timeout: 8 });
    await updated(FunctionName);
  });

  it('leaves the states out of lists', async () => {
    const FunctionName = await create({});
    const { Versions = [] } = await world.clients.lambda.send(
      new ListVersionsByFunctionCommand({ FunctionName }),
    );
    assert.equal(Versions[0]?.State, undefined);
    assert.equal(Versions[0]?.RevisionId, (await read(FunctionName)).RevisionId);
    const whole = await world.clients.lambda.send(new GetFunctionCommand({ FunctionName }));
    assert.equal(whole.Configuration?.RevisionId, Versions[0]?.RevisionId);
  });

  it('takes a changed architecture with the code only', async () => {
    const FunctionName = await create({});
    // The SDK leaves out what is no member of the call, so this one is sent without it.
    const configured = await fetch(`${world.proxy.url}/2015-03-31/functions/${FunctionName}/configuration`, {
      method: 'PUT',
      headers: { authorization: 'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/lambda/aws4_request' },
      body: JSON.stringify({ Timeout: 4, Architectures: ['arm64'] }),
    });
    assert.equal(configured.status, 200);
    await updated(FunctionName);
    assert.equal((await read(FunctionName)).Timeout, 4);
    assert.deepEqual((await read(FunctionName)).Architectures, ['x86_64']);
    const code = { FunctionName, ZipFile: await pythonArchive(), Architectures: ['arm64' as const] };
    await world.clients.lambda.send(new UpdateFunctionCodeCommand(code));
    await updated(FunctionName);
    assert.deepEqual((await read(FunctionName)).Architectures, ['arm64']);
  });

  it('refuses retired and unknown runtimes by their dates', async () => {
    const gone = (runtime: string) =>
      refusal(new RegExp(`^The runtime parameter of ${runtime} is no longer supported`));
    await assert.rejects(create({ Runtime: 'python3.6' }), gone('python3.6'));
    await assert.rejects(create({ Runtime: 'python3.7' }), gone('python3.7'));
    await assert.rejects(
      create({ Runtime: 'python9.9' as 'python3.9' }),
      refusal(/^Value python9.9 at 'runtime'/),
    );
    const FunctionName = await create({ Runtime: 'python3.9' });
    await configure(FunctionName, { Runtime: 'python3.7' });
    await updated(FunctionName);
    await assert.rejects(configure(FunctionName, { Runtime: 'nodejs12.x' }), gone('nodejs12.x'));
  });

  it('refuses environments over 4 KB, repeating every value, and reserved and malformed names', async () => {
    const environment = (Variables: Record<string, string>) => ({ Environment: { Variables } });
    const large = { SECRET: marker, LARGE: 'x'.repeat(4096) };
    await assert.rejects(create(environment(large)), (error: Error) => {
      assert.equal(error.name, 'InvalidParameterValueException');
      assert.match(error.message, /exceeded the 4KB limit\. String measured: \{"SECRET":"MARKER/);
      return true;
    });
    // {"KEY":"…"} is 10 bytes beside the value.
    const FunctionName = await create(environment({ KEY: 'x'.repeat(4086) }));
    await assert.rejects(
      configure(FunctionName, environment({ KEY: 'x'.repeat(4087) })),
      refusal(/4KB limit/),
    );
    const reserved = environment({ AWS_REGION: 'eu-west-1', FINE: '1' });
    await assert.rejects(create(reserved), refusal(/Reserved keys used in this request: AWS_REGION$/));
    for (const name of ['A', '1KEY', '_KEY', 'KEY-2', 'KEY.X']) {
      await assert.rejects(create(environment({ [name]: '1' })), { name: 'ValidationException' }, name);
    }
  });

  it('refuses malformed names and values out of range', async () => {
    const validation = (member: string) => (error: Error) => {
      assert.equal(error.name, 'ValidationException');
      assert.match(
        error.message,
        new RegExp(`^1 validation error detected: Value '.*' at '${member}' failed`),
      );
      return true;
    };
    await assert.rejects(create({ FunctionName: 'has space' }), validation('functionName'));
    await assert.rejects(create({ Role: 'just-a-name' }), validation('role'));
    await assert.rejects(create({ Handler: 'app handler' }), validation('handler'));
    await assert.rejects(create({ MemorySize: 64 }), validation('memorySize'));
    await assert.rejects(create({ Timeout: 901 }), validation('timeout'));
    await assert.rejects(create({ Description: 'd'.repeat(257) }), validation('description'));
    await assert.rejects(create({ EphemeralStorage: { Size: 100 } }), validation('ephemeralStorage.size'));
  });

  it('refuses a zip over 50 MB with a 413 that the SDK does not know', async () => {
    const rejected = async (bytes: number, message: RegExp) => {
      const Code = { ZipFile: Buffer.alloc(bytes) };
      await assert.rejects(create({ Code }), (error: Error & { $metadata?: { httpStatusCode?: number } }) => {
        assert.equal(error.name, 'RequestEntityTooLargeException');
        assert.equal(error.$metadata?.httpStatusCode, 413);
        assert.match(error.message, message);
        return true;
      });
    };
    await rejected(52_428_801, /^Zipped size must be smaller than 52428800 bytes$/);
    await rejected(
      53_000_000,
      /^Request must be smaller than 70167211 bytes for the CreateFunction operation$/,
    );
  });

  it('passes a 404 on for a function that does not exist', async () => {
    await assert.rejects(configure('missing', { Timeout: 5 }), { name: 'ResourceNotFoundException' });
    await assert.rejects(
      create({ Role: `${await createTestRole(world.clients)}-other` }),
      refusal(/cannot be assumed/),
    );
  });
});
