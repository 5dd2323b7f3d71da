import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { WorkspaceFiles } from '../../src/workflows/ports.ts';
import { checkManifest } from '../../src/workflows/checkManifest.ts';

const now = Date.parse('2026-11-15');
const handler = 'def lambda_handler(event, context): pass\n';
const signal = new AbortController().signal;

/** Files of a workspace held in memory; folders exist when something lies in them. */
const filesOf = (texts: Record<string, string>): WorkspaceFiles => ({
  readText: (path) => Promise.resolve(texts[path]),
  exists: (path) =>
    Promise.resolve(Object.keys(texts).some((file) => file === path || file.startsWith(`${path}/`))),
});

const manifestText = (line: string, runtime = 'python3.13', handlerName = 'calc.lambda_handler') =>
  `{\n"functionName": "calc", "runtime": "${runtime}", "handler": "${handlerName}",\n${line}\n}`;

async function check(text: string, others: Record<string, string> = { '/w/f/calc.py': handler }) {
  const place = { file: '/w/f/lambda.json', text, folder: '/w/f', workspaceFolder: '/w' };
  return checkManifest(place, { files: filesOf(others), now }, { signal });
}

async function said(text: string, others?: Record<string, string>) {
  const { files } = await check(text, others);
  return files.flatMap(({ file, problems }) =>
    problems.map(({ code, line, column }) => `${file.replace('/w/f/', '')}:${line}:${column} ${code}`),
  );
}

