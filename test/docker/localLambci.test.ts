import assert from 'node:assert/strict';
import { chmod } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, it } from 'mocha';
import { isCancellation, isFailure } from '../../src/core/failures/failure.ts';
import { docker, ourContainers } from '../support/dockerCommand.ts';
import { openLocalWorld } from '../support/localWorld.ts';
import type { LocalWorld } from '../support/localWorld.ts';

const code = `
import os, sys, time
print("loaded")
def answer(event, context): print("called"); return {"é": event}
def fail(event, context): raise ValueError("no such trip ü")
def leave(event, context): print("bye", flush=True); os._exit(3)
def sleep(event, context): time.sleep(event["seconds"]); return "awake"
def grow(event, context):
    held = []
    while True: held.append(bytearray(10_000_000))
def measure(event, context): return len(event["data"])
def repeat(event, context): return "x" * event["length"]
def count(event, context):
    for n in range(100_000): print("line", n)
    return "done"
def unfinished(event, context): sys.stdout.write("no end"); sys.stdout.flush(); return 1
def write_bytes(event, context):
    sys.stdout.buffer.write(b"\\xff \\xc3\\xa9 \\xf0\\x9f\\x98\\x80\\n"); sys.stdout.flush()
    return "é😀\\u2028"
def environ(event, context): return {name: os.environ.get(name) for name in event["names"]}
def change(event, context):
    try: open("/var/task/x", "w"); return "written"
    except OSError as error: return error.strerror
`;

