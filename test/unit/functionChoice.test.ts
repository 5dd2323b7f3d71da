import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { meaningOf } from '../../src/commands/targets/functionChoice.ts';
import { manifestFiles } from '../../src/core/manifest/manifestFiles.ts';
import { meanSameFunction } from '../../src/core/manifest/manifestIdentity.ts';

const entry = (file: string, text: string) => {
  const folder = file.slice(0, file.lastIndexOf('/'));
  return { file, folder, workspaceFolder: '/w', ...manifestFiles(text, folder) };
};
const calc = entry(
  '/w/calc/lambda.json',
  `{
    "functionName": "calc", "runtime": "python3.13", "handler": "calc.lambda_handler",
    "role": { "name": "r", "trustPolicy": "trust.json", "inlinePolicies": { "p": "../shared/policy.json" } }
  }`,
);
const hi = entry(
  '/w/hi/hi.lambda.json',
  '{ "functionName": "hi", "handler": "hi.main", "environmentFile": "env.txt" }',
);
const other = entry('/w/hi/other.lambda.json', '{ "functionName": "other", "handler": "hi.main" }');
const all = [calc, hi, other];

/** Names of the manifests that a path stands for. */
function names(path: string): readonly (string | undefined)[] | string {
  const meaning = meaningOf(path, all);
  return meaning.kind === 'manifests'
    ? meaning.entries.map(({ functionName }) => functionName)
    : meaning.kind;
}

describe('meaningOf', () => {
  it('is the manifest itself', () => assert.deepEqual(names('/w/hi/hi.lambda.json'), ['hi']));
  it('is every manifest that names a handler', () => assert.deepEqual(names('/w/hi/hi.py'), ['hi', 'other']));
  it('is the manifest that names a policy, wherever that lies', () => {
    assert.deepEqual(names('/w/calc/trust.json'), ['calc']);
    assert.deepEqual(names('/w/shared/policy.json'), ['calc']);
  });
  it('is what a folder holds, else what lies below it', () => {
    assert.deepEqual(names('/w/calc'), ['calc']);
    assert.deepEqual(names('/w'), ['calc', 'hi', 'other']);
  });
  it('is the function around a data file', () =>
    assert.deepEqual(names('/w/calc/events/one.json'), ['calc']));
  it('leaves code that no manifest names open, with what is near', () => {
    const nearby = [calc];
    assert.deepEqual(meaningOf('/w/calc/helper.py', all), { kind: 'code', nearby });
  });
  it('is nothing outside of every function', () => assert.equal(names('/w/README.md'), 'none'));
});

describe('meanSameFunction', () => {
  const named = (text: string) => manifestFiles(`{ "functionName": "calc", ${text} }`, '/w');
  it('is true for one name that is not pinned to different places', () => {
    assert.ok(meanSameFunction(named(''), named('"region": "eu-west-1"')));
    assert.ok(!meanSameFunction(named('"region": "us-east-1"'), named('"region": "eu-west-1"')));
    const account = (id: string) => named(`"accountId": "${id}"`);
    assert.ok(!meanSameFunction(account('123456789012'), account('210987654321')));
    assert.ok(!meanSameFunction(named(''), hi));
    assert.ok(!meanSameFunction(manifestFiles('{}', '/w'), manifestFiles('{}', '/w')));
  });
});

describe('what a manifest names beside its root', () => {
  it('is folders of layers and what is included, also in a manifest with mistakes', () => {
    const { deployedToo } = manifestFiles(
      `{ "layers": ["../shared", "arn:aws:lambda:eu-west-1:123456789012:layer:x:1", { "folder": "lib" }, 7],
         "package": { "include": [{ "from": "../data.json", "to": "data.json" }, {}] }, }`,
      '/w/calc',
    );
    assert.deepEqual(deployedToo, ['/w/shared', '/w/calc/lib', '/w/data.json']);
  });

  it('is the handler, too, where it comes from what is included', () => {
    const { handlerFiles } = manifestFiles(
      `{ "handler": "lib/app.handler", "runtime": "python3.13",
         "package": { "include": [{ "from": "../shared", "to": "lib" }, { "from": "../other", "to": "no" }] } }`,
      '/w/calc',
    );
    assert.deepEqual(handlerFiles, [
      '/w/calc/lib/app.py',
      '/w/shared/app.py',
      '/w/calc/lib/app/__init__.py',
      '/w/shared/app/__init__.py',
    ]);
  });
});
