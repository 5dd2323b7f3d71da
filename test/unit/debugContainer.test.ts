import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { attachConfiguration } from '../../src/core/debug/attachConfiguration.ts';
import { compiledSources } from '../../src/core/debug/compiledSources.ts';
import { containerDebugger } from '../../src/core/debug/containerDebugger.ts';
import { debugSpec } from '../../src/core/debug/debugSpec.ts';
import type { DebugFiles } from '../../src/core/debug/debugSpec.ts';
import { isFailure } from '../../src/core/failures/failure.ts';
import type { ContainerSpec } from '../../src/core/local/containerSpec.ts';
import { runArguments } from '../../src/core/local/runArguments.ts';

const spec: ContainerSpec = {
  contract: 'rie',
  image: 'public.ecr.aws/lambda/nodejs:24',
  imageId: 'sha256:1',
  functionName: 'calc',
  handler: 'app.handler',
  customRuntime: false,
  timeout: 3,
  memorySize: 128,
  ephemeralStorage: 512,
  codeFolder: '/code/calc',
  mounts: [{ source: '/code/shared', target: '/var/task/shared' }],
  environment: { NODE_OPTIONS: '--enable-source-maps', AWS_LAMBDA_FUNCTION_TIMEOUT: '3' },
  network: undefined,
  extraHosts: [],
};
const files: DebugFiles = { scripts: '/storage/debug', package: undefined };
const aws = { image: 'public.ecr.aws/lambda/any:1', contract: 'rie' } as const;
const debuggerOf = (runtime: string) => containerDebugger({ functionName: 'calc', runtime }, aws);
const elsewhere = [
  { source: '/code/deep', target: '/var/task/shared/deep' },
  { source: '/code/shared', target: '/var/task/shared' },
  { source: '/code/layer', target: '/opt' },
];
const specFor = (runtime: string, more: Partial<ContainerSpec> = {}, from = files) =>
  debugSpec({ ...spec, ...more }, debuggerOf(runtime), 40123, from, []);

describe('the debugger of a runtime', () => {
  it('is known by the language, also for versions to come', () => {
    const runtimes = ['nodejs24.x', 'nodejs30.x', 'python3.13', 'java8.al2', 'java21'];
    assert.deepEqual(
      runtimes.map((runtime) => debuggerOf(runtime).language),
      ['node', 'node', 'python', 'java', 'java'],
    );
  });

  it('is missing for other languages, and for images that start no wrapper', () => {
    for (const runtime of ['ruby3.4', 'dotnet8', 'provided.al2023', 'go1.x']) {
      assert.throws(
        () => debuggerOf(runtime),
        (error) => isFailure(error, 'debug.runtime') && error.message.includes(runtime),
      );
    }
    const lambci = { image: 'lambci/lambda:python3.6', contract: 'lambci' } as const;
    assert.throws(
      () => containerDebugger({ functionName: 'calc', runtime: 'python3.6' }, lambci),
      (error) => isFailure(error, 'debug.contract') && error.message.includes('lambci/lambda:python3.6'),
    );
  });

  it('says when it can be attached to, by a line that nothing else prints', () => {
    assert.match('Debugger listening on ws://0.0.0.0:40123/0f1e', debuggerOf('nodejs24.x').cue);
    assert.match('Debugger listening on port 40123', debuggerOf('python3.13').cue);
    const java = 'Picked up _JAVA_OPTIONS: -agentlib:jdwp=transport=dt_socket';
    assert.match(java, debuggerOf('java21').cue);
    assert.doesNotMatch('the function says Debugger listening on', debuggerOf('nodejs24.x').cue);
  });
});

describe('the container to debug in', () => {
  it('has no time-out, room for the debugger, and its port on this machine only', () => {
    const { environment, ...rest } = specFor('nodejs24.x');
    assert.equal(rest.timeout, 86_400);
    assert.equal(environment['AWS_LAMBDA_FUNCTION_TIMEOUT'], '86400');
    assert.equal(rest.memorySize, 640);
    const args = runArguments(specFor('nodejs24.x'), {
      name: 'n',
      labels: {},
      port: 40001,
      apiPort: 40002,
      environment: { names: [] },
      environmentFile: undefined,
    });
    const published = args.filter((_, index) => args[index - 1] === '--publish');
    assert.deepEqual(published, ['127.0.0.1:40001:8080', '127.0.0.1:40123:40123']);
  });

  it('starts Node and Python by a wrapper, and leaves the variables of the function alone', () => {
    const { environment, mounts } = specFor('nodejs24.x');
    assert.deepEqual(environment, {
      NODE_OPTIONS: '--enable-source-maps',
      AWS_LAMBDA_FUNCTION_TIMEOUT: '86400',
      AWS_LAMBDA_EXEC_WRAPPER: '/lambda-workbench/bin/node',
      LAMBDA_WORKBENCH_LISTEN: '0.0.0.0:40123',
    });
    assert.deepEqual(mounts, [...spec.mounts, { source: files.scripts, target: '/lambda-workbench/bin' }]);
  });

  it('brings debugpy along, and goes through a wrapper of the function', () => {
    const own = { environment: { AWS_LAMBDA_EXEC_WRAPPER: '/opt/trace' } };
    const { environment, mounts } = specFor('python3.13', own, { ...files, package: '/ext/libs/debugpy' });
    assert.equal(environment['AWS_LAMBDA_EXEC_WRAPPER'], '/lambda-workbench/bin/python');
    assert.equal(environment['LAMBDA_WORKBENCH_OWN_WRAPPER'], '/opt/trace');
    assert.deepEqual(mounts.at(-1), {
      source: '/ext/libs/debugpy',
      target: '/lambda-workbench/lib/debugpy',
    });
  });

  it('tells the Java virtual machine to wait, beside the options of the function', () => {
    const agent = '-agentlib:jdwp=transport=dt_socket,server=y,suspend=y,quiet=y,address=0.0.0.0:40123';
    const { environment, mounts } = specFor('java21', { environment: {} });
    assert.deepEqual(environment, { AWS_LAMBDA_FUNCTION_TIMEOUT: '86400', _JAVA_OPTIONS: agent });
    assert.deepEqual(mounts, spec.mounts);
    const merged = specFor('java21', { environment: { _JAVA_OPTIONS: '-Xmx64m' } });
    assert.equal(merged.environment['_JAVA_OPTIONS'], `-Xmx64m ${agent}`);
  });

  it('listens to this machine only on the network of the host', () => {
    const { environment } = specFor('nodejs24.x', { network: 'host' });
    assert.equal(environment['LAMBDA_WORKBENCH_LISTEN'], '127.0.0.1:40123');
    const java = specFor('java21', { network: 'host', environment: {} });
    assert.match(java.environment['_JAVA_OPTIONS'] ?? '', /address=127\.0\.0\.1:40123$/);
  });
});

