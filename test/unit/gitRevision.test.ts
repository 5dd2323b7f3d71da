import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'mocha';
import { gitRevision, parseRevision } from '../../src/local/gitRevision.ts';
import { temporaryFolder } from '../support/testEnvironment.ts';

const options = { signal: new AbortController().signal };
const author = ['-c', 'user.name=T', '-c', 'user.email=t@example.com', '-c', 'commit.gpgsign=false'];

async function repository(folder: string): Promise<(...args: string[]) => string> {
  const git = (...args: string[]) =>
    execFileSync('git', ['-C', folder, ...author, ...args], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  git('init', '-q', '-b', 'trunk');
  await mkdir(path.join(folder, 'calc'));
  await writeFile(path.join(folder, 'calc', 'a.py'), 'a = 1\n');
  git('add', '.');
  git('commit', '-q', '-m', 'first');
  return git;
}

describe('gitRevision', () => {
  it('names commit and branch, and says when the folder itself has changes', async () => {
    await using temporary = await temporaryFolder('git');
    const git = await repository(temporary.path);
    const folder = path.join(temporary.path, 'calc');
    const commit = git('rev-parse', 'HEAD').slice(0, 10);
    assert.deepEqual(await gitRevision.describeRevision(folder, options), {
      commit,
      branch: 'trunk',
      dirty: false,
    });
    await writeFile(path.join(temporary.path, 'elsewhere.txt'), '');
    assert.equal((await gitRevision.describeRevision(folder, options))?.dirty, false);
    await writeFile(path.join(folder, 'b.py'), '');
    assert.equal((await gitRevision.describeRevision(folder, options))?.dirty, true);
  });

  it('has no branch on a detached head', async () => {
    await using temporary = await temporaryFolder('git');
    const git = await repository(temporary.path);
    git('checkout', '-q', '--detach');
    assert.equal((await gitRevision.describeRevision(temporary.path, options))?.branch, undefined);
  });

  it('runs no file system monitor that the repository names', async () => {
    await using temporary = await temporaryFolder('git');
    const git = await repository(temporary.path);
    const script = path.join(temporary.path, '.git', 'monitor');
    await writeFile(script, `#!/bin/sh\ntouch "${temporary.path}/.git/ran"\n`);
    await chmod(script, 0o755);
    git('config', 'core.fsmonitor', script);
    assert.ok(await gitRevision.describeRevision(temporary.path, options));
    assert.equal(existsSync(path.join(temporary.path, '.git', 'ran')), false);
  });

  it('knows nothing outside of a repository', async () => {
    await using temporary = await temporaryFolder('git');
    assert.equal(await gitRevision.describeRevision(temporary.path, options), undefined);
  });

  it('is cancelled with an AbortError', async () => {
    await assert.rejects(gitRevision.describeRevision('/', { signal: AbortSignal.abort() }), {
      name: 'AbortError',
    });
  });
});

describe('parseRevision', () => {
  const commit = 'a'.repeat(40);
  it('counts an unanswered status as dirty', () => {
    assert.deepEqual(parseRevision(`${commit}\nmain\n`, undefined), {
      commit: 'a'.repeat(10),
      branch: 'main',
      dirty: true,
    });
  });
  it('takes no output for a commit that is none', () => {
    assert.equal(parseRevision('HEAD\nmain\n', ''), undefined);
  });
});
