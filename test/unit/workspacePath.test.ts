import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { posix, win32 } from 'node:path';
import { isInside, resolvePath } from '../../src/core/workspacePath.ts';

const relative = ['a.json', './a.json', '../b/a.json', 'x/../../a', '../../../..', '.', 'a//b/', 'a b/ü.txt'];

describe('resolvePath', () => {
  it('answers what node:path answers on POSIX', () => {
    for (const path of [...relative, '/etc/x', 'a\\b']) {
      assert.equal(resolvePath('/w/f', path), posix.resolve('/w/f', path), path);
    }
  });

  it('answers what node:path answers on Windows', () => {
    for (const path of [...relative, 'sub\\a.json', '..\\a/b', 'D:\\x', '\\y', '/y']) {
      assert.equal(resolvePath('C:\\w\\f', path), win32.resolve('C:\\w\\f', path), path);
    }
    assert.equal(resolvePath('\\\\srv\\share\\f', '../a'), '\\\\srv\\share\\a');
  });
});

describe('isInside', () => {
  it('takes the folder itself and what is below, not a sibling of a longer name', () => {
    assert.equal(isInside('/w', '/w'), true);
    assert.equal(isInside('/w/', '/w/a/b'), true);
    assert.equal(isInside('/w', '/code'), false);
    assert.equal(isInside('/w', '/w/../x'), false);
    assert.equal(isInside('/', '/x'), true);
  });

  it('ignores case and the kind of separator on Windows only', () => {
    assert.equal(isInside('C:\\W', 'c:/w/a'), true);
    assert.equal(isInside('/W', '/w/a'), false);
  });
});
