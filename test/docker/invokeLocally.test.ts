import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { openLocalWorld } from '../support/localWorld.ts';
import type { LocalWorld } from '../support/localWorld.ts';

const python = `
import time
time.sleep(0.05)
print("loaded")
def handler(event, context):
    print("called", event.get("n"))
    if event.get("raise"):
        raise ValueError("no such trip ü")
    return {"n": event.get("n"), "id": context.aws_request_id}
`;
const node = `
console.log('loaded');
export const handler = async (event) => {
  console.log('called', event.n);
  if (event.raise) throw new TypeError('no such trip ü');
  return { n: event.n };
};
`;
const runtimes = [
  { runtime: 'python3.13', handler: 'app.handler', file: 'app.py', code: python, error: 'ValueError' },
  { runtime: 'nodejs24.x', handler: 'index.handler', file: 'index.mjs', code: node, error: 'TypeError' },
];

describe('a function in a container of its own', () => {
  let world: LocalWorld;
  beforeEach(async () => {
    world = await openLocalWorld();
  });
  afterEach(() => world[Symbol.asyncDispose]());

  for (const { runtime, handler, file, code, error } of runtimes) {
    it(`answers cold, then warm, then cold again when its code has changed (${runtime})`, async () => {
      await world.write(file, code);
      const source = world.source({ runtime, handler });
      const first = await world.invoke(source, { event: { n: 1 } });
      assert.equal(first.status, 'success');
      assert.equal(first.start, 'cold');
      assert.equal((JSON.parse(first.payload) as { n: number }).n, 1);
      const report = await first.report;
      assert.ok((report.initMs ?? 0) > 10, 'the true time of the initialisation, which the emulator hides');
      assert.ok((report.durationMs ?? 0) > 0 && (report.peakMemory ?? 0) > 1);

      const second = await world.invoke(source, { event: { n: 2 } });
      assert.equal(second.start, 'warm');
      assert.equal((await second.report).initMs, undefined);
      assert.ok(!second.lines.some(({ text }) => text.includes('loaded')));

      await world.write(file, code.replaceAll('called', 'changed'));
      const third = await world.invoke(source, { event: { n: 3 } });
      assert.equal(third.start, 'cold');
      assert.ok(third.lines.some(({ text }) => text.includes('changed')));
      assert.deepEqual(world.troubles, []);
    });

    it(`says what the handler raised (${runtime})`, async () => {
      await world.write(file, code);
      const raised = await world.invoke(world.source({ runtime, handler }), { event: { raise: true } });
      assert.equal(raised.status, 'functionError');
      const payload = JSON.parse(raised.payload) as { errorType: string; errorMessage: string };
      assert.equal(payload.errorType, error);
      assert.equal(payload.errorMessage, 'no such trip ü');
    });
  }

  it('writes its lines as Lambda does, and marks what is not the emulator’s', async () => {
    await world.write('app.py', python);
    const { lines, requestId } = await world.invoke(world.source(), { event: { n: 7 } });
    assert.deepEqual(
      lines.map(({ text, source }) => [text.split('\t')[0], source]),
      [
        [`START RequestId: ${requestId} Version: $LATEST`, 'platform'],
        ['loaded', 'function'],
        ['called 7', 'function'],
        [`END RequestId: ${requestId}`, 'platform'],
        [`REPORT RequestId: ${requestId}`, 'ours'],
      ],
    );
  });

  it('starts cold when that is asked for, in one call or always', async () => {
    await world.write('app.py', python);
    const source = world.source();
    await world.invoke(source);
    assert.equal((await world.invoke(source, { fresh: true })).start, 'cold');
    assert.equal((await world.invoke(source)).start, 'warm');
    world.settings.reuse = 'fresh';
    assert.equal((await world.invoke(source)).start, 'cold');
  });
});
