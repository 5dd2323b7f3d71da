import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { Failure } from '../../src/core/failures/failure.ts';
import { parseManifest, requireManifest } from '../../src/core/manifest/parseManifest.ts';
import { newManifestText } from '../../src/core/manifest/newManifestText.ts';
import { filesNamedBy } from '../../src/core/manifest/filesNamedBy.ts';

const minimal = `{
  "functionName": "calc", // the name in AWS
  "runtime": "python3.13",
  "handler": "calc.lambda_handler",
}`;

/** The minimal manifest with one more line, and what is said about it. */
const withLine = (line: string) => {
  const text = minimal.replace('\n}', `\n  ${line}\n}`);
  return { text, ...parseManifest(text) };
};
const said = (line: string) =>
  withLine(line).problems.map(({ code, line: at, column }) => `${code} ${at}:${column}`);

describe('parseManifest', () => {
  it('takes comments and trailing commas', () => {
    const { manifest, problems } = parseManifest(minimal);
    assert.deepEqual(problems, []);
    assert.equal(manifest?.handler, 'calc.lambda_handler');
  });

  it('says every unknown key at the key, with what was meant', () => {
    const { text, problems, manifest } = withLine('"timeOut": 3, "memmorySize": 128, "role": { "nam": "r" }');
    assert.equal(manifest, undefined);
    const unknown = problems.filter(({ code }) => code === 'manifest.unknownKey');
    assert.deepEqual(
      unknown.map(({ offset, length, suggestion }) => [text.slice(offset, offset + length), suggestion]),
      [
        ['"timeOut"', '"timeout"'],
        ['"memmorySize"', '"memorySize"'],
        ['"nam"', '"name"'],
      ],
    );
    assert.match(unknown[0]?.message ?? '', /Did you mean "timeout"\?/);
  });

  it('says a wrong type at the value', () => {
    const { text, problems } = withLine('"timeout": "10"');
    const [problem] = problems;
    assert.equal(problem && text.slice(problem.offset, problem.offset + problem.length), '"10"');
    assert.equal(problem?.message, 'timeout must be a number, not a text.');
    assert.deepEqual([problem.line, problem.column, problem.fromSchema], [5, 14, true]);
  });

  it('says a missing key at the brace of the object that lacks it', () => {
    assert.deepEqual(said('"role": {}'), ['manifest.missingKey 5:11']);
    assert.deepEqual(
      parseManifest('{}').problems.map(({ message, offset, length }) => [message, offset, length]),
      [
        ['functionName is missing.', 0, 1],
        ['runtime is missing.', 0, 1],
        ['handler is missing.', 0, 1],
      ],
    );
  });

  it('says a value out of range once, with the range', () => {
    const { problems } = withLine('"timeout": 0.5');
    assert.deepEqual(
      problems.map(({ message }) => message),
      ['timeout must be a whole number from 1 to 900 (seconds).'],
    );
  });

  it('takes the paths that API Gateway takes', () => {
    const route = (path: string) =>
      said(
        `"api": { "name": "a", "stage": "b", "routes": [{ "method": "GET", "path": ${JSON.stringify(path)} }] }`,
      );
    for (const path of ['/', '/calc', '/users/{username}/a.b-c_d', '/{proxy+}', '/files/{proxy+}'])
      assert.deepEqual(route(path), [], path);
    for (const path of ['', 'calc', '/calc/', '//', '/a b', '/{proxy+}/more', '/a{b}', '/{}'])
      assert.deepEqual(route(path), ['manifest.invalidValue 5:77'], path);
  });

  it('knows alias names wherever they stand', () => {
    assert.deepEqual(said('"deploy": { "alias": "23" }'), ['manifest.invalidValue 5:24']);
    assert.deepEqual(
      said(
        '"api": { "name": "a", "stage": "b", "routes": [{ "method": "GET", "path": "/" }], "alias": "a b" }',
      ),
      ['manifest.invalidValue 5:94'],
    );
    assert.deepEqual(said('"warmUp": { "schedule": "rate(5 minutes)", "alias": "$LATEST" }'), [
      'manifest.invalidValue 5:55',
    ]);
  });

  it('names what a choice can be', () => {
    const { problems } = withLine('"architecture": "arm46"');
    assert.equal(problems[0]?.suggestion, '"arm64"');
    assert.match(problems[0].message, /one of x86_64, arm64/);
  });

  it('refuses role and roleArn together, at the later one', () => {
    const { problems } = withLine('"roleArn": "arn:aws:iam::123456789012:role/r", "role": { "name": "r" }');
    assert.deepEqual(
      problems.map(({ code, column, fromSchema }) => [code, column, fromSchema]),
      [['manifest.twoRoles', 50, false]],
    );
  });

  it('refuses a key that comes twice', () => {
    assert.deepEqual(said('"functionName": "other"'), ['json.duplicateKey 5:3']);
  });

  it('refuses names of variables that Lambda refuses, without the value', () => {
    const { problems } = withLine(
      '"environment": { "A": "s3cret", "1X": "s3cret", "B-C": "s3cret", "OK": 3 }',
    );
    assert.equal(problems.length, 4);
    assert.doesNotMatch(JSON.stringify(problems), /s3cret/);
  });

  it('is not fooled by inherited names', () => {
    assert.deepEqual(said('"constructor": 1'), ['manifest.unknownKey 5:3']);
    assert.deepEqual(said('"__proto__": { "role": 1 }'), ['manifest.unknownKey 5:3']);
    assert.deepEqual(said('"environment": { "constructor": "x" }'), ['manifest.unusableName 5:20']);
  });

  it('refuses what IAM would refuse of a role: ARNs of something else, tags, absolute paths', () => {
    const arns = (arn: string) => said(`"roleArn": "${arn}"`);
    assert.deepEqual(arns('arn:aws-us-gov:iam::123456789012:role/team/r'), []);
    for (const arn of ['my-role', 'arn:aws:iam::123456789012:user/u', 'arn:aws:iam::aws:role/r']) {
      assert.deepEqual(arns(arn), ['manifest.invalidValue 5:14'], arn);
    }
    const role = (more: string) => said(`"role": { "name": "r", ${more} }`);
    assert.deepEqual(role('"managedPolicyArns": ["arn:aws:iam::123456789012:role/r"]'), [
      'manifest.invalidValue 5:48',
    ]);
    assert.deepEqual(role('"tags": { "team a": "x@y", "Größe": "" }'), []);
    assert.deepEqual(role('"tags": { "aws:x": "1", "": "2", "a": "<" }'), [
      'manifest.invalidValue 5:36',
      'manifest.invalidValue 5:50',
      'manifest.invalidValue 5:64',
    ]);
    assert.deepEqual(role('"trustPolicy": "/etc/trust.json"'), ['manifest.invalidValue 5:41']);
    assert.deepEqual(said('"package": { "root": "C:\\\\fn" }'), ['manifest.invalidValue 5:24']);
  });

  it('wants a runtime to be named, and takes one that it does not know', () => {
    const named = (runtime: string) => parseManifest(minimal.replace('python3.13', runtime)).problems.length;
    assert.deepEqual([named(''), named('nodejs99.x')], [1, 0]);
  });

  it('says syntax errors, the empty file and other values than objects', () => {
    assert.equal(parseManifest('').problems[0]?.code, 'json.empty');
    assert.deepEqual(
      parseManifest('{\n  "a" 1\n}').problems.map(({ code, line }) => `${code} ${line}`)[0],
      'json.syntax 2',
    );
    assert.equal(parseManifest('[1]').problems[0]?.message, 'A manifest must be an object, not a list.');
  });

  it('refuses a list where an object belongs, once', () => {
    assert.deepEqual(said('"deploy": [], "environment": ["x"], "role": []'), [
      'manifest.wrongType 5:13',
      'manifest.wrongType 5:32',
      'manifest.wrongType 5:47',
    ]);
  });

  it('survives a nesting that would overflow the stack, and a byte order mark', () => {
    const deep = parseManifest('['.repeat(200_000));
    assert.equal(deep.problems[0]?.code, 'json.tooDeep');
    assert.deepEqual(parseManifest(`\uFEFF${minimal}`).problems, []);
  });
});

