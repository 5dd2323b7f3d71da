import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { Failure } from '../../src/core/failures/failure.ts';
import { CurrentConnection } from '../../src/workflows/currentConnection.ts';
import type { AwsConnection, ConnectionChoice } from '../../src/workflows/ports.ts';

const options = { signal: new AbortController().signal };

/** A connection behind the port; what it is asked is recorded. */
function world() {
  const opened: ConnectionChoice[] = [];
  const state = {
    settings: { profile: 'dev', region: '', endpoint: '' },
    sandbox: false,
    sandboxEndpoint: undefined as string | undefined,
    refuse: undefined as Failure | undefined,
    revision: 'one',
  };
  const current = new CurrentConnection({
    opener: () =>
      Promise.resolve({
        profiles: () => Promise.resolve([]),
        revision: () => Promise.resolve(state.revision),
        open: (choice) => {
          opened.push(choice);
          if (state.refuse !== undefined) return Promise.reject(state.refuse);
          return Promise.resolve({
            region: choice.region ?? 'eu-west-1',
            profile: choice.profile,
            rules: {} as AwsConnection['rules'],
            restApis: {} as AwsConnection['restApis'],
            email: {} as AwsConnection['email'],
            endpoint: choice.endpoint,
            identity: {
              callerIdentity: () =>
                Promise.resolve({ accountId: '123456789012', arn: 'arn', partition: 'aws' }),
            },
            underWay: () => Promise.resolve(),
            credentials: () => Promise.resolve({ accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'fake' }),
            // Handed on as they are.
            functions: {} as AwsConnection['functions'],
            roles: {} as AwsConnection['roles'],
            catalog: {} as AwsConnection['catalog'],
            aliases: {} as AwsConnection['aliases'],
            versions: {} as AwsConnection['versions'],
            code: {} as AwsConnection['code'],
            layers: {} as AwsConnection['layers'],
            uploads: {} as AwsConnection['uploads'],
            triggers: {} as AwsConnection['triggers'],
            invocations: {} as AwsConnection['invocations'],
            tags: {} as AwsConnection['tags'],
            metrics: {} as AwsConnection['metrics'],
            logs: {} as AwsConnection['logs'],
          });
        },
      }),
    settings: () => state.settings,
    hooks: () => ({ askMfaCode: () => Promise.resolve(undefined) }),
    startSandbox: () => {
      state.sandboxEndpoint = 'http://127.0.0.1:1';
      return Promise.resolve(state.sandboxEndpoint);
    },
    sandboxEndpoint: () => state.sandboxEndpoint,
    sandboxChosen: { read: () => state.sandbox, write: (chosen) => (state.sandbox = chosen) },
  });
  return { current, opened, state };
}

describe('CurrentConnection', () => {
  it('makes one connection for a choice, another when the choice changes', async () => {
    const { current, opened, state } = world();
    const [first, second] = await Promise.all([current.open(options), current.open(options)]);
    assert.equal(first, second);
    state.settings = { ...state.settings, profile: 'prod' };
    current.reset();
    assert.notEqual(await current.open(options), first);
    assert.deepEqual(
      opened.map(({ profile }) => profile),
      ['dev', 'prod'],
    );
  });

  it('makes another one when the AWS files change: the profile may lead elsewhere by now', async () => {
    const { current, state } = world();
    const first = await current.open(options);
    assert.equal(await current.open(options), first);
    state.revision = 'two';
    assert.notEqual(await current.open(options), first);
  });

  it('tells nothing of a connection that was left meanwhile', async () => {
    const { current, state } = world();
    const first = current.open(options);
    state.settings = { ...state.settings, region: 'us-west-2' };
    current.reset();
    const { identity } = await first;
    assert.equal(current.status.region, 'us-west-2');
    await identity.callerIdentity(options);
    assert.equal(current.status.account, undefined);
  });

  it('tells where the settings lead once the sandbox is left', async () => {
    const { current } = world();
    await current.useSandbox(true);
    await current.open(options);
    await current.useSandbox(false);
    assert.deepEqual([current.status.kind, current.status.region], ['aws', 'eu-west-1']);
  });

  it('tells region and account as they become known, and forgets them with the connection', async () => {
    const { current } = world();
    let changes = 0;
    current.onDidChange(() => changes++);
    assert.equal(current.status.region, undefined);
    const connection = await current.open(options);
    assert.equal(current.status.region, 'eu-west-1');
    await connection.identity.callerIdentity(options);
    assert.equal(current.status.account, '123456789012');
    assert.ok(changes >= 2);
    current.reset();
    assert.deepEqual([current.status.region, current.status.account], [undefined, undefined]);
  });

  it('does not keep a connection that could not be made', async () => {
    const { current, opened, state } = world();
    state.refuse = new Failure('connection.unknownProfile', 'No such profile.');
    await assert.rejects(current.open(options), state.refuse);
    state.refuse = undefined;
    await current.open(options);
    assert.equal(opened.length, 2);
  });

  it('starts the sandbox on demand and reads no profile for it', async () => {
    const { current, opened, state } = world();
    await current.useSandbox(true);
    assert.equal(current.status.running, false);
    await current.open(options);
    const choice: ConnectionChoice = { sandbox: true, endpoint: 'http://127.0.0.1:1', region: 'us-east-1' };
    assert.deepEqual(opened, [choice]);
    assert.equal(current.status.kind, 'sandbox');
    await current.useSandbox(false);
    assert.equal(state.settings.profile, 'dev');
    await current.open(options);
    assert.deepEqual(
      opened.map(({ profile }) => profile),
      [undefined, 'dev'],
    );
  });

  it('finds the end of a session below other failures, until a call succeeds', async () => {
    const { current } = world();
    const ended = new Failure('connection.expired', 'Ended.');
    current.noteError(new Failure('deploy.stepFailed', 'Could not.', { cause: ended }));
    assert.equal(current.status.expired, true);
    await (await current.open(options)).identity.callerIdentity(options);
    assert.equal(current.status.expired, false);
    current.noteError(new Failure('aws.accessDenied', 'No.'));
    assert.equal(current.status.expired, false);
  });
});
