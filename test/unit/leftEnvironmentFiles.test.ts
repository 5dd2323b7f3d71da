import assert from 'node:assert/strict';
import { readdir, rename, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, it } from 'mocha';
import {
  removeEnvironmentFile,
  removeLeftEnvironmentFiles,
  writeEnvironmentFile,
} from '../../src/local/containers/environmentFile.ts';
import { temporaryFolder } from '../support/testEnvironment.ts';

describe('the file with variables that a container starts with', () => {
  it('is for this user only, and gone when it was read', async () => {
    await using temporary = await temporaryFolder('unit');
    const file = await writeEnvironmentFile(path.join(temporary.path, 'new'), 'lambda-workbench-a', 'PATH=1');
    assert.equal((await stat(file)).mode & 0o777, 0o600);
    await removeEnvironmentFile(file);
    assert.deepEqual(await readdir(path.dirname(file)), []);
  });

  it('is removed by a later window when its process was killed, and by nobody else', async () => {
    await using temporary = await temporaryFolder('unit');
    const living = await writeEnvironmentFile(temporary.path, 'lambda-workbench-a', 'PATH=1');
    const killed = await writeEnvironmentFile(temporary.path, 'lambda-workbench-b', 'PATH=2');
    await rename(killed, killed.replace(`+${process.pid}+`, `+${2 ** 30}+`));
    await writeFile(path.join(temporary.path, 'mine.env'), 'x');
    await removeLeftEnvironmentFiles(temporary.path);
    assert.deepEqual((await readdir(temporary.path)).sort(), [path.basename(living), 'mine.env'].sort());
    await removeLeftEnvironmentFiles(path.join(temporary.path, 'nowhere'));
  });
});