describe('requireManifest', () => {
  it('throws a failure with the place of the first error and how many more there are', () => {
    assert.throws(
      () => requireManifest('{\n  "functionName": 1\n}', 'a/lambda.json'),
      (error: unknown) => {
        assert.ok(error instanceof Failure);
        assert.equal(error.code, 'manifest.invalid');
        assert.deepEqual(error.location, { file: 'a/lambda.json', line: 1, column: 1 });
        assert.match(error.message, /^a\/lambda\.json:1: runtime is missing\. \(and 2 more\)$/);
        return true;
      },
    );
  });
});

describe('newManifestText', () => {
  it("writes five lines in the schema's order that parse without a problem", () => {
    const text = newManifestText({ handler: 'app.handler', functionName: 'f', runtime: 'nodejs24.x' });
    assert.equal(
      text,
      '{\n  "functionName": "f",\n  "runtime": "nodejs24.x",\n  "handler": "app.handler"\n}\n',
    );
    assert.deepEqual(parseManifest(text).problems, []);
  });
});

describe('filesNamedBy', () => {
  it('lists policies and environment files with where they are named', () => {
    const { manifest } = withLine(
      '"aliases": { "PROD": { "smokeTests": ["a.json", "b.json"] } }, "environmentFile": "env.txt", "local": { "environmentFile": "local.txt" }, "role": { "name": "r", "trustPolicy": "t.json", "inlinePolicies": { "p": "p.json" } }',
    );
    assert.ok(manifest);
    assert.deepEqual(filesNamedBy(manifest), [
      { path: 'env.txt', role: 'environment', at: ['environmentFile'] },
      { path: 't.json', role: 'trustPolicy', at: ['role', 'trustPolicy'] },
      { path: 'p.json', role: 'inlinePolicy', at: ['role', 'inlinePolicies', 'p'] },
      { path: 'local.txt', role: 'localEnvironment', at: ['local', 'environmentFile'] },
      { path: 'a.json', role: 'smokeTest', at: ['aliases', 'PROD', 'smokeTests', 0] },
      { path: 'b.json', role: 'smokeTest', at: ['aliases', 'PROD', 'smokeTests', 1] },
    ]);
  });
});
