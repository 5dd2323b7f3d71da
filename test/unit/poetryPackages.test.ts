import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { poetryPackages } from '../../src/core/build/poetryPackages.ts';
import { holdsFor } from '../../src/core/build/pythonMarkers.ts';
import { pythonTarget } from '../../src/core/build/pythonTarget.ts';
import { isMeant } from '../../src/core/build/pythonVersions.ts';

const target = pythonTarget({ runtime: 'python3.12', architecture: 'arm64' });
assert.ok(target !== undefined);

describe('a poetry.lock that does not say what is for whom', () => {
  it('means versions in the ways of Python and of Poetry', () => {
    const rows: [string, string, string][] = [
      ['^1.2', '1.2 1.9.9', '1.1 2.0'],
      ['^0.2.3', '0.2.3 0.2.9', '0.3 1.0'],
      ['^0', '0.9', '1.0'],
      ['~1.2', '1.2.9', '1.3'],
      ['~1', '1.9', '2'],
      ['~=1.4.2', '1.4.9', '1.5'],
      ['1.2', '1.2 1.2.0', '1.2.1 1.2.0rc1'],
      ['==1.2.*', '1.2.7', '1.3'],
      ['!=1.2.*', '1.3', '1.2.7'],
      ['>= 1.2, < 2', '1.10', '2.0 1.1'],
      ['(>=1.2,<2)', '1.2', '2'],
      ['<1 || >=2', '0.9 2.1', '1.5'],
      ['2.1.0+cpu', '2.1.0+cpu', '2.1.0'],
      ['*', '1 2024.1', ''],
    ];
    for (const [constraint, meant, others] of rows) {
      const words = (text: string) => text.split(' ').filter((one) => one !== '');
      for (const one of words(meant)) assert.ok(isMeant(one, constraint), `${one} ${constraint}`);
      for (const one of words(others)) assert.ok(!isMeant(one, constraint), `${one} not ${constraint}`);
    }
  });

  it('has markers that hold for the function’s Python, system and processor', () => {
    const hold = [
      'python_version >= "3.9"',
      "python_version == '3.12' and sys_platform != 'win32'",
      'sys_platform == "win32" or platform_machine == "aarch64"',
      'sys_platform == "linux" and (python_version < "3.10" or python_full_version >= "3.11.0")',
      'platform_machine in "x86_64 aarch64"',
      'platform_system not in "Windows Darwin"',
    ];
    const fail = [
      'python_version < "3.12"',
      'sys_platform == "win32" and python_version >= "3.9" or os_name == "nt"',
      '(os_name == "posix" or os_name == "nt") and extra == "test"',
    ];
    assert.deepEqual(
      [...hold, ...fail].filter((marker) => holdsFor(marker, target)),
      hold,
    );
  });

  it('is read for one version of each package, whatever the others would have asked for', () => {
    const one = (name: string, version: string, dependencies = {}, python = '>=3.9') => ({
      ...{ name, version, dependencies, 'python-versions': python },
    });
    const packages = [
      one('numpy', '1.26.4'),
      one('numpy', '2.2.0'),
      one('numpy', '2.3.0', {}, '>=3.13'),
      one('pandas', '2.2', {
        numpy: [
          { version: '>=1.22', markers: 'python_version < "3.11"' },
          { version: '>=1.26', markers: 'python_version >= "3.11"' },
        ],
        tzdata: { version: '*', markers: 'sys_platform == "win32"' },
        Extra_One: { version: '*', optional: true },
      }),
      one('old', '1', { numpy: '<2', left: '*' }),
      one('old', '2'),
      ...[one('left', '1'), one('tzdata', '1'), one('extra-one', '1')],
    ];
    const taken = (dependencies: string[], own = {}) =>
      poetryPackages(packages, { project: { dependencies }, tool: { poetry: { dependencies: own } } }, target)
        .map(({ name, version }) => `${String(name)} ${String(version)}`)
        .join(', ');
    assert.equal(taken(['pandas (>=2)']), 'numpy 2.2.0, pandas 2.2');
    assert.equal(taken(['pandas[x]>=2', 'old>=1']), 'numpy 2.2.0, pandas 2.2, old 2');
    assert.equal(
      taken(["pandas; python_version < '3.12'"], { python: '^3.9', old: '1' }),
      'numpy 1.26.4, old 1, left 1',
    );
    assert.equal(
      taken([], {
        Old: [
          { version: '1', python: '>=3.13' },
          { version: '2', python: '<3.13' },
        ],
      }),
      'old 2',
    );
  });
});