describe('the configuration to attach with', () => {
  const endpoint = { host: '172.17.0.9', port: 40123 };
  const code = {
    functionName: 'calc',
    root: '/code/calc',
    elsewhere: [],
  };
  const configurationFor = (runtime: string, more = {}) =>
    attachConfiguration(debuggerOf(runtime), { ...code, ...more }, endpoint);

  it('maps files for Node, source maps that lead out of the package included', () => {
    const { type, request, outFiles, resolveSourceMapLocations, ...rest } = configurationFor('nodejs24.x');
    assert.deepEqual([type, request], ['node', 'attach']);
    assert.deepEqual(rest, {
      name: 'calc',
      address: '172.17.0.9',
      port: 40123,
      localRoot: '/code/calc',
      remoteRoot: '/var/task',
      continueOnAttach: true,
      autoAttachChildProcesses: false,
      runtimeSourcemapPausePatterns: [],
      skipFiles: ['<node_internals>/**', '/var/runtime/**', '/lambda-workbench/bin/**'],
    });
    assert.deepEqual(outFiles, ['/code/calc/**/*.(m|c|)js', '!**/node_modules/**']);
    assert.deepEqual(resolveSourceMapLocations, ['/code/calc/**', '/var/task/**', '!**/node_modules/**']);
  });

  it('lets Node be told where more of its code lies, by source maps that come with it', () => {
    const { resolveSourceMapLocations, runtimeSourcemapPausePatterns } = configurationFor('nodejs24.x', {
      elsewhere,
    });
    assert.deepEqual(runtimeSourcemapPausePatterns, [
      ...['/var/task/shared/deep{,/**}', '/var/task/shared{,/**}'],
    ]);
    assert.deepEqual((resolveSourceMapLocations as string[]).slice(3), [
      ...['/code/calc/shared/deep{,/**}', 'file:///var/task/shared/deep{,/**}'],
      ...['/code/calc/shared{,/**}', 'file:///var/task/shared{,/**}'],
      ...['/opt{,/**}', 'file:///opt{,/**}'],
    ]);
    const told = (runtime: string) =>
      debugSpec(spec, debuggerOf(runtime), 40123, files, elsewhere).environment['LAMBDA_WORKBENCH_ELSEWHERE'];
    assert.deepEqual(JSON.parse(told('nodejs24.x') ?? ''), [
      ['/var/task/shared/deep', '/code/deep'],
      ['/var/task/shared', '/code/shared'],
      ['/opt', '/code/layer'],
    ]);
    assert.equal(told('python3.13'), undefined);
  });

  it('takes what a build has compiled from the copy that runs, and its sources from the workspace', () => {
    const map = JSON.stringify({
      version: 3,
      sources: ['app.ts', '../../shared/sum.ts', '/code/calc/src/other.ts', 7],
    });
    const sources = compiledSources(map, 'src/app.js.map', '/code/calc');
    assert.deepEqual(sources, {
      'app.ts': '/code/calc/src/app.ts',
      '../../shared/sum.ts': '/code/shared/sum.ts',
    });
    assert.deepEqual(compiledSources('no map', 'app.js.map', '/code/calc'), {});
    const compiled = { folder: '/storage/task', sources };
    const { localRoot, outFiles, sourceMapPathOverrides } = attachConfiguration(
      debuggerOf('nodejs24.x'),
      { ...code, compiled },
      endpoint,
    );
    assert.equal(localRoot, '/storage/task');
    assert.deepEqual(outFiles, ['/storage/task/**/*.(m|c|)js', '!**/node_modules/**']);
    assert.deepEqual(sourceMapPathOverrides, sources);
  });

  it('maps files for Python to those that a person edits, the innermost first', () => {
    const { type, connect, pathMappings } = configurationFor('python3.13', { elsewhere });
    assert.equal(type, 'debugpy');
    assert.deepEqual(connect, { host: '172.17.0.9', port: 40123 });
    assert.deepEqual(pathMappings, [
      { localRoot: '/code/deep', remoteRoot: '/var/task/shared/deep' },
      { localRoot: '/code/shared', remoteRoot: '/var/task/shared' },
      { localRoot: '/code/layer', remoteRoot: '/opt' },
      { localRoot: '/code/calc', remoteRoot: '/var/task' },
    ]);
  });

  it('names the port for Java', () => {
    assert.deepEqual(configurationFor('java21'), {
      type: 'java',
      request: 'attach',
      name: 'calc',
      hostName: '172.17.0.9',
      port: 40123,
    });
  });
});
