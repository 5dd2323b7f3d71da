import assert from 'node:assert/strict';
import { readFile, stat } from 'node:fs/promises';
import JSZip from 'jszip';
import { describe, it } from 'mocha';
import { packagedExtension } from '../support/packagedExtension.ts';

describe('the packaged extension', () => {
  it('holds exactly these files', async () => {
    const archive = await JSZip.loadAsync(await readFile(await packagedExtension()));
    const names = Object.values(archive.files)
      .filter(({ dir }) => !dir)
      .map(({ name }) => name);
    assert.deepEqual(names.sort(), [
      '[Content_Types].xml',
      'extension.vsixmanifest',
      'extension/LICENSE.txt',
      'extension/changelog.md',
      'extension/dist/archiveWorker.cjs',
      'extension/dist/aws.cjs',
      'extension/dist/codeScanWorker.cjs',
      'extension/dist/commands.cjs',
      'extension/dist/extension.cjs',
      'extension/dist/l10n.cjs',
      'extension/dist/shared.cjs',
      'extension/dist/threads.cjs',
      'extension/media/activity-bar.svg',
      'extension/media/icon.png',
      'extension/media/lambda-output.tmLanguage.json',
      'extension/media/lambda-plan.tmLanguage.json',
      'extension/media/walkthrough/alias.md',
      'extension/media/walkthrough/connect.md',
      'extension/media/walkthrough/create.md',
      'extension/media/walkthrough/deploy.md',
      'extension/media/walkthrough/invoke.md',
      'extension/package.json',
      'extension/package.nls.json',
      'extension/readme.md',
      'extension/schemas/manifest.schema.json',
      'extension/schemas/policy.schema.json',
    ]);
  });

  it('has a README without pictures, which an installed extension could not show', async () => {
    const archive = await JSZip.loadAsync(await readFile(await packagedExtension()));
    const readme = (await archive.file('extension/readme.md')?.async('text')) ?? '';
    assert.match(readme, /^# Lambda Workbench\n/);
    assert.doesNotMatch(readme, /!\[|<img/);
  });

  it('is no larger than 400 KB', async () => {
    assert.ok((await stat(await packagedExtension())).size <= 400 * 1024);
  });
});
