import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { parseManifest } from '../../src/core/manifest/parseManifest.ts';
import { checkPolicy } from '../../src/core/policy/checkPolicy.ts';
import type { Problem } from '../../src/core/problem.ts';
import { saidByJsonService } from '../../src/editor/providers/jsonService.ts';

/** Codes of what is left for us to say of an open document. */
const ours = (languageId: string, fileName: string, problems: readonly Problem[]) =>
  problems.filter((problem) => !saidByJsonService({ languageId, fileName }, problem)).map(({ code }) => code);

describe('what VS Code says of JSON by itself', () => {
  it('is the syntax and the schema of a manifest, but nothing of one that is empty', () => {
    const manifest = (text: string) => ours('jsonc', '/w/a.lambda.json', parseManifest(text).problems);
    assert.deepEqual(manifest('{ "timeOut": 3 '), []);
    assert.deepEqual(manifest('{ "timeOut": 3 }'), []);
    for (const empty of ['', ' \n', '// later']) assert.deepEqual(manifest(empty), ['json.empty']);
  });

  it('is the syntax of a policy that is opened as JSON, and not enough of one with comments', () => {
    const commented = checkPolicy('{ // later\n}', 'trust');
    assert.deepEqual(ours('json', '/w/trust.json', commented), []);
    assert.deepEqual(ours('jsonc', '/w/trust.json', commented), ['json.syntax']);
    assert.deepEqual(ours('json', '/w/trust.json', checkPolicy('{}', 'trust')), [
      'policy.noVersion',
      'policy.noStatement',
    ]);
  });

  it('is nothing of a document in another language', () => {
    assert.deepEqual(ours('plaintext', '/w/lambda.json', parseManifest('{').problems), ['json.syntax']);
  });
});
