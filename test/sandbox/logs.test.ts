import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import {
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { AttachRolePolicyCommand } from '@aws-sdk/client-iam';
import { InvokeCommand, PublishVersionCommand } from '@aws-sdk/client-lambda';
import JSZip from 'jszip';
import { afterEach, before, describe, it } from 'mocha';
import { createConnectionOpener } from '../../src/aws/awsBundle.ts';
import { isCancellation } from '../../src/core/failures/failure.ts';
import { systemClock } from '../../src/local/clock.ts';
import { functionLog } from '../../src/workflows/logs/functionLog.ts';
import { tailLogs } from '../../src/workflows/logs/tailLogs.ts';
import type { AwsConnection } from '../../src/workflows/ports.ts';
import { carryOutWarmUp } from '../../src/workflows/warmUp/carryOutWarmUp.ts';
import { planWarmUpOn } from '../../src/workflows/warmUp/planWarmUp.ts';
import { noHooks } from '../support/awsListenerConnection.ts';
import { createTestFunction, createTestRole, pythonArchive, uniqueName } from '../support/awsTestClients.ts';
import { inSample } from '../support/sampleFunctions.ts';
import { useStrictProxy } from '../support/strictProxy.ts';

const options = { signal: new AbortController().signal };

describe('logs against an emulator', function () {
  this.timeout(60_000);
  const world = useStrictProxy({ createMs: 10, updateMs: 20 });
  let connection: AwsConnection;
  let controller = new AbortController();
  let tailing: Promise<Error> | undefined;
  let lines: string[] = [];
  let notes: string[] = [];

  before(async () => {
    const opener = createConnectionOpener({
      readFile: () => Promise.reject(new Error('no file is read')),
      environment: {},
    });
    connection = await opener.open({ sandbox: true, endpoint: world.proxy.url }, noHooks);
  });
  afterEach(async () => {
    controller.abort();
    const error = await tailing;
    tailing = undefined;
    if (error !== undefined && !isCancellation(error)) throw error;
  });

  async function tail(functionName: string, qualifier?: string, live = false): Promise<void> {
    controller = new AbortController();
    lines = [];
    notes = [];
    const { signal } = controller;
    const log = await functionLog(functionName, qualifier, connection, options);
    tailing = tailLogs(
      { ...log, from: Date.now() - 60_000 },
      {
        ...{ logs: connection.logs, clock: systemClock, live, signal },
        onEvents: (events) => lines.push(...events.map(({ message }) => message)),
        onNote: (note) => notes.push(note),
      },
    ).catch((error: unknown) => error as Error);
  }
  const invoke = (FunctionName: string, Qualifier?: string) =>
    world.clients.lambda.send(new InvokeCommand({ FunctionName, Qualifier }));
  async function until(what: string, isSo: () => boolean): Promise<void> {
    for (let left = 1500; !isSo(); left--) {
      assert.ok(left > 0, `not seen: ${what}\n${[...lines, ...notes].join('\n')}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
  const printing = async (text: string) => ({
    ZipFile: await pythonArchive(`def handler(event, context):\n    print("${text}")\n`),
  });

  it('shows what a function prints, by version and in the group that its configuration names', async () => {
    const LogGroup = 'all-of-them';
    const change = { Code: await printing('hello'), LoggingConfig: { LogGroup } };
    const name = await createTestFunction(world.clients, change);
    await world.clients.lambda.send(new PublishVersionCommand({ FunctionName: name }));
    await invoke(name);
    await tail(name, '1');
    await invoke(name, '1');
    await until('the end of version 1', () => lines.some((line) => line.startsWith('REPORT ')));
    assert.deepEqual(
      lines.map((line) => line.split(' ')[0]),
      ['START', 'hello', 'END', 'REPORT'],
    );
    assert.match(lines[0] ?? '', /Version: 1$/);
    assert.equal((await functionLog(name, undefined, connection, options)).group, LogGroup);
    await assert.rejects(functionLog(name, 'NOWHERE', connection, options), {
      code: 'logs.qualifierMissing',
    });
    await assert.rejects(functionLog('nobody', undefined, connection, options), {
      code: 'logs.functionMissing',
    });
  });

  it('says why there is no log: the role may not write one, or the function has not run', async () => {
    const role = uniqueName('role');
    const name = await createTestFunction(world.clients, { Role: await createTestRole(world.clients, role) });
    await tail(name);
    await until('the reason', () => notes.length > 0);
    assert.match(notes[0] ?? '', new RegExp(`^There is no log group /aws/lambda/${name}. Nothing lets role`));
    controller.abort();
    await tailing;
    const PolicyArn = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';
    await world.clients.iam.send(new AttachRolePolicyCommand({ RoleName: role, PolicyArn }));
    await tail(name);
    await until('the other reason', () => notes.length > 0);
    assert.match(notes[0] ?? '', /has not run yet/);
    await invoke(name);
    await until('the first lines', () => lines.length > 0);
    assert.equal(notes.length, 1);
  });

  it('neither loses nor repeats a line while calls are refused and cut off', async () => {
    const name = await createTestFunction(world.clients, { Code: await printing('once') });
    await invoke(name);
    world.proxy.failNth('FilterLogEvents', 1, 429, { times: 3 });
    world.proxy.failNth('FilterLogEvents', 5, 'dropAfter');
    await tail(name);
    for (const after of [1, 2]) {
      await until('a line', () => lines.filter((line) => line === 'once').length === after);
      await invoke(name);
    }
    await until('the last line', () => lines.filter((line) => line === 'once').length === 3);
    assert.equal(lines.length, 12);
    assert.match(notes.join(), /too many calls.*Trying again/);
  });

  it('shows a live tail, and ends it when it is stopped', async () => {
    const name = await createTestFunction(world.clients);
    const logGroupName = `/aws/lambda/${name}`;
    const logStreamName = '2026/11/28/[$LATEST]abc';
    await world.clients.logs.send(new CreateLogGroupCommand({ logGroupName }));
    await world.clients.logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
    const put = (...messages: string[]) =>
      world.clients.logs.send(
        new PutLogEventsCommand({
          ...{ logGroupName, logStreamName },
          logEvents: messages.map((message) => ({ timestamp: Date.now(), message })),
        }),
      );
    await put('before');
    await tail(name, '$LATEST', true);
    await until('the log', () => lines.length === 1);
    const polls = () => world.proxy.calls.filter(({ operation }) => operation === 'FilterLogEvents').length;
    await until('the live tail', () =>
      world.proxy.calls.some(({ operation }) => operation === 'StartLiveTail'),
    );
    await new Promise((resolve) => setTimeout(resolve, 200));
    const before = polls();
    await put('live', 'live', 'and more');
    await until('the live lines', () => lines.length === 4);
    assert.deepEqual(lines, ['before', 'live', 'live', 'and more']);
    assert.equal(polls(), before, 'brought by the live tail, not by a poll');
    assert.deepEqual(notes, []);
    controller.abort();
    assert.ok(isCancellation(await tailing));
  });

  it('shows how a warm-up rule runs the function, and that its guard answered', async function () {
    this.timeout(150_000);
    const source = await readFile(inSample('calc-page', 'calc_page.py'), 'utf8');
    const name = await createTestFunction(world.clients, {
      Handler: 'calc_page.lambda_handler',
      Code: { ZipFile: await new JSZip().file('calc_page.py', source).generateAsync({ type: 'uint8array' }) },
    });
    const target = { functionName: name, alias: undefined };
    const spec = { schedule: 'rate(1 minute)', enabled: true, input: undefined };
    const { steps } = await planWarmUpOn(target, spec, connection, options);
    await carryOutWarmUp(steps, { connection, clock: systemClock }, options);
    await tail(name);
    const deadline = Date.now() + 120_000;
    while (!lines.includes('Scheduled event: kept warm')) {
      assert.ok(Date.now() < deadline, `the rule did not run the function:\n${lines.join('\n')}`);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    assert.deepEqual(
      lines.slice(0, 4).map((line) => line.split(' ')[0]),
      ['START', 'Scheduled', 'END', 'REPORT'],
    );
  });
});
