import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { inspect } from 'node:util';
import { before, describe, it } from 'mocha';
import { bundleText } from '../../scripts/build.mjs';
import type * as AwsBundle from '../../src/aws/awsBundle.ts';
import { isFailure } from '../../src/core/failures/failure.ts';
import { readRole, rows } from '../support/awsAnswerRows.ts';
import { queryError, startAwsListener } from '../support/awsListener.ts';
import { noHooks, openTo, rejection } from '../support/awsListenerConnection.ts';
import { withTemporaryFolder } from '../support/temporaryFolder.ts';

type Bundle = Pick<typeof AwsBundle, 'createConnectionOpener'>;

const options = () => ({ signal: AbortSignal.timeout(20_000) });

/** The packaged bundle leaves the classes of AWS's errors out, which the unit tests of the source have. */
describe('answers of AWS, as the packaged bundle reads them', function () {
  this.timeout(20_000);
  let create: Bundle['createConnectionOpener'];
  before(() =>
    withTemporaryFolder(async (folder) => {
      const file = path.join(folder, 'aws.cjs');
      await writeFile(path.join(folder, 'l10n.cjs'), 'exports.t = (text) => text;');
      await writeFile(file, await bundleText('dist/aws.cjs'));
      const loaded = createRequire(import.meta.url)(file) as Bundle;
      create = loaded.createConnectionOpener;
    }),
  );

  it('mean the same', async () => {
    const found = await Promise.all(
      rows.map(async ({ title, operation, answer }) => {
        await using listener = await startAwsListener(() => answer);
        const error = await rejection(operation(await openTo(listener.url, noHooks, create), options()));
        assert.ok(isFailure(error), inspect(error));
        return [title, error.code, listener.requests.length];
      }),
    );
    assert.deepEqual(
      found,
      rows.map(({ title, code, sent = 1 }) => [title, code, sent]),
    );
  });

  it('of what is not there read as undefined', async () => {
    await using listener = await startAwsListener(() => queryError(404, 'NoSuchEntity', 'gone'));
    assert.equal(await readRole(await openTo(listener.url, noHooks, create), options()), undefined);
  });
});
