import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { connectionText } from '../../src/core/connection/connectionStatus.ts';
import type { ConnectionStatus } from '../../src/core/connection/connectionStatus.ts';

const dev: ConnectionStatus = {
  kind: 'aws',
  profile: 'dev',
  region: 'eu-west-1',
  endpoint: undefined,
  account: undefined,
  expired: false,
  running: false,
};

describe('connectionText', () => {
  it('is profile and region', () => {
    assert.equal(connectionText(dev).text, 'dev · eu-west-1');
  });

  it('asks to sign in again, as a warning', () => {
    const { text, warning } = connectionText({ ...dev, expired: true });
    assert.deepEqual([text, warning], ['dev · sign in again', true]);
  });

  it('names the sandbox alone', () => {
    const sandbox = { ...dev, kind: 'sandbox', endpoint: 'http://127.0.0.1:4566', running: true } as const;
    assert.equal(connectionText(sandbox).text, '$(zap) sandbox');
    assert.deepEqual(connectionText(sandbox).facts.at(-1), ['Endpoint', 'http://127.0.0.1:4566']);
    assert.deepEqual(connectionText({ ...sandbox, running: false }).facts.at(-1), [
      'Endpoint',
      'starts when it is needed',
    ]);
  });

  it('says that it is not AWS, by the host without what a URL may hide', () => {
    const { text } = connectionText({
      ...dev,
      profile: '',
      endpoint: 'http://user:secret@localhost:4566/x?y',
    });
    assert.equal(text, 'default credentials · eu-west-1 · localhost:4566');
  });

  it('tells the account once it is known', () => {
    const names = ({ facts }: ReturnType<typeof connectionText>) => facts.map(([name]) => name);
    assert.deepEqual(names(connectionText(dev)), ['Profile', 'Region']);
    assert.deepEqual(names(connectionText({ ...dev, account: '123456789012' })), [
      'Profile',
      'Region',
      'Account',
    ]);
  });
});
