import assert from 'node:assert/strict';
import { chmod, mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, it } from 'mocha';
import { findMinistack } from '../../src/local/sandbox/ministackCommand.ts';
import { installMinistack, installedCommand } from '../../src/local/sandbox/ministackInstall.ts';
import { identifyProcess } from '../../src/local/processIdentity.ts';
import { withTemporaryFolder } from '../support/temporaryFolder.ts';

/** A program in the place of python3: a shell script of a few lines, so that no test downloads anything. */
async function writeProgram(file: string, script: string): Promise<string> {
  await mkdir(join(file, '..'), { recursive: true });
  await writeFile(file, `#!/bin/sh\n${script}\n`);
  await chmod(file, 0o755);
  return file;
}

/** Makes "bin/python" in the venv, which pretends to be pip: `pip` is its script. */
const venvThatRuns = (pip: string) => `
mkdir -p "$3/bin"
printf '%s\\n' '#!/bin/sh' ${pip
  .split('\n')
  .map((line) => `'${line.replaceAll("'", `'\\''`)}'`)
  .join(' ')} > "$3/bin/python"
chmod +x "$3/bin/python"`;
const pipThatWorks = venvThatRuns(
  'printf "#!/bin/sh\\n" > "$(dirname "$0")/ministack"\nchmod +x "$(dirname "$0")/ministack"',
);

describe('installing MiniStack', () => {
  const never = new AbortController().signal;
  const attempt = (folder: string, python: string, signal = never) =>
    installMinistack(join(folder, 'sandbox'), { signal, python, environment: { PATH: process.env['PATH'] } });

  it('is found after it has finished, and not before', async () => {
    await withTemporaryFolder(async (folder) => {
      const python = await writeProgram(join(folder, 'python3'), pipThatWorks);
      const search = { setting: undefined, path: '', installFolder: join(folder, 'sandbox') };
      await assert.rejects(findMinistack(search), { code: 'sandbox.notInstalled' });
      await attempt(folder, python);
      assert.equal(await findMinistack(search), await installedCommand(join(folder, 'sandbox')));
    });
  });

  it('takes nothing of an installation that was cut off, and clears it away', async () => {
    await withTemporaryFolder(async (folder) => {
      const sandbox = join(folder, 'sandbox');
      // As the process of another window leaves it that was killed: no such process lives.
      await mkdir(join(sandbox, 'venv-999999999-abc', 'bin'), { recursive: true });
      await writeProgram(join(sandbox, 'venv-999999999-abc', 'bin', 'ministack'), '');
      assert.equal(await installedCommand(sandbox), undefined);
      await attempt(folder, await writeProgram(join(folder, 'python3'), pipThatWorks));
      const left = await readdir(sandbox);
      assert.equal(left.length, 2);
      assert.ok(!left.includes('venv-999999999-abc'));
    });
  });

  it('replaces an installation by a newer one', async () => {
    await withTemporaryFolder(async (folder) => {
      const python = await writeProgram(join(folder, 'python3'), pipThatWorks);
      await attempt(folder, python);
      const first = await installedCommand(join(folder, 'sandbox'));
      await delay(2); // the names of environments carry the time in milliseconds
      await attempt(folder, python);
      assert.notEqual(await installedCommand(join(folder, 'sandbox')), first);
      assert.equal((await readdir(join(folder, 'sandbox'))).length, 2);
    });
  });

  const failures: [string, string, string][] = [
    [
      'no venv module',
      'echo "The virtual environment was not created because ensurepip is not available." >&2; exit 1',
      'sandbox.venvMissing',
    ],
    [
      'python3 of a kind that has none',
      'echo "/usr/bin/python3: No module named venv" >&2; exit 1',
      'sandbox.venvMissing',
    ],
    ['venv that fails otherwise', 'exit 7', 'sandbox.installFailed'],
    [
      'no network',
      venvThatRuns('echo "MARKER NewConnectionError: Failed to establish" >&2\nexit 1'),
      'sandbox.downloadFailed',
    ],
    [
      'full disk',
      venvThatRuns('echo "OSError: [Errno 28] No space left on device" >&2\nexit 1'),
      'sandbox.installFailed',
    ],
    [
      'pip that fails otherwise',
      venvThatRuns('echo "https://user:MARKER@index" >&2\nexit 2'),
      'sandbox.installFailed',
    ],
  ];
  for (const [name, script, code] of failures) {
    it(`says in one sentence what is missing: ${name}`, async () => {
      await withTemporaryFolder(async (folder) => {
        const python = await writeProgram(join(folder, 'python3'), script);
        await assert.rejects(attempt(folder, python), (error: Error & { code?: string }) => {
          assert.equal(error.code, code);
          assert.doesNotMatch(error.message, /MARKER/);
          return true;
        });
        assert.deepEqual(await readdir(join(folder, 'sandbox')), []);
      });
    });
  }

  it('says that Python is missing', async () => {
    await withTemporaryFolder(async (folder) => {
      await assert.rejects(attempt(folder, join(folder, 'no-python3')), { code: 'sandbox.pythonMissing' });
    });
  });

  it('ends what it started when cancelled, also what that started, and leaves nothing', async () => {
    await withTemporaryFolder(async (folder) => {
      const script = `sleep 60 & echo $! > "${folder}/child"; mv "${folder}/child" "${folder}/started"; wait`;
      const python = await writeProgram(join(folder, 'python3'), script);
      const cancel = new AbortController();
      const done = assert.rejects(attempt(folder, python, cancel.signal), { name: 'AbortError' });
      const child = await readWhenThere(join(folder, 'started'));
      cancel.abort();
      await done;
      // It has been killed; that it is gone is for the system's first process to see to.
      while ((await identifyProcess(Number(child))) !== undefined) await delay(5);
      assert.deepEqual(await readdir(join(folder, 'sandbox')), []);
    });
  });

  it('gives pip the proxy and no credential', async () => {
    await withTemporaryFolder(async (folder) => {
      const python = await writeProgram(join(folder, 'python3'), `env > "${folder}/seen"; exit 1`);
      const environment = {
        PATH: process.env['PATH'],
        HTTPS_PROXY: 'http://proxy',
        AWS_SECRET_ACCESS_KEY: 'MARKER',
      };
      await assert.rejects(installMinistack(join(folder, 'sandbox'), { signal: never, python, environment }));
      const seen = await readFile(join(folder, 'seen'), 'utf8');
      assert.match(seen, /HTTPS_PROXY=http:\/\/proxy/);
      assert.doesNotMatch(seen, /MARKER/);
    });
  });
});

describe('finding MiniStack', () => {
  it('prefers the setting, then the PATH', async () => {
    await withTemporaryFolder(async (folder) => {
      const onPath = await writeProgram(join(folder, 'bin', 'ministack'), '');
      const named = await writeProgram(join(folder, 'mine'), '');
      const search = { path: ['relative', join(folder, 'bin')].join(':'), installFolder: folder };
      assert.equal(await findMinistack({ ...search, setting: '' }), onPath);
      assert.equal(await findMinistack({ ...search, setting: named }), named);
    });
  });

  it('refuses a setting that names nothing that can be run, and a relative one', async () => {
    await withTemporaryFolder(async (folder) => {
      await writeFile(join(folder, 'plain'), '');
      for (const setting of [join(folder, 'missing'), join(folder, 'plain'), './ministack']) {
        const search = { setting, path: '', installFolder: folder };
        await assert.rejects(findMinistack(search), { code: 'sandbox.commandMissing' });
      }
    });
  });
});

async function readWhenThere(file: string): Promise<string> {
  for (;;) {
    try {
      return await readFile(file, 'utf8');
    } catch {
      await delay(5);
    }
  }
}
