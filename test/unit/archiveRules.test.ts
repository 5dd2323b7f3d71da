import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import {
  checkFiles,
  checkZip,
  fileLimit,
  unzippedLimit,
  zipLimit,
} from '../../src/core/archive/archiveLimits.ts';
import { archiveMode } from '../../src/core/archive/archiveMode.ts';
import { compareByteOrder } from '../../src/core/archive/archiveOrder.ts';
import { installedNames } from '../../src/core/archive/dependencyFolder.ts';
import { ExcludeRules } from '../../src/core/archive/excludeRules.ts';
import { archiveFailures } from '../../src/core/failures/archiveFailures.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('the mode of an archived file', () => {
  const onUnix = (mode: number) => archiveMode('linux', 'run.sh', mode, bytes('#!/b'));
  const onWindows = (path: string, head: string) => archiveMode('win32', path, 0o100666, bytes(head));

  it('is 0755 on Unix when anyone may execute the file, whatever the other bits are', () => {
    assert.deepEqual([0o100700, 0o100775, 0o100610, 0o100001].map(onUnix), [0o755, 0o755, 0o755, 0o755]);
  });

  it('is 0644 on Unix otherwise, also for a script', () => {
    assert.deepEqual([0o100600, 0o100664, 0o100444].map(onUnix), [0o644, 0o644, 0o644]);
  });

  it('is 0755 on Windows for bootstrap, scripts and ELF files only', () => {
    assert.equal(onWindows('bootstrap', 'anything'), 0o755);
    assert.equal(onWindows('layer/bootstrap', ''), 0o755);
    assert.equal(onWindows('bin/tool', '#!/usr/bin/env node'), 0o755);
    assert.equal(onWindows('lib/native.so', '\x7fELF\x02'), 0o755);
    assert.equal(onWindows('app.py', 'import os'), 0o644);
    assert.equal(onWindows('notbootstrap', '# !'), 0o644);
    assert.equal(onWindows('empty', ''), 0o644);
  });
});

describe('the order of archived files', () => {
  it('is that of the UTF-8 bytes, not of UTF-16 units', () => {
    const names = ['\u{1f600}', '\uff5e', 'é', 'z', 'B', 'a/b', 'a.b', 'a', ''];
    const byBytes = names.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    assert.deepEqual(names.toSorted(compareByteOrder), byBytes);
    assert.notDeepEqual(names.toSorted(), byBytes, 'the plain sort would differ for these names');
  });
});

describe('the limits of an archive', () => {
  const file = (path: string, size: number) => ({ path, size });

  it('take exactly as much as Lambda does', () => {
    assert.equal(checkFiles([file('a', unzippedLimit - 1), file('b', 1)]), undefined);
    assert.equal(checkZip(zipLimit, []), undefined);
    assert.equal(unzippedLimit, 262_144_000);
    assert.equal(zipLimit, 52_428_800);
  });

  it('name the ten largest files, the largest first', () => {
    const files = Array.from({ length: 30 }, (_, index) => file(`f${index}`, 20_000_000 + index));
    const trouble = checkFiles(files) ?? assert.fail('it fits');
    const { message, code } = archiveFailures.fromTrouble(trouble, '/w/fn');
    assert.equal(code, 'archive.unzippedTooLarge');
    assert.match(message, /\/w\/fn.*600,000,435 bytes.*262,144,000/);
    const named = [...message.matchAll(/f\d+ \(20,000,0\d\d\)/g)].map(([text]) => text.split(' ')[0]);
    assert.deepEqual(named, ['f29', 'f28', 'f27', 'f26', 'f25', 'f24', 'f23', 'f22', 'f21', 'f20']);
  });

  it('say the same of a zip, by compressed size', () => {
    const trouble =
      checkZip(zipLimit + 1, [file('small', 1), file('model.bin', 52_000_000)]) ?? assert.fail();
    const { message, code } = archiveFailures.fromTrouble(trouble, '/w/fn');
    assert.equal(code, 'archive.zipTooLarge');
    assert.match(message, /52,428,801 bytes.*52,428,800.*model\.bin \(52,000,000\), small \(1\)/);
  });

  it('refuse more files than a zip can list, and none at all', () => {
    const many = Array.from({ length: fileLimit + 1 }, (_, index) => file(String(index), 0));
    assert.equal(checkFiles(many)?.kind, 'tooManyFiles');
    assert.equal(checkFiles(many.slice(1)), undefined);
    assert.equal(checkFiles([])?.kind, 'empty');
  });
});

describe("pip's record of what it installed", () => {
  it('names the folders at the top, not files, scripts outside or quotes', () => {
    const record = 'six.py,sha256=x,1\n../../bin/jp.py,,\nyaml/__init__.py,,\n"odd,name/a.py",,\n\n';
    assert.deepEqual([...installedNames(record)], ['yaml', 'odd,name']);
  });
});

describe('what people ask to be left out', () => {
  const verdict = (rules: ExcludeRules, path: string, isFolder = false) => {
    const result = rules.verdict(path, isFolder);
    return typeof result === 'object' ? result.leaveOut : result;
  };

  it('lets the manifest overrule .lambdaignore, and a deeper file one above it', () => {
    const rules = new ExcludeRules(['!keep.md']);
    rules.addFile('', '*.md\n*.txt\n');
    rules.addFile('docs', '!*.txt\n');
    assert.equal(verdict(rules, 'keep.md'), 'keep');
    assert.equal(verdict(rules, 'docs/a.txt'), 'keep');
    assert.deepEqual(verdict(rules, 'a.txt'), { source: 'file', pattern: '*.txt', file: '.lambdaignore' });
  });

  it('brings back a folder with what is in it', () => {
    const rules = new ExcludeRules(['!data/']);
    rules.addFile('', 'data/\n');
    assert.equal(verdict(rules, 'data', true), 'keep');
    assert.equal(verdict(rules, 'data/a.json'), undefined);
  });

  it('tells upper from lower case on every machine', () => {
    const rules = new ExcludeRules(['README.md']);
    assert.equal(verdict(rules, 'readme.md'), undefined);
    assert.deepEqual(verdict(rules, 'README.md'), { source: 'manifest', pattern: 'README.md' });
  });

  it('takes comments, blank lines, CRLF and a byte order mark as git does', () => {
    const rules = new ExcludeRules([]);
    rules.addFile('', '\ufeff*.log\r\n# note\r\n\r\n\\#x\r\n');
    assert.deepEqual(
      ['a.log', 'note', '#x'].map((path) => typeof verdict(rules, path)),
      ['object', 'undefined', 'object'],
    );
  });
});
