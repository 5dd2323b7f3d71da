import assert from 'node:assert/strict';
import { cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { frameLinks, taskPath } from '../../src/core/invocations/stackFrames.ts';
import { createCodeBuilder } from '../../src/local/build/codeBuilder.ts';
import { openLocalWorld } from '../support/localWorld.ts';
import { inSample, readJson, readManifest } from '../support/sampleFunctions.ts';
import { temporaryFolder } from '../support/testEnvironment.ts';

describe('the sample in TypeScript, in a container', () => {
  it('answers, and fails with frames that lead into its sources', async () => {
    await using builds = await temporaryFolder('builds');
    const builder = createCodeBuilder({ storageFolder: builds.path });
    await using world = await openLocalWorld({ builder: () => Promise.resolve(builder) });
    await cp(inSample('quote'), world.folder, { recursive: true });
    const source = world.source(await readManifest('quote'));

    const quoted = await world.invoke(source, {
      event: await readJson('quote', 'events', 'proxy-request.json'),
    });
    assert.match(quoted.payload, /total\\":\\"91\.80/);

    const failed = await world.invoke(source, {
      event: await readJson('quote', 'events', 'missing-price.json'),
    });
    assert.match(failed.payload, /There is no price for a poster in USD/);
    const places = await Promise.all(
      frameLinks(failed.payload).map(({ path, line, column }) =>
        builder.originalPlace(world.folder, taskPath(path) ?? '', { file: undefined, line, column }),
      ),
    );
    const thrown = await lineOf('prices.ts', 'throw new Error');
    const called = await lineOf('quote.ts', 'unitPrice(product, currency) *');
    assert.deepEqual(
      places.slice(0, 2).map((place) => `${place?.file}:${place?.line}`),
      [`${join(world.folder, 'prices.ts')}:${thrown}`, `${join(world.folder, 'quote.ts')}:${called}`],
    );
  });
});

/** Where a text stands in a source of the sample; 1-based. */
async function lineOf(file: string, text: string): Promise<number> {
  const lines = (await readFile(inSample('quote', file), 'utf8')).split('\n');
  return lines.findIndex((line) => line.includes(text)) + 1;
}
