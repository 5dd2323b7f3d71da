import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { formatBytes, formatDuration, formatFileCount } from '../../src/core/quantities.ts';
import { reportArchive } from '../../src/workflows/reportArchive.ts';
import { archiveOf } from '../support/deploymentFixtures.ts';

describe('what a person reads', () => {
  it('of an archive is what is inside, and what was left out by which rule', () => {
    const archive = {
      ...archiveOf('sha-one'),
      files: [{ path: 'calc.py', size: 1850, compressedSize: 900, mode: 0o644 }],
      leftOut: [
        { path: 'events/', rule: 'events/ (package.exclude)' },
        { path: 'lambda.json', rule: 'used by the manifest (default)' },
      ],
    };
    assert.equal(
      reportArchive('calc', archive),
      `# calc · 1 file, 1.2 KB, unzipped 5.5 KB

File: /sha-one.zip
CodeSha256: sha-one

# Inside

  0644  1.8 KB  calc.py

# Left out

= events/      events/ (package.exclude)
= lambda.json  used by the manifest (default)
`,
    );
  });

  it('of its packages is how much each takes, largest first, and how they came there', () => {
    const file = (path: string, size: number) => ({ path, size, compressedSize: size / 4, mode: 0o644 });
    const files = [
      file('app.py', 2000),
      file('yaml/__init__.py', 400_000),
      file('_yaml.so', 2_000_000),
      file('bin/yaml', 100),
      file('PyYAML-6.0.2.dist-info/RECORD', 300),
      file('PyYAML-6.0.2.dist-info/METADATA', 200),
      file('node_modules/left/index.js', 4000),
      file('node_modules/@aws-sdk/core/index.js', 900_000),
      file('node_modules/left/node_modules/right/index.js', 30_000),
      file('node_modules/.pnpm/right@1.0.0/node_modules/right/more.js', 20_000),
      file('node_modules/.package-lock.json', 40),
    ];
    const records = new Map([
      [
        'PyYAML-6.0.2.dist-info/RECORD',
        'yaml/__init__.py,sha256=x,1\n"_yaml.so",,\nbin/yaml,,\nPyYAML-6.0.2.dist-info/RECORD,,\n',
      ],
    ]);
    const notes = ['requirements.txt by uv 0.9.2 for python3.13 on arm64'];
    const report = reportArchive('calc', { ...archiveOf('x'), files }, { notes, records });
    assert.ok(
      report.includes(`# Built

  requirements.txt by uv 0.9.2 for python3.13 on arm64

# By package

  Share     Size   Zipped  Files  Package
   72 %   2.3 MB   586 KB      5  PyYAML 6.0.2
   27 %   879 KB   220 KB      1  @aws-sdk/core
    1 %  48.8 KB  12.2 KB      2  right
  < 1 %   3.9 KB   1000 B      1  left
  < 1 %     2 KB    510 B      2  own code

# The ten largest
`),
      report,
    );
  });

  it('of times, sizes and numbers is how people say them', () => {
    assert.deepEqual([2, 999, 1400, 125_000].map(formatDuration), ['2 ms', '999 ms', '1.4 s', '2 min 5 s']);
    assert.deepEqual([812, 1229, 50_646_221].map(formatBytes), ['812 B', '1.2 KB', '48.3 MB']);
    assert.deepEqual([0, 1, 12].map(formatFileCount), ['0 files', '1 file', '12 files']);
  });
});