describe('a function in a lambci image', () => {
  let world: LocalWorld;
  before(async () => {
    world = await openLocalWorld();
    // The image's user is not this one.
    await chmod(path.dirname(world.folder), 0o755);
    await world.write('app.py', code);
    await world.write('broken.py', 'import nothere\n');
  });
  after(async () => {
    await world[Symbol.asyncDispose]();
    assert.deepEqual(ourContainers(), []);
  });

  const source = (handler: string, manifest: Parameters<LocalWorld['source']>[0] = {}) =>
    world.source({
      functionName: handler,
      handler: `app.${handler}`,
      timeout: 20,
      local: { image: 'lambci/lambda:python3.6' },
      ...manifest,
    });
  const run = (handler: string, event: unknown = {}, manifest: Parameters<LocalWorld['source']>[0] = {}) =>
    world.invoke(source(handler, manifest), { event });
  const errorOf = (payload: string) => JSON.parse(payload) as { errorType: string; errorMessage: string };
  const textOf = (lines: readonly { text: string }[]) => lines.map(({ text }) => text);

  it('answers cold, then warm, then cold with new code', async () => {
    const first = await run('answer', { n: 1 });
    assert.deepEqual([first.status, first.start], ['success', 'cold']);
    assert.deepEqual(JSON.parse(first.payload), { é: { n: 1 } });
    const report = await first.report;
    assert.ok((report.initMs ?? 0) > 10 && (report.peakMemory ?? 0) > 5, 'true figures, from its REPORT');
    assert.ok(textOf(first.lines).includes('loaded'));
    assert.equal(textOf(first.lines).at(-2), `END RequestId: ${first.requestId}`);
    assert.equal((await run('answer')).start, 'warm');
    await world.write('app.py', code.replace('"called"', '"changed"'));
    const changed = await run('answer');
    assert.equal(changed.start, 'cold');
    assert.ok(textOf(changed.lines).includes('changed'));
  });

  it('says what the handler raised, and what could not be loaded', async () => {
    const raised = await run('fail');
    assert.equal(raised.status, 'functionError');
    assert.equal(errorOf(raised.payload).errorMessage, 'no such trip ü');
    assert.ok(
      textOf(raised.lines).some(
        (line) => line.startsWith('  File "/var/task/app.py"') || line.includes('  File'),
      ),
    );
    const broken = await run('broken', {}, { handler: 'broken.handler' });
    assert.equal(broken.status, 'initFailed');
    assert.match(errorOf(broken.payload).errorMessage, /nothere/);
  });

  it('is ended at its time-out, which the image does not enforce', async () => {
    const began = performance.now();
    const late = await run('sleep', { seconds: 60 }, { timeout: 1 });
    assert.equal(late.status, 'timedOut');
    assert.match(errorOf(late.payload).errorMessage, /Task timed out after 1\.00 seconds$/);
    assert.ok(performance.now() - began < 20_000);
  });

  it('is told apart when its runtime exits, at which the image hangs for ever', async () => {
    const ended = await run('leave');
    assert.equal(ended.status, 'exited');
    assert.equal(errorOf(ended.payload).errorType, 'Runtime.ExitError');
    assert.ok(textOf(ended.lines).includes('bye'));
    assert.equal((await run('leave', {}, { handler: 'app.answer' })).status, 'success');
  });

  it('is told apart when it runs out of memory', async () => {
    const killed = await run('grow', {}, { memorySize: 128 });
    assert.equal(killed.status, 'outOfMemory');
    assert.ok(textOf(killed.lines).some((line) => line.includes('more than its 128 MB')));
  });

  it('takes and gives 5.9 MB', async () => {
    assert.equal((await run('measure', { data: 'x'.repeat(5_900_000) })).payload, '5900000');
    assert.equal((await run('repeat', { length: 5_900_000 })).payload.length, 5_900_002);
    const larger = run('measure', { data: 'x'.repeat(6_400_000) });
    await assert.rejects(larger, (error) => isFailure(error, 'local.eventTooLarge'));
    const refused = await run('repeat', { length: 6_400_000 });
    assert.equal(refused.status, 'functionError');
    assert.equal(errorOf(refused.payload).errorType, 'Function.ResponseSizeTooLarge');
    assert.equal((await run('repeat', { length: 1 })).start, 'warm');
  });

  it('shows bytes that are no text, and text of every kind', async () => {
    const { payload, lines } = await run('write_bytes');
    assert.equal(JSON.parse(payload), 'é😀\u2028');
    assert.ok(textOf(lines).includes('\uFFFD é 😀'));
  });

  it('gets the environment by Docker’s rules, also what the tool itself reads', async () => {
    await world.write('env.txt', 'QUOTED="a b"\nEMPTY=\nHTTPS_PROXY=http://proxy.test\n');
    const names = ['QUOTED', 'EMPTY', 'HTTPS_PROXY', 'MULTI', 'AWS_REGION', 'AWS_LAMBDA_FUNCTION_NAME'];
    const { payload } = await run(
      'environ',
      { names },
      { environment: { MULTI: 'a\nb' }, environmentFile: 'env.txt' },
    );
    assert.deepEqual(JSON.parse(payload), {
      QUOTED: '"a b"',
      EMPTY: '',
      HTTPS_PROXY: 'http://proxy.test',
      MULTI: 'a\nb',
      AWS_REGION: 'eu-west-1',
      AWS_LAMBDA_FUNCTION_NAME: 'environ',
    });
  });

  it('runs side by side with other functions, and one after the other with itself', async () => {
    const named = (functionName: string) => source('sleep', { functionName });
    const names = ['a1', 'b2', 'c3', 'd4', 'e5'];
    const call = (name: string, seconds: number) => world.invoke(named(name), { event: { seconds } });
    await Promise.all(names.map((name) => call(name, 0)));
    const began = performance.now();
    await Promise.all(names.map((name) => call(name, 1)));
    const together = performance.now() - began;
    assert.ok(together < 4_000, `five of 1 s side by side took ${together} ms`);
    const queued = await Promise.all([0.1, 0.2, 0.3].map((seconds) => call('a1', seconds)));
    assert.deepEqual(
      queued.map(({ payload, start }) => [payload, start]),
      queued.map(() => ['"awake"', 'warm']),
    );
  });

  it('writes 100,000 lines, in order and complete, and a last one without an end', async () => {
    const { lines } = await run('count', {}, { timeout: 120 });
    const numbers = textOf(lines).filter((text) => text.startsWith('line '));
    assert.equal(numbers.length, 100_000);
    assert.ok(numbers.every((text, index) => text === `line ${index}`));
    assert.ok(textOf((await run('unfinished')).lines).includes('no end'));
  });

  it('cannot change its code', async () => {
    assert.equal((await run('change')).payload, '"Read-only file system"');
  });

  it('is removed when cancelled, and its kill in the middle is said', async () => {
    const cancel = new AbortController();
    const cancelled = world.invoke(source('sleep'), {
      event: { seconds: 60 },
      signal: cancel.signal,
      onLine: ({ text }) => text.startsWith('START') && cancel.abort(),
    });
    await assert.rejects(cancelled, isCancellation);
    const killed = world.invoke(source('sleep'), {
      event: { seconds: 60 },
      onLine: ({ text }) => text.startsWith('START') && docker('kill', ...ourContainers()),
    });
    await assert.rejects(killed, (error) => isFailure(error, 'local.containerGone'));
  });
});
