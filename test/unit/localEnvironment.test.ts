import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { parseEnvironmentFile } from '../../src/core/environmentFile.ts';
import { localEnvironment } from '../../src/core/local/localEnvironment.ts';
import type { EnvironmentSources } from '../../src/core/local/localEnvironment.ts';
import { splitEnvironment } from '../../src/core/local/splitEnvironment.ts';

const credentials = { accessKeyId: 'AKID', secretAccessKey: 'secret', sessionToken: 'token' };

function environmentOf(more: Partial<EnvironmentSources> & { readonly texts?: readonly string[] } = {}) {
  const { texts = [], ...rest } = more;
  return localEnvironment({
    manifest: { functionName: 'calc', handler: 'app.handler' },
    files: texts.map((text) => parseEnvironmentFile(text).entries),
    connection: { region: 'eu-west-1', endpoint: undefined, credentials: undefined },
    hostValue: (name) => (name === 'ON_HOST' ? 'host' : undefined),
    ...rest,
  });
}

describe('the environment of a local run', () => {
  it('has what Lambda sets, and the region of the connection', () => {
    assert.deepEqual(environmentOf(), {
      AWS_REGION: 'eu-west-1',
      AWS_DEFAULT_REGION: 'eu-west-1',
      AWS_LAMBDA_FUNCTION_NAME: 'calc',
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '128',
      AWS_LAMBDA_FUNCTION_TIMEOUT: '3',
      _HANDLER: 'app.handler',
    });
  });

  it('lets the later source win: manifest, deployed file, local file', () => {
    const manifest = {
      functionName: 'c',
      handler: 'a.b',
      environment: { A: '1', BB: '1', CC: '1', DD: null },
    };
    const { A, BB, CC, DD } = environmentOf({ manifest, texts: ['BB=2\nCC=2', 'CC=3'] });
    assert.deepEqual([A, BB, CC, DD], ['1', '2', '3', undefined]);
  });

  it('keeps values as Docker does: quotes, blanks, signs and nothing at all', () => {
    const { QUOTED, SPACED, SUM, EMPTY } = environmentOf({
      texts: ['QUOTED="a b"\nSPACED=  x \nSUM=a=b#c\nEMPTY=\n# no\n'],
    });
    assert.deepEqual([QUOTED, SPACED, SUM, EMPTY], ['"a b"', '  x ', 'a=b#c', '']);
  });

  it('copies a bare name from this machine, where it has one', () => {
    const environment = environmentOf({ texts: ['ON_HOST\nNOT_THERE\n'] });
    assert.equal(environment['ON_HOST'], 'host');
    assert.ok(!('NOT_THERE' in environment));
  });

  it('lets a file choose the region, and not what the emulator reads', () => {
    const environment = environmentOf({
      texts: [
        'AWS_REGION=us-east-1\n_HANDLER=other\nAWS_LAMBDA_FUNCTION_TIMEOUT=abc\nAWS_LAMBDA_MAX_CONCURRENCY=5',
      ],
    });
    assert.equal(environment['AWS_REGION'], 'us-east-1');
    assert.equal(environment['_HANDLER'], 'app.handler');
    assert.equal(environment['AWS_LAMBDA_FUNCTION_TIMEOUT'], '3');
    assert.ok(!('AWS_LAMBDA_MAX_CONCURRENCY' in environment));
  });

  it('has credentials only when they are handed over, and never two halves', () => {
    assert.ok(!('AWS_ACCESS_KEY_ID' in environmentOf()));
    const connection = { region: undefined, endpoint: 'http://sandbox', credentials };
    const given = environmentOf({ connection });
    assert.equal(given['AWS_SECRET_ACCESS_KEY'], 'secret');
    assert.equal(given['AWS_SESSION_TOKEN'], 'token');
    assert.equal(given['AWS_ENDPOINT_URL'], 'http://sandbox');
    const own = environmentOf({ connection, texts: ['AWS_ACCESS_KEY_ID=OWN\nAWS_SECRET_ACCESS_KEY=own'] });
    assert.equal(own['AWS_ACCESS_KEY_ID'], 'OWN');
    assert.ok(!('AWS_SESSION_TOKEN' in own), 'the token belongs to another key');
  });
});

describe('the way of a variable to the container', () => {
  it('is the environment of the tool’s process, by name', () => {
    assert.deepEqual(splitEnvironment({ TOKEN: 'a\nb', AWS_REGION: 'x' }), {
      names: ['TOKEN', 'AWS_REGION'],
      fileText: undefined,
      impossible: [],
    });
  });

  const readByTools = [
    'PATH',
    'HOME',
    'DOCKER_HOST',
    'docker_context',
    'HTTPS_PROXY',
    'no_proxy',
    'CONTAINER_HOST',
    'CONTAINERD_ADDRESS',
    'LD_PRELOAD',
    'GODEBUG',
    'XDG_RUNTIME_DIR',
    'REGISTRY_AUTH_FILE',
  ];
  for (const name of readByTools) {
    it(`is a file for ${name}, which would change the tool`, () => {
      assert.deepEqual(splitEnvironment({ [name]: 'v' }), {
        names: [],
        fileText: `${name}=v\n`,
        impossible: [],
      });
    });
  }

  it('does not exist for a line break in such a name', () => {
    assert.deepEqual(splitEnvironment({ PATH: 'a\nb' }).impossible, ['PATH']);
  });

  for (const name of ['PATHS', 'MY_HOME', 'PROXYING', 'LAMBDA_DOCKER_HOST']) {
    it(`is not a file for ${name}`, () => assert.deepEqual(splitEnvironment({ [name]: 'v' }).names, [name]));
  }
});
