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

  it('of times, sizes and numbers is how people say them', () => {
    assert.deepEqual([2, 999, 1400, 125_000].map(formatDuration), ['2 ms', '999 ms', '1.4 s', '2 min 5 s']);
    assert.deepEqual([812, 1229, 50_646_221].map(formatBytes), ['812 B', '1.2 KB', '48.3 MB']);
    assert.deepEqual([0, 1, 12].map(formatFileCount), ['0 files', '1 file', '12 files']);
  });
});
