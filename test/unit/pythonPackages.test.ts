import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { recordWithoutTraces } from '../../src/core/build/installRecord.ts';
import { pipPlatforms, pythonTarget, uvPlatform } from '../../src/core/build/pythonTarget.ts';
import { lastWordsOf, pythonTrouble } from '../../src/core/build/pythonToolOutput.ts';
import { requirementKind, requirementLines } from '../../src/core/build/requirementLines.ts';

describe('what packages of a Python function are chosen for', () => {
  it('is the glibc of its runtime: Amazon Linux 2023 from python3.12 on', () => {
    const late = pythonTarget({ runtime: 'python3.12', architecture: 'arm64' });
    const early = pythonTarget({ runtime: 'python3.11' });
    assert.ok(late !== undefined && early !== undefined);
    assert.equal(uvPlatform(late), 'aarch64-manylinux_2_34');
    assert.equal(uvPlatform(early), 'x86_64-manylinux_2_17');
    assert.equal(pipPlatforms(late)[0], 'manylinux_2_34_aarch64');
    assert.equal(pipPlatforms(early)[0], 'manylinux_2_26_x86_64');
    assert.ok(pipPlatforms(early).includes('manylinux2014_x86_64'));
    assert.equal(pythonTarget({ runtime: 'nodejs24.x' }), undefined);
  });
});

describe('lines of a requirements file', () => {
  it('are joined where they are continued, and keep their places', () => {
    const text = '\uFEFF# all\r\n\r\na==1 \\\r\n  --hash=sha256:1 # why\r\nb @ https://x/#egg=b\n';
    assert.deepEqual(requirementLines(text), [
      { text: 'a==1   --hash=sha256:1', line: 3 },
      { text: 'b @ https://x/#egg=b', line: 5 },
    ]);
  });

  it('lead to other files or to packages of the workspace', () => {
    const kinds = [
      '-rmore.txt',
      '--constraint=c.txt',
      '-e ./lib[extra]',
      '../lib ; os_name == "posix"',
      'lib @ file:///w/lib',
      '-f https://x/',
      './a-1.whl',
      'orjson==3.11',
    ].map(requirementKind);
    assert.deepEqual(kinds, [
      { kind: 'requirements', path: 'more.txt' },
      { kind: 'constraints', path: 'c.txt' },
      { kind: 'local', path: './lib' },
      { kind: 'local', path: '../lib' },
      { kind: 'local', path: '/w/lib' },
      { kind: 'other' },
      { kind: 'other' },
      { kind: 'other' },
    ]);
  });
});

describe('what uv and pip say', () => {
  it('is told by the words they use', () => {
    const uv = (because: string) =>
      `error: No solution found when resolving dependencies\n  cause: Because ${because}`;
    assert.deepEqual(
      pythonTrouble(uv('orjson==3.6.0 has no usable wheels and you require orjson==3.6.0, …')),
      { kind: 'noWheel', requirement: 'orjson==3.6.0' },
    );
    assert.deepEqual(pythonTrouble(uv('there is no version of orjson==0.0.9999 and you require it')), {
      kind: 'noVersion',
      requirement: 'orjson==0.0.9999',
    });
    assert.deepEqual(pythonTrouble('ERROR: No matching distribution found for pycrypto==2.6.1\n'), {
      kind: 'noWheel',
      requirement: 'pycrypto==2.6.1',
    });
    const offline =
      "WARNING: Retrying after connection broken by 'NewConnectionError'\nERROR: No matching distribution found for a";
    assert.deepEqual(pythonTrouble(offline), { kind: 'unreachable' });
    assert.equal(pythonTrouble('something else'), undefined);
  });

  it('is shown without the password of an index', () => {
    assert.doesNotMatch(lastWordsOf('a\ncannot read https://me:secret@host/simple\n\n'), /secret/);
  });
});

it('an install record names nothing that differs from machine to machine', () => {
  const record =
    '../../bin/tool,sha256=1,9\nb/__init__.py,sha256=2,0\na.py,,\nx-1.dist-info/INSTALLER,,\nb/__pycache__/c.pyc,,\n';
  assert.equal(recordWithoutTraces(record), 'a.py,,\nb/__init__.py,sha256=2,0\n');
});
