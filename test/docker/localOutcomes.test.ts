import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { isFailure } from '../../src/core/failures/failure.ts';
import { docker, ourContainers } from '../support/dockerCommand.ts';
import { openLocalWorld } from '../support/localWorld.ts';
import type { LocalWorld } from '../support/localWorld.ts';

const code = `
import os, sys, time

def answer(event, context): return {"ok": True}
def leave(event, context):
    print("bye")
    sys.stdout.write("partial"); sys.stdout.flush()
    os._exit(3)
def sleep(event, context): time.sleep(event["seconds"]); return "awake"
def grow(event, context):
    held = []
    while True: held.append(bytearray(10_000_000))
def repeat(event, context): return "x" * event["length"]
def measure(event, context): return len(event["data"])
def write_bytes(event, context):
    sys.stdout.buffer.write(b"\\xff \\xc3\\xa9 \\xf0\\x9f\\x98\\x80\\n"); sys.stdout.flush()
    return "é😀\\u2028"
def count(event, context):
    for n in range(event["lines"]): print("line", n)
    return "done"
def unfinished(event, context): sys.stdout.write("no end"); sys.stdout.flush(); return 1
def look_alike(event, context): return {"errorType": "X", "errorMessage": "y"}
def write_files(event, context):
    results = {}
    for path in ["/var/task/x", "/tmp/x"]:
        try:
            with open(path, "w") as file: file.write("x")
            results[path] = "written"
        except OSError as error: results[path] = error.strerror
    disk = os.statvfs("/tmp")
    results["size"] = disk.f_blocks * disk.f_frsize
    return results
`;

describe('how an invocation in a container ends', () => {
  let world: LocalWorld;
  before(async () => {
    world = await openLocalWorld();
    // One container for each of many configurations: none ahead.
    world.settings.prepare = 'never';
    await world.write('app.py', code);
    await world.write('broken.py', 'import nothere\ndef handler(event, context): pass\n');
    await world.write('leaves.py', 'import os\nos._exit(4)\n');
  });
  after(() => world[Symbol.asyncDispose]());

  const run = (handler: string, event: unknown = {}, manifest: Parameters<LocalWorld['source']>[0] = {}) =>
    world.invoke(world.source({ handler: `app.${handler}`, timeout: 30, ...manifest }), { event });
  const errorOf = (payload: string) => JSON.parse(payload) as { errorType: string; errorMessage: string };
  const textOf = (lines: readonly { text: string }[]) => lines.map(({ text }) => text);

  it('with a runtime that exits: what it wrote until then, and why it ended', async () => {
    const ended = await run('leave');
    assert.equal(ended.status, 'exited');
    assert.equal(errorOf(ended.payload).errorType, 'Runtime.ExitError');
    assert.match(errorOf(ended.payload).errorMessage, /exit status 3$/);
    const lines = textOf(ended.lines);
    assert.deepEqual(lines.slice(1, 3), ['bye', 'partial']);
    assert.equal(lines.at(-2), `END RequestId: ${ended.requestId}`);
    assert.equal(ended.lines.at(-2)?.source, 'ours', 'the emulator writes none, Lambda does');
    assert.equal((await run('answer')).start, 'cold');
  });

  it('with a module that cannot be loaded', async () => {
    const failed = await run('', {}, { handler: 'broken.handler' });
    assert.equal(failed.status, 'initFailed');
    assert.equal(errorOf(failed.payload).errorType, 'Runtime.ImportModuleError');
    assert.ok(((await failed.report).initMs ?? 0) > 0);
    assert.equal(errorOf((await run('missing')).payload).errorType, 'Runtime.HandlerNotFound');
  });

  it('with a module that exits while it is loaded', async () => {
    const failed = await run('', {}, { handler: 'leaves.handler' });
    assert.equal(failed.status, 'exited');
    assert.match(errorOf(failed.payload).errorMessage, /exit status 4$/);
  });

  it('at its time-out', async () => {
    const late = await run('sleep', { seconds: 30 }, { timeout: 1 });
    assert.equal(late.status, 'timedOut');
    assert.match(errorOf(late.payload).errorMessage, /Task timed out after 1\.00 seconds$/);
    assert.ok(textOf(late.lines).some((line) => line.includes('time-out of 1 s')));
    const { durationMs = 0 } = await late.report;
    assert.ok(durationMs > 500 && durationMs < 2000, `${durationMs} ms`);
  });

  it('at its time-out when even the emulator hangs', async () => {
    const source = world.source({ handler: 'app.sleep', timeout: 1 });
    const hung = await world.invoke(source, {
      event: { seconds: 30 },
      // A frozen container answers nothing, not even that time is up.
      onLine: ({ text }) => text.startsWith('START') && docker('pause', ...ourContainers()),
    });
    assert.equal(hung.status, 'timedOut');
    assert.match(errorOf(hung.payload).errorMessage, /Task timed out after 1\.00 seconds$/);
    assert.equal((await run('answer', {}, { timeout: 1 })).status, 'success');
  });

  it('out of memory, naming the limit', async () => {
    const killed = await run('grow', {}, { memorySize: 128 });
    assert.equal(killed.status, 'outOfMemory');
    assert.ok(textOf(killed.lines).some((line) => line.includes('more than its 128 MB')));
    assert.ok(((await killed.report).peakMemory ?? 0) > 100);
    assert.equal((await run('answer', {}, { memorySize: 128 })).start, 'cold');
  });

  it('with 5.9 MB in and out', async () => {
    const size = 5_900_000;
    assert.equal((await run('measure', { data: 'x'.repeat(size) })).payload, String(size));
    const large = await run('repeat', { length: size });
    assert.equal(large.payload.length, size + 2);
  });

  it('refused with 6.1 MB in, and as Lambda does with more than 6 MB out', async () => {
    const event = { data: 'x'.repeat(6_400_000) };
    await assert.rejects(run('measure', event), (error) => isFailure(error, 'local.eventTooLarge'));
    const refused = await run('repeat', { length: 6_400_000 });
    assert.equal(refused.status, 'functionError');
    assert.equal(errorOf(refused.payload).errorType, 'Function.ResponseSizeTooLarge');
    assert.equal((await run('answer')).status, 'success');
  });

  it('with bytes that are no text, and text of every kind', async () => {
    const { payload, lines } = await run('write_bytes');
    assert.equal(JSON.parse(payload), 'é😀\u2028');
    assert.ok(textOf(lines).includes('\uFFFD é 😀'));
  });

  it('with 100,000 lines, in order and complete', async () => {
    const { lines } = await run('count', { lines: 100_000 }, { timeout: 120 });
    const numbers = lines.filter(({ source }) => source === 'function').map(({ text }) => text);
    assert.equal(numbers.length, 100_000);
    assert.ok(numbers.every((text, index) => text === `line ${index}`));
  });

  it('with output that has no line end', async () => {
    const { lines, requestId } = await run('unfinished');
    assert.deepEqual(textOf(lines).slice(1, 3), ['no end', `END RequestId: ${requestId}`]);
  });

  it('well when the result looks like an error', async () => {
    const { status } = await run('look_alike');
    assert.equal(status, 'success');
  });

  it('with the code untouched: it is read-only, and /tmp is as large as Lambda’s', async () => {
    const { payload } = await run('write_files');
    assert.deepEqual(JSON.parse(payload), {
      '/var/task/x': 'Read-only file system',
      '/tmp/x': 'written',
      size: 512 * 1024 * 1024,
    });
  });
});
