import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { ministackEnvironment } from '../../src/local/sandbox/ministackEnvironment.ts';
import { linuxStartTime } from '../../src/local/processIdentity.ts';
import { parseMailbox } from '../../src/local/sandbox/sandboxMailbox.ts';
import { isPortTaken, startFailureReason } from '../../src/local/sandbox/startFailureReason.ts';

describe('the environment of the sandbox', () => {
  const host = {
    PATH: '/usr/bin',
    HOME: '/home/someone',
    AWS_SECRET_ACCESS_KEY: 'MARKER',
    AWS_PROFILE: 'production',
    GITHUB_TOKEN: 'MARKER',
    DOCKER_HOST: 'unix:///var/run/docker.sock',
    PYTHONPATH: '/somewhere',
    NODE_OPTIONS: '--require /somewhere.js',
  };
  const settings = {
    port: 41_234,
    command: '/venv/bin/ministack',
    runFolder: '/run/one',
    stateFolder: undefined,
  };

  it('holds nothing of the host but what a process needs to run', () => {
    const environment = ministackEnvironment(settings, host);
    assert.equal(JSON.stringify(environment).includes('MARKER'), false);
    for (const name of [
      'AWS_PROFILE',
      'GITHUB_TOKEN',
      'PYTHONPATH',
      'NODE_OPTIONS',
      'AWS_SECRET_ACCESS_KEY',
    ]) {
      assert.equal(environment[name], undefined, name);
    }
    assert.equal(environment['HOME'], '/home/someone');
  });

  it('listens on 127.0.0.1 only, opens no second port and finds no Docker engine', () => {
    const environment = ministackEnvironment(settings, host);
    assert.equal(environment['BIND_HOST'], '127.0.0.1');
    assert.equal(environment['IOT_MTLS_ENABLED'], '0');
    assert.equal(environment['GATEWAY_PORT'], '41234');
    assert.equal(environment['DOCKER_HOST'], 'unix:///run/one/no-engine.sock');
    assert.equal(environment['PERSIST_STATE'], undefined);
  });

  it('keeps data only where it is asked to', () => {
    const environment = ministackEnvironment({ ...settings, stateFolder: '/data' }, host);
    assert.equal(environment['PERSIST_STATE'], '1');
    assert.equal(environment['STATE_DIR'], '/data');
  });
});

describe('why the sandbox did not start', () => {
  it('never repeats what MiniStack wrote, only the class of the error', () => {
    const output =
      'Traceback\n  env={"TOKEN": "MARKER"}\nValueError: bad value MARKER\nministack.core.PortError: MARKER\n';
    assert.equal(startFailureReason(output, 1, null), 'Python reported ministack.core.PortError');
    assert.equal(startFailureReason('MARKER MARKER', 3, null), 'exit code 3');
    assert.equal(startFailureReason('MARKER', null, 'SIGKILL'), 'signal SIGKILL');
    assert.equal(startFailureReason('MARKERError is what it says', 1, null), 'exit code 1');
  });

  it('recognises a taken port', () => {
    assert.equal(isPortTaken('ERROR: 127.0.0.1:4566 is already in use. Is MiniStack already running?'), true);
    assert.equal(isPortTaken('ModuleNotFoundError: hypercorn'), false);
  });
});

describe('the start time of a Linux process', () => {
  const fields = (state: string) => `${state} 1 10 10 0 -1 4194560 1 0 0 0 1 1 0 0 20 0 1 0 987654 1000 200`;

  it('is field 22, whatever the name of the program holds', () => {
    assert.equal(linuxStartTime(`10 (node) ${fields('S')}`), '987654');
    assert.equal(linuxStartTime(`10 (a b) c) (d) ${fields('R')}`), '987654');
  });

  it('is none for a zombie', () => {
    assert.equal(linuxStartTime(`10 (node) ${fields('Z')}`), undefined);
  });
});

describe('the mailbox of the sandbox', () => {
  const host = '127.0.0.1:4566';

  it('gives the mail of all accounts, newest first', () => {
    const message = {
      Source: 'a@example.com',
      To: ['b@example.com'],
      Subject: 'One',
      BodyText: 'text',
      Timestamp: 1.5,
    };
    const html = {
      Source: 'c@example.com',
      To: [],
      CC: ['d@example.com'],
      BCC: null,
      BodyHtml: '<p>',
      Timestamp: 2,
    };
    assert.deepEqual(parseMailbox({ messages: { '1': [message], '2': [html] } }, host), [
      { from: 'c@example.com', to: ['d@example.com'], subject: '', body: '<p>', sentAt: 2000 },
      { from: 'a@example.com', to: ['b@example.com'], subject: 'One', body: 'text', sentAt: 1500 },
    ]);
  });

  it('says so when the answer has another shape', () => {
    for (const answer of [undefined, [], { messages: 'none' }, { messages: { '1': [{ Source: 1 }] } }]) {
      assert.throws(() => parseMailbox(answer, host), {
        code: 'sandbox.mailboxUnreadable',
        message: /^No mailbox could be read at 127\.0\.0\.1:4566\./,
      });
    }
  });
});
