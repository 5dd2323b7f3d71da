import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, beforeEach, describe, it } from 'mocha';
import { createConnectionOpener } from '../../src/aws/awsBundle.ts';
import { systemClock } from '../../src/local/clock.ts';
import { FunctionCatalog } from '../../src/workflows/functionCatalog.ts';
import type { AwsConnection } from '../../src/workflows/ports.ts';
import { startAwsProxy, type AwsProxy } from '../support/awsProxy.ts';
import { awsTestClients, type AwsTestClients } from '../support/awsTestClients.ts';
import { startMinistack, type TestMinistack } from '../support/ministack.ts';
import { seedAlias, seedFunctions, seedVersions } from '../support/seededAccount.ts';

const count = 1_000;
const nameOf = (index: number) => `f${String(index).padStart(4, '0')}`;

/** The calls that looking around in a large account makes, counted at the endpoint. */
describe('an account with 1,000 functions', function () {
  this.timeout(120_000);
  let ministack: TestMinistack;
  let proxy: AwsProxy;
  let clients: AwsTestClients;
  let connection: AwsConnection;
  let catalog: FunctionCatalog;
  const { signal } = new AbortController();

  before(async () => {
    ministack = await startMinistack();
    proxy = await startAwsProxy({ upstream: ministack.url });
    clients = awsTestClients(ministack.url);
    await seedFunctions(
      clients.lambda,
      Array.from({ length: count }, (_, index) => nameOf(index)),
    );
    await seedVersions(clients.lambda, nameOf(0), 2);
    await seedAlias(clients.lambda, nameOf(0), 'DEV', '2');
    const opener = createConnectionOpener({ readFile: (file) => readFile(file), environment: {} });
    const choice = { sandbox: true, endpoint: proxy.url, region: 'us-east-1' };
    connection = await opener.open(choice, { askMfaCode: () => Promise.resolve(undefined) });
  });
  after(async () => {
    clients.destroy();
    await proxy.close();
    await ministack.stop();
  });
  beforeEach(() => {
    proxy.reset();
    catalog = new FunctionCatalog(() => Promise.resolve(connection), systemClock);
  });
  const calls = () => proxy.calls.map(({ operation }) => operation);

  it('is shown after one call, the first page of it', async () => {
    await catalog.begin();
    assert.deepEqual(calls(), ['ListFunctions']);
    assert.equal(catalog.functions.length, 50);
    assert.equal(catalog.hasMore, true);
  });

  it('is read to its end page by page, each once', async () => {
    await catalog.loadAll(signal);
    assert.equal(catalog.functions.length, count);
    assert.equal(calls().length, count / 50);
    await catalog.loadAll(signal);
    await catalog.begin();
    assert.equal(calls().length, count / 50);
  });

  it('costs the reads of what is opened, however often it is opened', async () => {
    await catalog.begin();
    for (let again = 0; again < 3; again++) {
      await catalog.versionsOf(nameOf(0));
      await catalog.aliasesOf(nameOf(0));
    }
    assert.deepEqual(calls(), ['ListFunctions', 'ListVersionsByFunction', 'ListAliases']);
    catalog.changed(nameOf(0));
    await catalog.aliasesOf(nameOf(0));
    await catalog.configurationOf(nameOf(0));
    assert.deepEqual(calls().slice(3).sort(), ['GetFunctionConfiguration', 'ListAliases']);
  });
});
