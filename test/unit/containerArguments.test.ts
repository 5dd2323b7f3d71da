import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { ContainerSpec } from '../../src/core/local/containerSpec.ts';
import { dockerRunText } from '../../src/core/local/dockerRunText.ts';
import { contractOf, imageOf } from '../../src/core/local/images.ts';
import { runArguments } from '../../src/core/local/runArguments.ts';
import type { ContainerLaunch } from '../../src/core/local/runArguments.ts';

const spec: ContainerSpec = {
  contract: 'rie',
  image: 'public.ecr.aws/lambda/python:3.13',
  imageId: 'sha256:1',
  functionName: 'calc',
  handler: 'app.handler',
  customRuntime: false,
  timeout: 3,
  memorySize: 128,
  ephemeralStorage: 512,
  codeFolder: '/code/calc',
  mounts: [],
  environment: { TOKEN: 'secret' },
  network: undefined,
  extraHosts: [],
};
const launch: ContainerLaunch = {
  name: 'lambda-workbench-calc-1',
  labels: { 'lambda-workbench.pid': '42' },
  port: 40001,
  apiPort: 40002,
  environment: { names: ['TOKEN'] },
  environmentFile: undefined,
};
const argumentsOf = (more: Partial<ContainerSpec> = {}, other: Partial<ContainerLaunch> = {}) =>
  runArguments({ ...spec, ...more }, { ...launch, ...other });

describe('the arguments of docker run', () => {
  it('start the emulator directly, limited, read-only and on this machine only', () => {
    assert.deepEqual(argumentsOf(), [
      'run',
      '--rm',
      '--pull=never',
      '--name',
      'lambda-workbench-calc-1',
      '--label',
      'lambda-workbench.pid=42',
      '--publish',
      '127.0.0.1:40001:8080',
      '--memory',
      '128m',
      '--memory-swap',
      '128m',
      '--tmpfs',
      '/tmp:size=512m,mode=1777,exec',
      '--mount',
      'type=bind,source=/code/calc,target=/var/task,readonly',
      '--env',
      'TOKEN',
      '--entrypoint',
      '/usr/local/bin/aws-lambda-rie',
      'public.ecr.aws/lambda/python:3.13',
      '--log-level',
      'debug',
      '/var/runtime/bootstrap',
    ]);
  });

  it('leave the bootstrap of a custom runtime to be found', () => {
    assert.deepEqual(argumentsOf({ customRuntime: true }).slice(-3), [spec.image, '--log-level', 'debug']);
  });

  it('give a lambci image its handler, and reach its own API', () => {
    const args = argumentsOf({ contract: 'lambci', image: 'lambci/lambda:python3.6' });
    assert.deepEqual(args.slice(-4), [
      '--env',
      'DOCKER_LAMBDA_STAY_OPEN=1',
      'lambci/lambda:python3.6',
      'app.handler',
    ]);
    assert.ok(args.includes('127.0.0.1:40001:9001'));
    assert.ok(!args.includes('--entrypoint'));
  });

  it('on the host’s network publish nothing, and bind the emulator to this machine', () => {
    const args = argumentsOf({ network: 'host' });
    assert.ok(!args.includes('--publish'));
    assert.deepEqual(args.slice(-5), [
      '--runtime-interface-emulator-address',
      '127.0.0.1:40001',
      '--runtime-api-address',
      '127.0.0.1:40002',
      '/var/runtime/bootstrap',
    ]);
  });

  it('take over network, hosts, mounts and the file of variables', () => {
    const args = argumentsOf(
      {
        network: 'app_default',
        extraHosts: ['db.test:172.17.0.1'],
        mounts: [{ source: '/code/node_modules', target: '/var/task/node_modules' }],
      },
      { environmentFile: '/storage/x.env' },
    ).join(' ');
    assert.match(args, / --network app_default --add-host db\.test:172\.17\.0\.1 /);
    assert.match(args, /target=\/var\/task,readonly --mount type=bind,source=\/code\/node_modules,/);
    assert.match(args, / --env TOKEN --env-file \/storage\/x\.env /);
  });

  it('quote a path that the mount syntax would cut', () => {
    const args = argumentsOf({ codeFolder: '/code/a,b "c"' });
    assert.ok(args.includes('type=bind,"source=/code/a,b ""c""",target=/var/task,readonly'));
  });

  it('mount a copy of the code where the engine does not see the folder', () => {
    const args = argumentsOf({}, { copiedIn: 'copy-1' });
    assert.match(args.join(' '), / --volumes-from copy-1:ro /);
    assert.ok(!args.some((arg) => arg.includes(spec.codeFolder)));
  });

  it('hold no value of a variable', () => {
    assert.ok(!argumentsOf().some((arg) => arg.includes('secret')));
  });
});

describe('the docker run command for a person', () => {
  it('names variables and quotes for a shell', () => {
    const text = dockerRunText({ ...spec, codeFolder: "/code/it's here" }, 'podman');
    assert.equal(
      text,
      "podman run --rm -p 127.0.0.1:9000:8080 -m 128m -v '/code/it'\\''s here:/var/task:ro' -e TOKEN public.ecr.aws/lambda/python:3.13 app.handler",
    );
  });

  it('takes the event on standard input for a lambci image', () => {
    const text = dockerRunText({ ...spec, contract: 'lambci', image: 'lambci/lambda:python3.6' }, 'docker');
    assert.match(text, /^docker run --rm -i -e DOCKER_LAMBDA_USE_STDIN=1 /);
  });
});

describe('the image of a function', () => {
  const aws = 'public.ecr.aws/lambda/';
  const tags: [string, string][] = [
    ['python3.13', 'python:3.13'],
    ['python2.7', 'python:2.7'],
    ['nodejs24.x', 'nodejs:24'],
    ['nodejs8.10', 'nodejs:8.10'],
    ['java21', 'java:21'],
    ['java8.al2', 'java:8.al2'],
    ['ruby3.4', 'ruby:3.4'],
    ['dotnet8', 'dotnet:8'],
    ['dotnetcore3.1', 'dotnet:core3.1'],
    ['provided.al2023', 'provided:al2023'],
    ['provided.al2', 'provided:al2'],
    ['provided', 'provided:alami'],
    ['go1.x', 'provided:al2'],
  ];
  for (const [runtime, tag] of tags) {
    it(`is ${tag} for ${runtime}`, () => assert.equal(imageOf({ runtime }, {}), aws + tag));
  }

  it('is the manifest’s, then the setting’s', () => {
    const setting = { 'python3.13': 'registry.test/python' };
    assert.equal(imageOf({ runtime: 'python3.13' }, setting), 'registry.test/python');
    assert.equal(imageOf({ runtime: 'python3.13', local: { image: 'mine' } }, setting), 'mine');
    assert.equal(imageOf({ runtime: 'python3.12' }, setting), `${aws}python:3.12`);
  });

  const contracts: [string, string][] = [
    ['public.ecr.aws/lambda/python:3.13', 'rie'],
    ['lambci/lambda:python3.6', 'lambci'],
    ['registry.test/lambci/lambda', 'lambci'],
    ['ghcr.io/shogo82148/lambda-python:3.13', 'lambci'],
    ['registry.test/notlambci/lambda2:1', 'rie'],
  ];
  for (const [image, contract] of contracts) {
    it(`is driven as ${contract}: ${image}`, () => assert.equal(contractOf(image, undefined), contract));
  }

  it('is driven as the manifest says', () => {
    assert.equal(contractOf('mine', { contract: 'lambci' }), 'lambci');
  });
});
