import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import {
  AddPermissionCommand,
  CreateAliasCommand,
  DeleteFunctionCommand,
  GetAliasCommand,
  GetFunctionConfigurationCommand,
  GetPolicyCommand,
  ListVersionsByFunctionCommand,
  PublishVersionCommand,
  RemovePermissionCommand,
  UpdateAliasCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import type { UpdateAliasCommandInput } from '@aws-sdk/client-lambda';
import { createTestFunction } from '../support/awsTestClients.ts';
import { conflict, refusal, useStrictProxy } from '../support/strictProxy.ts';

describe('the strict proxy: versions, aliases and permissions', function () {
  this.timeout(60_000);
  let time = 0;
  const world = useStrictProxy({ createMs: 10, updateMs: 100, now: () => time });
  const { rejects } = assert;

  const send = () => world.clients.lambda;
  const create = async () => {
    const name = await createTestFunction(world.clients, {}, false);
    time += 10;
    return name;
  };
  const read = (FunctionName: string) => send().send(new GetFunctionConfigurationCommand({ FunctionName }));
  const publish = (FunctionName: string, more = {}) =>
    send().send(new PublishVersionCommand({ FunctionName, ...more }));
  const configure = async (FunctionName: string, change: object) => {
    await send().send(new UpdateFunctionConfigurationCommand({ FunctionName, ...change }));
    time += 100;
  };
  const versions = async (FunctionName: string) => {
    const { Versions = [] } = await send().send(new ListVersionsByFunctionCommand({ FunctionName }));
    return Versions.map((version) => version.Version);
  };

  it('publishes a version, moves the revision of $LATEST, and gives the version one of its own', async () => {
    const name = await create();
    const before = await read(name);
    const published = await publish(name, { RevisionId: before.RevisionId, CodeSha256: before.CodeSha256 });
    assert.equal(published.Version, '1');
    assert.equal(published.State, 'Active');
    assert.equal(published.LastUpdateStatus, 'Successful');
    const after = await read(name);
    assert.notEqual(after.RevisionId, before.RevisionId);
    assert.notEqual(after.RevisionId, published.RevisionId);
  });

  it('answers the existing version when nothing changed, also after an update that changed nothing', async () => {
    const name = await create();
    assert.equal((await publish(name, { Description: 'first' })).Version, '1');
    const again = await publish(name, { Description: 'second' });
    assert.equal(again.Version, '1');
    assert.equal(again.Description, 'first');
    const { Timeout } = await read(name);
    await configure(name, { Timeout });
    assert.equal((await publish(name)).Version, '1');
    assert.deepEqual(await versions(name), ['$LATEST', '1']);
    await configure(name, { Timeout: 9 });
    assert.equal((await publish(name)).Version, '2');
    await configure(name, { Description: 'told apart by this only' });
    assert.equal((await publish(name)).Version, '3');
  });

  it('refuses to publish during an update, other code, and a stale revision', async () => {
    const name = await create();
    const { FunctionArn, RevisionId } = await read(name);
    await rejects(publish(name, { CodeSha256: 'other' }), refusal(/^CodeSHA256 \(other\) is different/));
    await send().send(new UpdateFunctionConfigurationCommand({ FunctionName: name, Timeout: 8 }));
    await rejects(publish(name), conflict(`An update is in progress for resource: ${FunctionArn}`));
    time += 100;
    await rejects(publish(name, { RevisionId }), { name: 'PreconditionFailedException' });
  });

  it('refuses aliases of missing versions and all-digit names', async () => {
    const name = await create();
    const { FunctionArn } = await read(name);
    const alias = (Name: string, FunctionVersion: string) =>
      send().send(new CreateAliasCommand({ FunctionName: name, Name, FunctionVersion }));
    const missing = { name: 'ResourceNotFoundException', message: `Function not found: ${FunctionArn}:7` };
    await rejects(alias('DEV', '7'), missing);
    await rejects(alias('2024', '$LATEST'), {
      name: 'ValidationException',
      message: /Value '2024' at 'name'/,
    });
    await alias('DEV', '$LATEST');
    const move = { FunctionName: name, Name: 'DEV', FunctionVersion: '7' };
    await rejects(send().send(new UpdateAliasCommand(move)), missing);
  });

  it('refuses bad weights and keeps good ones', async () => {
    const name = await create();
    await publish(name);
    await configure(name, { Timeout: 9 });
    await publish(name);
    await send().send(new CreateAliasCommand({ FunctionName: name, Name: 'DEV', FunctionVersion: '1' }));
    const move = (
      FunctionVersion: string,
      weights: Record<string, number>,
      more: Partial<UpdateAliasCommandInput> = {},
    ) =>
      send().send(
        new UpdateAliasCommand({
          FunctionName: name,
          Name: 'DEV',
          FunctionVersion,
          RoutingConfig: { AdditionalVersionWeights: weights },
          ...more,
        }),
      );
    await rejects(move('1', { $LATEST: 0.5 }), { name: 'ValidationException' });
    await rejects(move('1', { '2': 1.5 }), { name: 'ValidationException' });
    await rejects(
      move('$LATEST', { '2': 0.5 }),
      refusal(/^\$LATEST is not supported for an alias pointing to more/),
    );
    await rejects(move('1', { '1': 0.5 }), refusal(/already included in routing configuration/));
    await rejects(move('1', { '9': 0.5 }), { name: 'ResourceNotFoundException' });
    const moved = await move('1', { '2': 0.1 });
    assert.deepEqual(moved.RoutingConfig?.AdditionalVersionWeights, { '2': 0.1 });
    const cleared = await move('2', {}, { RevisionId: moved.RevisionId });
    assert.equal(cleared.RoutingConfig, undefined);
    await rejects(move('1', {}, { RevisionId: moved.RevisionId }), { name: 'PreconditionFailedException' });
  });

  it('refuses to delete a version that an alias points to', async () => {
    const name = await create();
    await publish(name);
    await send().send(new CreateAliasCommand({ FunctionName: name, Name: 'DEV', FunctionVersion: '1' }));
    const remove = (Qualifier: string) =>
      send().send(new DeleteFunctionCommand({ FunctionName: name, Qualifier }));
    await rejects(remove('1'), { name: 'ResourceConflictException', message: /reference it: \[DEV\]/ });
    await rejects(remove('$LATEST'), { name: 'InvalidParameterValueException' });
  });

  it('keeps a policy for each qualifier, none for $LATEST, and moves revisions with them', async () => {
    const name = await create();
    await publish(name);
    await send().send(new CreateAliasCommand({ FunctionName: name, Name: 'DEV', FunctionVersion: '1' }));
    const permit = (StatementId: string, more = {}) =>
      send().send(
        new AddPermissionCommand({
          FunctionName: name,
          StatementId,
          Action: 'lambda:InvokeFunction',
          Principal: 'events.amazonaws.com',
          ...more,
        }),
      );
    const policy = async (Qualifier?: string) => {
      const { Policy = '' } = await send().send(new GetPolicyCommand({ FunctionName: name, Qualifier }));
      return [...Policy.matchAll(/"Sid": ?"([^"]+)"/g)].map((match) => match[1]);
    };
    const alias = () => send().send(new GetAliasCommand({ FunctionName: name, Name: 'DEV' }));
    await rejects(policy(), { name: 'ResourceNotFoundException' });
    await rejects(
      permit('one', { Qualifier: '$LATEST' }),
      refusal('We currently do not support adding policies for $LATEST.'),
    );
    await rejects(permit('has space'), { name: 'ValidationException' });
    const before = { latest: (await read(name)).RevisionId, alias: (await alias()).RevisionId };
    await permit('on-alias', { Qualifier: 'DEV', RevisionId: before.alias });
    await rejects(policy(), { name: 'ResourceNotFoundException' });
    assert.notEqual((await alias()).RevisionId, before.alias);
    assert.equal((await read(name)).RevisionId, before.latest);
    await permit('on-function');
    assert.notEqual((await read(name)).RevisionId, before.latest);
    assert.deepEqual(await policy(), ['on-function']);
    assert.deepEqual(await policy('DEV'), ['on-alias']);
    await rejects(permit('two', { RevisionId: before.latest }), { name: 'PreconditionFailedException' });
    const last = (await read(name)).RevisionId;
    await send().send(new RemovePermissionCommand({ FunctionName: name, StatementId: 'on-function' }));
    assert.notEqual((await read(name)).RevisionId, last);
  });
});
