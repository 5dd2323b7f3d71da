import assert from 'node:assert/strict';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, it } from 'mocha';
import { imageForArchitecture, machineCodeOf } from '../../src/core/local/architectures.ts';
import { findForeignCode } from '../../src/local/code/foreignCode.ts';
import { withTemporaryFolder } from '../support/temporaryFolder.ts';

/** The first bytes of an ELF file for a processor, little-endian as those of Lambda are. */
function elf(machine: number): Buffer {
  const header = Buffer.alloc(64);
  header.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
  header.writeUInt16LE(machine, 18);
  return header;
}
const [x86, arm] = [elf(0x3e), elf(0xb7)];

describe('the machine code of a file', () => {
  it('is told from its first bytes', () => {
    assert.equal(machineCodeOf(x86), 'x86_64');
    assert.equal(machineCodeOf(arm), 'arm64');
    assert.equal(machineCodeOf(elf(0xf3)), 'unknown');
    const bigEndian = elf(0);
    bigEndian.set([2], 5);
    bigEndian.writeUInt16BE(0x16, 18);
    assert.equal(machineCodeOf(bigEndian), 'unknown');
  });

  it('is none where Lambda could not run it', () => {
    const others = [
      '',
      '\x7fELF',
      'MZ' + '\0'.repeat(30),
      '\xcf\xfa\xed\xfe' + '\0'.repeat(30),
      'def f(): pass',
    ];
    for (const text of others) assert.equal(machineCodeOf(Buffer.from(text, 'latin1')), undefined);
  });
});

describe('the image for an architecture', () => {
  for (const [image, expected] of [
    ['public.ecr.aws/lambda/python:3.13-arm64', 'public.ecr.aws/lambda/python:3.13-x86_64'],
    ['public.ecr.aws/lambda/python:3.13', 'public.ecr.aws/lambda/python:3.13'],
    ['registry:5000/my-arm64', 'registry:5000/my-arm64'],
  ] as const) {
    it(`of ${image} is ${expected}`, () => assert.equal(imageForArchitecture(image, 'x86_64'), expected));
  }
});

describe('code that an architecture cannot run', () => {
  const find = (folder: string, architecture = 'x86_64', layers: readonly string[] = []) =>
    findForeignCode([folder, ...layers], architecture, new AbortController().signal);

  it('is found in any file, whatever its name, and behind links', async () => {
    await withTemporaryFolder(async (folder) => {
      const file = async (name: string, bytes: Buffer | string) => {
        await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
        await writeFile(path.join(folder, name), bytes);
      };
      await file('calc/app.py', 'pass');
      await file('calc/lib/fast.so', x86);
      const calc = path.join(folder, 'calc');
      assert.equal(await find(calc), undefined);
      assert.equal(await find(calc, 'arm64'), path.join(calc, 'lib/fast.so'));
      await file('shared/tool', arm);
      await symlink('../shared', path.join(calc, 'shared'));
      // A ring of links ends.
      await symlink('..', path.join(folder, 'shared/up'));
      assert.equal(await find(calc), path.join(calc, 'shared/tool'));
    });
  });

  it('is looked for in layers, and not in what only this machine uses', async () => {
    await withTemporaryFolder(async (folder) => {
      const [calc, layer] = [path.join(folder, 'calc'), path.join(folder, 'layer')];
      for (const part of ['calc/.venv/bin', 'calc/.git', 'layer']) {
        await mkdir(path.join(folder, part), { recursive: true });
      }
      await writeFile(path.join(calc, '.venv/pyvenv.cfg'), '');
      await writeFile(path.join(calc, '.venv/bin/python'), arm);
      await writeFile(path.join(calc, '.git/hook'), arm);
      assert.equal(await find(calc), undefined);
      await writeFile(path.join(layer, 'tool'), arm);
      assert.equal(await find(calc, 'x86_64', [layer]), path.join(layer, 'tool'));
    });
  });
});
