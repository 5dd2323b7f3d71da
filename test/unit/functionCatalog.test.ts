import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { Failure } from '../../src/core/failures/failure.ts';
import { FunctionCatalog } from '../../src/workflows/functionCatalog.ts';
import type { CatalogChange } from '../../src/workflows/functionCatalog.ts';
import { FakeAws, fakeClock } from '../support/fakeAws.ts';

const never = new AbortController().signal;

async function account(count: number): Promise<{ aws: FakeAws; catalog: FunctionCatalog }> {
  const aws = new FakeAws();
  const options = { signal: never };
  for (let i = count; i > 0; i--) {
    const request = { functionName: `f${String(i).padStart(4, '0')}`, archive };
    await aws.connection.functions.createFunction(request, options);
  }
  return { aws, catalog: new FunctionCatalog(() => Promise.resolve(aws.connection), fakeClock()) };
}
const archive = { file: '/a.zip', sha256: 'hash=', size: 10, unzippedSize: 20 };
const names = (catalog: FunctionCatalog) => catalog.functions.map(({ functionName }) => functionName);

describe('the functions of an account', () => {
  it('are read a page at a time, and shown by name', async () => {
    const { aws, catalog } = await account(120);
    await Promise.all([catalog.begin(), catalog.begin()]);
    await catalog.begin();
    assert.deepEqual(aws.reads, ['ListFunctions']);
    assert.equal(catalog.functions.length, 50);
    assert.equal(catalog.hasMore, true);
    assert.deepEqual(names(catalog), names(catalog).toSorted());
    await catalog.loadMore();
    await catalog.loadAll(never);
    await catalog.loadMore();
    assert.deepEqual(aws.reads, ['ListFunctions', 'ListFunctions', 'ListFunctions']);
    assert.equal(catalog.hasMore, false);
    assert.deepEqual([names(catalog).length, names(catalog)[0]], [120, 'f0001']);
  });

  it('are not read on when the reading is given up', async () => {
    const { aws, catalog } = await account(200);
    const stop = new AbortController();
    catalog.onDidChange(() => stop.abort());
    await assert.rejects(catalog.loadAll(stop.signal), { name: 'AbortError' });
    assert.deepEqual([aws.reads.length, catalog.functions.length], [1, 50]);
  });

  it('are asked for again after a failure', async () => {
    const { aws, catalog } = await account(1);
    aws.fault = (_, n) =>
      n === 1 ? { when: 'before', error: new Failure('aws.throttled', 'x') } : undefined;
    await assert.rejects(catalog.begin(), { code: 'aws.throttled' });
    await assert.rejects(catalog.aliasesOf('f0001'), { code: 'aws.throttled' });
    await catalog.begin();
    assert.deepEqual(names(catalog), ['f0001']);
    assert.deepEqual(await catalog.aliasesOf('f0001'), []);
  });

  it('a refresh gives up what is being read, and nothing of it arrives', async () => {
    const { catalog } = await account(1);
    const given = catalog.begin();
    catalog.refresh();
    await assert.rejects(given, { name: 'AbortError' });
    assert.deepEqual(names(catalog), []);
    await catalog.begin();
    assert.deepEqual(names(catalog), ['f0001']);
  });

  it('what is below a function is read once, until that function is changed', async () => {
    const { aws, catalog } = await account(2);
    await aws.connection.aliases.createAlias('f0001', { name: 'DEV', version: '$LATEST' }, { signal: never });
    const look = () =>
      Promise.all([
        catalog.aliasesOf('f0001'),
        catalog.versionsOf('f0001'),
        catalog.configurationOf('f0001'),
      ]);
    await look();
    await look();
    assert.deepEqual(aws.reads.toSorted(), [
      'GetFunctionConfiguration',
      'ListAliases',
      'ListVersionsByFunction',
    ]);
    await catalog.aliasesOf('f0002');
    const changes: CatalogChange[] = [];
    catalog.onDidChange((change) => changes.push(change));
    catalog.changed('f0001');
    assert.deepEqual(changes, [{ functionName: 'f0001' }]);
    aws.reads.length = 0;
    await catalog.aliasesOf('f0002');
    await catalog.aliasesOf('f0001');
    assert.deepEqual(aws.reads, ['ListAliases']);
  });

  it('a function that we made, changed or deleted is read by itself, and the list is not', async () => {
    const { aws, catalog } = await account(1);
    await catalog.begin();
    const request = { functionName: 'made', archive };
    await aws.connection.functions.createFunction(request, { signal: never });
    const told = new Promise((resolve) =>
      catalog.onDidChange((change) => change === 'all' && resolve(change)),
    );
    catalog.changed('made');
    await told;
    assert.deepEqual(names(catalog), ['f0001', 'made']);
    aws.functions.delete('f0001');
    const gone = new Promise((resolve) =>
      catalog.onDidChange((change) => change === 'all' && resolve(change)),
    );
    catalog.changed('f0001');
    await gone;
    assert.deepEqual(names(catalog), ['made']);
    assert.deepEqual(aws.reads, ['ListFunctions', 'GetFunctionConfiguration', 'GetFunctionConfiguration']);
  });

  it('of a function that is gone there is no configuration', async () => {
    const { catalog } = await account(0);
    await assert.rejects(catalog.configurationOf('gone'), { code: 'code.gone' });
  });
});
