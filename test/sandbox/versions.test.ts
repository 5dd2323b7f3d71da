import assert from 'node:assert/strict';
import { UpdateFunctionCodeCommand, UpdateFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { after, before, describe, it } from 'mocha';
import { createConnectionOpener } from '../../src/aws/awsBundle.ts';
import { systemClock } from '../../src/local/clock.ts';
import type { AwsConnection } from '../../src/workflows/ports.ts';
import { compareVersions } from '../../src/workflows/versions/compareVersions.ts';
import { deleteVersion, requireUnused } from '../../src/workflows/versions/deleteVersion.ts';
import { pruneVersions, readPrunable } from '../../src/workflows/versions/pruneVersions.ts';
import { publishVersion } from '../../src/workflows/versions/publishVersion.ts';
import { readCode, readVersion } from '../../src/workflows/versions/readCode.ts';
import { noHooks } from '../support/awsListenerConnection.ts';
import { awsTestClients, pythonArchive } from '../support/awsTestClients.ts';
import type { AwsTestClients } from '../support/awsTestClients.ts';
import { memoryStore } from '../support/codeArchives.ts';
import { seedAlias, seedFunction } from '../support/seededAccount.ts';
import { useStrictProxy } from '../support/strictProxy.ts';

const options = { signal: new AbortController().signal };

/** Against an emulator behind a proxy that refuses what AWS refuses. */
describe('versions of a deployed function', function () {
  this.timeout(60_000);
  const world = useStrictProxy({ createMs: 10, updateMs: 50 });
  let connection: AwsConnection;
  /** Past the proxy. */
  let direct: AwsTestClients;

  before(async () => {
    direct = awsTestClients(world.ministack.url);
    await seedFunction(direct.lambda, 'calc');
    const opener = createConnectionOpener({
      readFile: () => assert.fail('No file is read'),
      environment: {},
    });
    connection = await opener.open({ sandbox: true, endpoint: world.proxy.url }, noHooks);
  });
  after(() => direct.destroy());

  const dependencies = () => ({ connection, clock: systemClock });
  const publish = (description?: string) =>
    publishVersion('calc', description, dependencies(), { ...options, onWaiting: () => undefined });
  const versions = async () =>
    (await connection.functions.listVersions('calc', options)).map(({ version }) => version);

  it('are published while an update is under way, and not again when nothing changed', async () => {
    const change = { FunctionName: 'calc', Timeout: 9 };
    await world.clients.lambda.send(new UpdateFunctionConfigurationCommand(change));
    const published = await publish('the first');
    assert.deepEqual([published.version, published.existed], ['1', false]);
    assert.match(published.arn, /:function:calc:1$/);
    const again = await publish('not used');
    assert.deepEqual([again.version, again.existed], ['1', true]);
    assert.deepEqual(await versions(), ['1']);
  });

  it('have the code that their CodeSha256 says, and are compared file by file', async () => {
    for (const answer of [10, 20]) {
      const ZipFile = await pythonArchive(`def main(event, context):\n    return ${answer}\n`);
      await world.clients.lambda.send(new UpdateFunctionCodeCommand({ FunctionName: 'calc', ZipFile }));
      await publish();
    }
    const store = memoryStore();
    const live = await readVersion('calc', '2', { connection }, options);
    const { archive, identity } = await readCode(live, { connection, store }, options);
    assert.equal(identity.codeSha256, live.codeSha256);
    const content = await archive.read('app.py', options);
    assert.match(Buffer.from(content ?? []).toString(), /return 10/);
    const { code, configuration } = await compareVersions('calc', ['2', '3'], { connection, store }, options);
    assert.equal(code.kind, 'files');
    assert.deepEqual(
      code.changes.map(({ change, readable }) => [change.kind, change.path, readable]),
      [['changed', 'app.py', true]],
    );
    assert.equal(configuration.equal, true);
    const same = await compareVersions('calc', ['3', '$LATEST'], { connection, store }, options);
    assert.equal(same.code.kind, 'equal');
  });

  it('are not deleted while an alias uses them, by a weight too', async () => {
    await seedAlias(direct.lambda, 'calc', 'PROD', '2', { 3: 0.1 });
    await assert.rejects(
      requireUnused('calc', '3', { connection }, options),
      /PROD sends it 10 % of its calls/,
    );
    for (const version of ['2', '3']) {
      await assert.rejects(deleteVersion('calc', version, dependencies(), options), {
        code: 'version.inUse',
      });
    }
    assert.deepEqual(await versions(), ['3', '2', '1']);
  });

  it('are pruned when nothing uses them', async () => {
    const { candidates, usage } = await readPrunable('calc', 1, { connection }, options);
    assert.deepEqual(
      candidates.map(({ summary, old }) => [summary.version, old, summary.codeSize > 0]),
      [['1', true, true]],
    );
    assert.ok(usage && usage.codeSizeLimit > usage.codeSize);
    await pruneVersions('calc', ['1'], dependencies(), options);
    await pruneVersions('calc', ['1'], dependencies(), options);
    assert.deepEqual(await versions(), ['3', '2']);
    await assert.rejects(readVersion('calc', '1', { connection }, options), { code: 'code.gone' });
  });
});
