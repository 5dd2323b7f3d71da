import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'mocha';
import { archiveBytes } from '../../src/aws/archiveBytes.ts';
import { isFailure } from '../../src/core/failures/failure.ts';

const planned = Buffer.from('planned');
const archive = {
  file: '/calc.zip',
  sha256: createHash('sha256').update(planned).digest('base64'),
  size: planned.length,
  unzippedSize: planned.length,
};

describe('the archive that is sent', () => {
  it('is the one that the plan was made for', async () => {
    assert.deepEqual(await archiveBytes(archive, 'calc', () => Promise.resolve(planned)), planned);
  });

  it('is nothing else: replaced or removed since, it is not sent', async () => {
    const replaced = () => Promise.resolve(Buffer.from('another'));
    const removed = () => Promise.reject(new Error('ENOENT'));
    for (const readFile of [replaced, removed]) {
      await assert.rejects(archiveBytes(archive, 'calc', readFile), (error) =>
        isFailure(error, 'deploy.archiveChanged'),
      );
    }
  });
});
