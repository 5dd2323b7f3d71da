import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { inspect } from 'node:util';
import { after, before, describe, it } from 'mocha';
import { bundleText } from '../../scripts/build.mjs';
import { inRoot } from '../../scripts/paths.mjs';
import type { createConnectionOpener } from '../../src/aws/awsBundle.ts';
import { isFailure } from '../../src/core/failures/failure.ts';
import { rows } from '../support/awsAnswerRows.ts';
import { startAwsListener } from '../support/awsListener.ts';
import { noHooks, openTo, rejection } from '../support/awsListenerConnection.ts';
import { temporaryFolder } from '../support/testEnvironment.ts';

/** The build leaves the SDK's classes of errors out: what is read of an answer must not depend on them. */
describe('the packaged AWS bundle', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let create: typeof createConnectionOpener;

  before(async () => {
    folder = await temporaryFolder('aws-bundle');
    const file = path.join(folder.path, 'aws.cjs');
    const text = await bundleText('dist/aws.cjs');
    await writeFile(
      file,
      text.replaceAll('"./l10n.cjs"', JSON.stringify(inRoot('node_modules/@vscode/l10n'))),
    );
    create = (createRequire(import.meta.url)(file) as { createConnectionOpener: typeof create })
      .createConnectionOpener;
  });
  after(() => folder[Symbol.asyncDispose]());

  for (const { title, operation, answer, code, sent = 1, says } of rows) {
    // Those that are sent again wait in between, and differ in nothing else.
    if (sent > 1) continue;
    it(`reads ${title} as the source does: ${code}`, async () => {
      await using listener = await startAwsListener(() => answer);
      const connection = await openTo(listener.url, noHooks, create);
      const error = await rejection(operation(connection, { signal: AbortSignal.timeout(20_000) }));
      assert.ok(isFailure(error), inspect(error));
      assert.equal(error.code, code);
      if (says !== undefined) assert.match(error.message, says);
    });
  }
});