describe('checkManifest', () => {
  it('finds nothing in a manifest whose files are there', async () => {
    const text = manifestText(
      '"environmentFile": "env.txt", "package": { "root": "src" }, "role": { "name": "r", "trustPolicy": "../trust.json" }',
    );
    const trust =
      '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}}';
    const files = { '/w/f/env.txt': 'A1=b\n', '/w/f/src/calc.py': handler, '/w/trust.json': trust };
    assert.deepEqual(await said(text, files), []);
  });

  it('says missing files and folders, and paths out of the workspace, at their value', async () => {
    const text = manifestText(
      '"environmentFile": "env.txt",\n"package": { "root": "dist" },\n"role": { "name": "r",\n"trustPolicy": "../../etc/passwd" }',
    );
    assert.deepEqual(await said(text), [
      'lambda.json:3:20 manifest.fileMissing',
      'lambda.json:4:22 manifest.fileMissing',
      'lambda.json:6:16 manifest.fileOutside',
    ]);
  });

  it('says folders of layers that are missing or outside, and two layers of one name', async () => {
    const text = manifestText(
      '"layers": [\n"../shared",\n"gone",\n{ "folder": "../../etc" },\n{ "folder": "lib", "name": "shared" }]',
    );
    const files = { '/w/f/calc.py': handler, '/w/shared/python/a.py': '', '/w/f/lib/b.py': '' };
    assert.deepEqual(await said(text, files), [
      'lambda.json:5:1 manifest.fileMissing',
      'lambda.json:6:13 manifest.fileOutside',
      'lambda.json:7:13 manifest.layerTwice',
    ]);
  });

  it('says what is included and missing or outside', async () => {
    const text = manifestText(
      '"package": { "include": [\n{ "from": "../shared", "to": "a" },\n{ "from": "gone", "to": "b" },\n{ "from": "../../etc", "to": "c" }] }',
    );
    assert.deepEqual(await said(text, { '/w/f/calc.py': handler, '/w/shared/a.py': '' }), [
      'lambda.json:5:11 manifest.fileMissing',
      'lambda.json:6:11 manifest.fileOutside',
    ]);
  });

  it('says a missing event of a smoke test, and one that is no JSON, at its place', async () => {
    const text = manifestText('"aliases": {\n"PROD": { "smokeTests": ["gone.json",\n"broken.json"] } }');
    const files = { '/w/f/calc.py': handler, '/w/f/broken.json': '{\n"left": }' };
    assert.deepEqual(await said(text, files), [
      'lambda.json:4:26 manifest.fileMissing',
      'broken.json:2:9 json.syntax',
    ]);
  });

  it('says runtimes that Lambda no longer accepts, with what to use', async () => {
    const first = async (runtime: string) => {
      const [manifest] = (await check(manifestText('"timeout": 3', runtime, 'calc.lambda_handler'))).files;
      const [problem] = manifest?.problems ?? [];
      return problem && [problem.severity, problem.code, problem.message, problem.suggestion];
    };
    assert.deepEqual(await first('python3.6'), [
      'error',
      'manifest.runtimeRetired',
      'Lambda no longer creates or updates functions with python3.6. Use python3.14.',
      '"python3.14"',
    ]);
    assert.deepEqual(await first('python3.7'), [
      'warning',
      'manifest.runtimeRetiring',
      'Lambda no longer creates functions with python3.7; existing ones can be updated until 2027-03-03. Use python3.14.',
      '"python3.14"',
    ]);
    assert.match(
      String((await first('python3.9'))?.[2]),
      /until 2027-02-01 and updates them until 2027-03-03/,
    );
    assert.deepEqual((await first('python3.31'))?.slice(0, 2), ['warning', 'manifest.runtimeUnknown']);
    assert.equal(await first('python3.14'), undefined);
  });

  it('says a handler whose file or function is not there', async () => {
    assert.deepEqual(await said(manifestText('"timeout": 3'), {}), [
      'lambda.json:2:61 manifest.handlerFileMissing',
    ]);
    assert.deepEqual(await said(manifestText('"timeout": 3', 'python3.13', 'calc')), [
      'lambda.json:2:61 manifest.handlerForm',
    ]);
    const { files } = await check(manifestText('"timeout": 3', 'python3.13', 'calc.main'));
    assert.equal(
      files[0]?.problems[0]?.message,
      'calc.py does not define main. Did you mean "calc.lambda_handler"?',
    );
    const star = { '/w/f/calc.py': 'from other import *' };
    assert.deepEqual(await said(manifestText('"timeout": 3', 'python3.13', 'calc.main'), star), []);
    const node = { '/w/f/src/index.mjs': 'export const main = async (event) => {};' };
    assert.deepEqual(await said(manifestText('"timeout": 3', 'nodejs24.x', 'src/index.main'), node), []);
    assert.deepEqual(await said(manifestText('"timeout": 3', 'nodejs24.x', 'src/index.handler'), node), [
      'lambda.json:2:61 manifest.handlerUndefined',
    ]);
    assert.deepEqual(await said(manifestText('"timeout": 3', 'provided.al2023', 'bootstrap'), {}), []);
  });

  it('finds a handler that comes from what is included', async () => {
    const including = (
      from: string,
      to: string,
      rest = '"timeout": 3',
      runtime = 'python3.13',
      name = 'lib/app.main',
    ) =>
      manifestText(
        `"package": { "include": [{ "from": "${from}", "to": "${to}" }] }, ${rest}`,
        runtime,
        name,
      );
    const python = { '/w/shared/app.py': 'def main(event, context): pass\n' };
    assert.deepEqual(await said(including('../shared', 'lib'), python), []);
    assert.deepEqual(await said(including('../shared', 'lib/'), python), []);
    assert.deepEqual(await said(including('../shared/app.py', 'lib/'), python), []);
    assert.deepEqual(await said(including('../shared/app.py', 'lib/app.py'), python), []);
    const missing = ['lambda.json:2:61 manifest.handlerFileMissing'];
    assert.deepEqual(await said(including('../shared', 'other'), python), missing);
    const climbing = including('../shared', 'lib', undefined, undefined, 'lib/../../app.main');
    assert.deepEqual(await said(climbing, { ...python, '/w/app.py': 'def main(): pass' }), missing);

    const { files } = await check(including('../shared', 'lib'), {
      '/w/shared/app.py': 'def mine(): pass\n',
    });
    assert.match(files[0]?.problems[0]?.message ?? '', /^lib\/app\.py does not define main/);
    const own = { ...python, '/w/f/lib/app.py': 'def mine(): pass\n' };
    assert.deepEqual(await said(including('../shared', 'lib'), own), [
      'lambda.json:2:61 manifest.handlerUndefined',
    ]);

    const source = { '/w/shared/app.ts': 'export const main = async () => {};\n' };
    assert.deepEqual(await said(including('../shared', 'lib', '"timeout": 3', 'nodejs24.x'), source), []);
    assert.deepEqual(await said(including('../shared', 'lib', '"build": "none"', 'nodejs24.x'), source), [
      'lambda.json:2:61 manifest.handlerUncompiled',
    ]);
    const warmed = including('../shared', 'lib', '"warmUp": { "schedule": "rate(5 minutes)" }');
    const { files: guarded } = await check(warmed, python);
    assert.deepEqual(
      guarded.map(({ file }) => file),
      ['/w/f/lambda.json', '/w/shared/app.py'],
    );
  });

  it('says of a handler what Lambda would make of it: TypeScript, a coroutine', async () => {
    const problem = async (runtime: string, files: Record<string, string>, more = '"timeout": 3') =>
      (await check(manifestText(more, runtime, 'calc.main'), files)).files[0]?.problems[0];
    const source = 'export const main = async (event) => {};';
    assert.equal(await problem('nodejs24.x', { '/w/f/calc.ts': source }), undefined, 'it is compiled');
    const other = await problem('nodejs24.x', { '/w/f/calc.ts': source.replace('main', 'other') });
    assert.match(other?.message ?? '', /^calc\.ts does not define main/);
    const own = '"build": { "command": ["make"], "output": "dist" }';
    assert.equal(await problem('nodejs24.x', {}, own), undefined, 'what it writes is not known yet');
    const uncompiled = await problem('nodejs24.x', { '/w/f/calc.ts': source }, '"build": "none"');
    assert.equal(uncompiled?.severity, 'error');
    assert.match(uncompiled.message, /^calc\.ts is TypeScript.*Leave "build" out.*calc\.js/);
    const compiled = { '/w/f/calc.ts': source, '/w/f/calc.js': 'exports.main = async () => {};' };
    assert.equal(await problem('nodejs24.x', compiled), undefined);
    const coroutine = await problem('python3.14', { '/w/f/calc.py': 'async def main(event, context): pass' });
    assert.equal(coroutine?.severity, 'warning');
    assert.match(coroutine.message, /^main is async.*asyncio\.run/);
  });

  it('says which other manifest means the same function, at the name', async () => {
    const text = manifestText('"timeout": 3');
    const place = { file: '/w/f/lambda.json', text, folder: '/w/f', workspaceFolder: '/w' };
    const files = filesOf({ '/w/f/calc.py': handler });
    const report = await checkManifest(
      { ...place, namesakes: ['old/lambda.json'] },
      { files, now },
      { signal },
    );
    const [problem, ...others] = report.files[0]?.problems ?? [];
    assert.deepEqual(others, []);
    assert.deepEqual([problem?.severity, problem?.line, problem?.column], ['warning', 2, 17]);
    assert.match(problem?.message ?? '', /^old\/lambda\.json names the function calc too/);
  });

  it('says reserved names at the name and never a value', async () => {
    const text = manifestText(
      '"environment": { "OK_1": "x", "AWS_REGION": "s3cret", "AWS_LAMBDA_EXEC_WRAPPER": "/opt/w" }',
    );
    const { files } = await check(text);
    assert.deepEqual(
      files[0]?.problems.map(({ code, column }) => [code, column]),
      [['manifest.reservedVariable', 31]],
    );
    assert.doesNotMatch(JSON.stringify(files), /s3cret/);
  });

  it('measures manifest and file together', async () => {
    const env = (bytes: number) => ({ '/w/f/calc.py': handler, '/w/f/env.txt': `BB=${'x'.repeat(bytes)}` });
    const text = manifestText('"environment": { "AA": "é" }, "environmentFile": "env.txt"');
    // {"AA":"é","BB":"…"} is 18 characters and one more byte without the value.
    const room = 4096 - '{"AA":"é","BB":""}'.length - 1;
    assert.deepEqual(await said(text, env(room)), []);
    assert.deepEqual(await said(text, env(room + 1)), ['lambda.json:3:1 manifest.environmentTooLarge']);
  });

  it('checks policies and environment files at their own places', async () => {
    const text = manifestText(
      '"environmentFile": "env.txt", "local": { "environmentFile": "env.txt" }, "role": { "name": "r", "trustPolicy": "t.json", "inlinePolicies": { "p": "p.json" } }',
    );
    const files = {
      '/w/f/calc.py': handler,
      '/w/f/env.txt': 'A1=1\nB =2\nHOME\n',
      '/w/f/t.json': '{"Version":"2012-10-17","Statement":[]}',
      '/w/f/p.json':
        '{"Version":"2012-10-17",\n"Statement":{"Effect":"allow","Action":"s3:*","Resource":"*"}}',
    };
    assert.deepEqual(await said(text, files), [
      'env.txt:2:1 environmentFile.blankInName',
      'env.txt:3:1 environmentFile.fromHost',
      't.json:1:37 policy.noStatement',
      'p.json:2:23 policy.effect',
    ]);
  });

  it('wants an alias for the stage variable that is to hold it', async () => {
    const routes = '[{ "method": "GET", "path": "/" }]';
    const api = (more: string) =>
      manifestText(`"api": {\n"name": "a", "stage": "b", "routes": ${routes}, ${more} }`);
    assert.deepEqual(await said(api('"stageVariable": "lambdaAlias", "alias": "DEV"')), []);
    assert.deepEqual(await said(api('"stageVariable": "lambdaAlias"')), [
      'lambda.json:4:91 manifest.stageVariable',
    ]);
  });

  it('says a schedule that AWS would refuse at its value, with what was meant, and one that never runs again', async () => {
    const guarded = {
      '/w/f/calc.py': 'def lambda_handler(event, context):\n    return event["source"] == "aws.events"\n',
    };
    const schedule = (text: string) => manifestText(`"warmUp": {\n"schedule": "${text}" }`);
    assert.deepEqual(await said(schedule('rate(5 minutes)'), guarded), []);
    assert.deepEqual(await said(schedule('rate(5 minute)'), guarded), ['lambda.json:4:13 manifest.schedule']);
    const { files } = await check(schedule('rate(5 minute)'), guarded);
    assert.equal(files[0]?.problems[0]?.suggestion, '"rate(5 minutes)"');
    const over = await check(schedule('cron(0 9 * * ? 2020)'), guarded);
    assert.deepEqual(
      over.files[0]?.problems.map(({ severity }) => severity),
      ['warning'],
    );
  });

  it('hints at a handler that a warm-up rule calls without its guard, unless the rule sends something else', async () => {
    const handlerText = {
      '/w/f/calc.py': 'import os\n\ndef lambda_handler(event, context):\n    return 1\n',
    };
    const text = manifestText('"warmUp": { "schedule": "rate(5 minutes)" }');
    assert.deepEqual(await said(text, handlerText), ['calc.py:3:1 handler.noWarmUpGuard']);
    assert.deepEqual(await said(manifestText('"timeout": 3'), handlerText), []);
    const other = '"warmUp": { "schedule": "rate(5 minutes)", "input": { "warm": true } }';
    assert.deepEqual(await said(manifestText(other), handlerText), []);
  });

  it('ends where it is aborted', async () => {
    const controller = new AbortController();
    const files: WorkspaceFiles = {
      readText: () => (controller.abort(), Promise.resolve('')),
      exists: () => Promise.resolve(true),
    };
    const text = manifestText('"environmentFile": "env.txt"');
    const place = { file: '/w/f/lambda.json', text, folder: '/w/f', workspaceFolder: '/w' };
    await assert.rejects(checkManifest(place, { files, now }, { signal: controller.signal }), {
      name: 'AbortError',
    });
  });
});
