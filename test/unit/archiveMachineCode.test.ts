import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { findForeignCode } from '../../src/core/archive/foreignCode.ts';
import { machineOf } from '../../src/core/archive/machineCode.ts';
import type { Machine } from '../../src/core/archive/machineCode.ts';
import { archiveFailures } from '../../src/core/failures/archiveFailures.ts';
import { buildTree, testArchiver, writeTree } from '../support/archiveTree.ts';
import { elf, fatMachO, javaClass, machO, windowsFile } from '../support/machineCode.ts';
import { withTemporaryFolder } from '../support/temporaryFolder.ts';

describe('machine code in an archive', () => {
  it('is told by the beginning of a file, and nothing else is taken for it', () => {
    const cases: readonly [Machine | undefined, Uint8Array, string][] = [
      ['x86_64', elf(62), 'a library'],
      ['arm64', elf(183, { type: 2 }), 'a program'],
      ['otherLinux', elf(22, { bigEndian: true }), 's390x'],
      [undefined, elf(183, { type: 1 }), 'an object file'],
      [undefined, elf(22, { bigEndian: true, type: 1 }), 'an object file of s390x'],
      ['macos', machO(), 'Mach-O'],
      ['macos', fatMachO(), 'fat Mach-O'],
      [undefined, javaClass(), 'a Java class'],
      ['windows', windowsFile(), 'PE'],
      [undefined, windowsFile({ dotnet: true }), 'a .NET assembly'],
      [
        undefined,
        Buffer.from('MZ is how this text of more than twenty letters begins, and it goes on and on'),
        'text',
      ],
      [undefined, elf(62).subarray(0, 19), 'cut short'],
      [undefined, Buffer.alloc(0), 'empty'],
    ];
    for (const [machine, content, what] of cases) assert.equal(machineOf(content), machine, what);
    const running = machineOf(readFileSync(process.execPath));
    const here = { linux: process.arch === 'arm64' ? 'arm64' : 'x86_64', darwin: 'macos', win32: 'windows' };
    assert.equal(running, here[process.platform as keyof typeof here]);
  });

  it('is found while files are compressed, small and large, and remembered for those that stay the same', async () => {
    await withTemporaryFolder(async (folder) => {
      const root = join(folder, 'root');
      writeTree(root, {
        'app.py': 'x'.repeat(100),
        'native/a.so': elf(183),
        'native/b.dylib': machO(),
        'native/large.so': elf(62, { length: 5_000_000 }),
      });
      const settled = Date.now();
      while (Date.now() < settled + 30);
      const archiver = testArchiver(folder);
      try {
        const machines = async () =>
          Object.fromEntries(
            (await buildTree(archiver, root)).files.map(({ path, machine }) => [path, machine]),
          );
        const found = {
          'app.py': undefined,
          'native/a.so': 'arm64',
          'native/b.dylib': 'macos',
          'native/large.so': 'x86_64',
        };
        assert.deepEqual(await machines(), found);
        assert.deepEqual(await machines(), found);
        writeTree(root, { 'app.py': 'rewritten' });
        assert.deepEqual(await machines(), found);
      } finally {
        await archiver.dispose();
      }
    });
  });
});

describe('machine code that a function cannot run', () => {
  const files = (machines: Readonly<Record<string, Machine | undefined>>) =>
    Object.entries(machines).map(([path, machine]) => ({ path, machine }));
  const foreign = (machines: Readonly<Record<string, Machine | undefined>>) =>
    findForeignCode(files(machines), 'x86_64').map((file) => `${file.path}  ${file.package ?? '-'}`);

  it('is named with the package that it came with', () => {
    assert.deepEqual(
      foreign({
        bootstrap: 'arm64',
        'node_modules/sharp/build/Release/sharp.node': 'macos',
        'node_modules/a/node_modules/@img/b/b.node': 'windows',
        'orjson/orjson.cpython-313-darwin.so': 'macos',
        'orjson-3.11.4.dist-info/RECORD': undefined,
        'numpy.libs/libblas.so': 'arm64',
        'numpy-2.3.5.dist-info/RECORD': undefined,
        'python/yaml/_yaml.so': 'otherLinux',
        'python/PyYAML-6.0.dist-info/RECORD': undefined,
        'app.py': undefined,
      }),
      [
        'bootstrap  -',
        'node_modules/sharp/build/Release/sharp.node  sharp',
        'node_modules/a/node_modules/@img/b/b.node  @img/b',
        'orjson/orjson.cpython-313-darwin.so  orjson 3.11.4',
        'numpy.libs/libblas.so  numpy 2.3.5',
        'python/yaml/_yaml.so  yaml',
      ],
    );
    const records = new Map([['python/PyYAML-6.0.dist-info/RECORD', 'yaml/_yaml.so,sha256=x,1\n']]);
    const [recorded] = findForeignCode(files({ 'python/yaml/_yaml.so': 'macos' }), 'arm64', records);
    assert.equal(recorded?.package, 'PyYAML 6.0');
  });

  it('is not what a package carries for other platforms beside that for the function’s', () => {
    const prebuilds = 'node_modules/bcrypt/prebuilds';
    const harmless = {
      [`${prebuilds}/linux-x64/bcrypt.glibc.node`]: 'x86_64',
      [`${prebuilds}/linux-arm64/bcrypt.glibc.node`]: 'arm64',
      [`${prebuilds}/darwin-arm64/bcrypt.node`]: 'macos',
      [`${prebuilds}/win32-x64/bcrypt.node`]: 'windows',
      'node_modules/@img/sharp-linux-x64/lib/sharp-linux-x64.node': 'x86_64',
      'node_modules/@img/sharp-darwin-arm64/lib/sharp-darwin-arm64.node': 'macos',
      'setuptools/cli-64.exe': 'windows',
      'pip/_vendor/distlib/t64-arm.exe': 'windows',
    } as const;
    assert.deepEqual(foreign(harmless), []);
    assert.deepEqual(
      foreign({
        [`${prebuilds}/darwin-arm64/bcrypt.node`]: 'macos',
        'node_modules/other/prebuilds/linux-x64/a.node': 'x86_64',
        'node_modules/other/build/Release/a.node': 'macos',
        'tool.exe': 'windows',
      }),
      [
        `${prebuilds}/darwin-arm64/bcrypt.node  bcrypt`,
        'node_modules/other/build/Release/a.node  other',
        'tool.exe  -',
      ],
    );
  });

  it('is said in one sentence with what it is and what to do, however many files there are', () => {
    const of = (machines: Readonly<Record<string, Machine>>, architecture: 'x86_64' | 'arm64' = 'x86_64') =>
      archiveFailures.foreignCode('calc', architecture, findForeignCode(files(machines), architecture))
        .message;
    assert.equal(
      of({ 'node_modules/sharp/sharp.node': 'macos', 'lib/a.so': 'arm64' }),
      'calc runs on Linux on x86_64 and cannot run node_modules/sharp/sharp.node of sharp, a Mach-O file for macOS; lib/a.so, an ELF file for arm64. Let "build" in the manifest install what it needs for Lambda, set "architecture" to match, or leave out with package.exclude what it does not need.',
    );
    assert.match(
      of({ 'a.dll': 'windows' }, 'arm64'),
      /a\.dll, a PE file for Windows\. Build for Linux, or leave out/,
    );
    const many = Object.fromEntries(Array.from({ length: 9 }, (_, n) => [`${n}.so`, 'otherLinux' as const]));
    assert.match(of(many), /4\.so, an ELF file for a processor that Lambda does not have; and 4 more\./);
  });
});
