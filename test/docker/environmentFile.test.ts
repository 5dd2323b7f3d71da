import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, it } from 'mocha';
import { parseEnvironmentFile } from '../../src/core/environmentFile.ts';
import { hasErrors } from '../../src/core/problem.ts';
import { pythonImage } from '../support/dockerContainers.ts';
import { startDockerWorld } from '../support/dockerWorld.ts';
import type { DockerWorld } from '../support/dockerWorld.ts';
import { createTemporaryFolder, removeFolder } from '../support/temporaryFolder.ts';

const bytes = (...parts: (string | number)[]) =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from([part]))));

/** Every rule of Docker's, and each of its errors. */
const rows: [string, string | Buffer][] = [
  ['a value as it is', 'AA=1\nBB=two words \nCC= x\n'],
  ['quotes, which stay', 'AA="x"\nBB=\'y\'\n'],
  ['further equal signs and a number sign in a value', 'AA=1=2\nBB=x #y\n'],
  ['nothing for a value', 'AA=\nBB='],
  ['comments and empty lines, indented too', '# c\n\n  # d\n\t\nAA=1\n'],
  ['blanks before a name, of every kind', '  AA=1\n\tBB=2\n\u00a0CC=3\n\u2003DD=4\n\u0085EE=5\n'],
  ['Windows line ends, of which one carriage return goes', 'AA=1\r\nBB=2\r\r\n'],
  ['a byte order mark', '\uFEFFAA=1\nBB=2\n'],
  ['a byte order mark in the middle, which is a letter', 'AA=1\n\uFEFFBB=2\n'],
  ['a name that comes twice', 'AA=1\nAA=2\n'],
  ['a bare name that this machine has, and one that it lacks', 'LWB_HERE\nLWB_NOT_HERE\nAA=1\n'],
  ['letters of any script', 'NAME=Zoë 東京 😀\nÄÖ=1\n'],
  ['no interpolation', 'AA=1\nBB=${AA}$AA\\n\n'],
  ['names that no shell takes', 'a.b-c=1\n1A=2\n"Q"=3\n'],
  ['a line of 64 KB', `AA=${'x'.repeat(65_532)}\n`],
  ['a longer line', `AA=${'x'.repeat(65_533)}\n`],
  ['no name', 'AA=1\n=2\n'],
  ['an export', 'export AA=1\n'],
  ['a blank before the equal sign', 'AA =1\n'],
  ['a tab in a name', 'A\tA=1\n'],
  ['words without an equal sign', 'AA BB\n'],
  ['a blank after a bare name', 'LWB_HERE \n'],
  ['what is no UTF-8', bytes('AA=', 0xff, '\n')],
];

describe('environment files, as docker reads them', () => {
  let world: DockerWorld;
  let folder: string;
  /** What the image sets itself. */
  let imageNames: Set<string>;
  before(async function () {
    this.timeout(600_000);
    // Before the world is made, whose docker inherits it.
    process.env['LWB_HERE'] = 'from here';
    world = await startDockerWorld();
    folder = await createTemporaryFolder();
    const set = await world.must('image', 'inspect', '--format', '{{json .Config.Env}}', pythonImage);
    imageNames = new Set((JSON.parse(set) as string[]).map((entry) => entry.split('=')[0] ?? ''));
  });
  after(async () => {
    delete process.env['LWB_HERE'];
    await removeFolder(folder);
    await world.assertNoneLeft();
    await world.stop();
  });

  /** What docker makes of the file; undefined when it refuses it. */
  async function asDockerReads(file: string): Promise<Record<string, string> | undefined> {
    const { code, stdout } = await world.run([
      'create',
      '--label',
      world.label,
      '--env-file',
      file,
      pythonImage,
    ]);
    if (code !== 0) return undefined;
    const id = stdout.trim();
    const entries = JSON.parse(
      await world.must('container', 'inspect', '--format', '{{json .Config.Env}}', id),
    ) as string[];
    await world.must('rm', id);
    const pairs = entries.map((entry): [string, string] => {
      const equals = entry.indexOf('=');
      return [entry.slice(0, equals), entry.slice(equals + 1)];
    });
    return Object.fromEntries(pairs.filter(([name]) => !imageNames.has(name)));
  }

  /** What the product makes of it. */
  function asWeRead(content: string | Buffer): Record<string, string> | undefined {
    const { entries, problems } = parseEnvironmentFile(content.toString());
    if (hasErrors(problems)) return undefined;
    const pairs = entries.map((entry): [string, string | undefined] => [
      entry.name,
      'fromHost' in entry ? process.env[entry.name] : entry.value,
    ]);
    return Object.fromEntries(pairs.filter((pair): pair is [string, string] => pair[1] !== undefined));
  }

  for (const [what, content] of rows) {
    it(what, async () => {
      const file = path.join(folder, 'env.txt');
      await writeFile(file, content);
      assert.deepEqual(asWeRead(content), await asDockerReads(file));
    });
  }
});
