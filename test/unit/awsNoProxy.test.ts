import { describe, it } from 'mocha';
import assert from 'node:assert/strict';
import { bypassesProxy, noProxyRules } from '../../src/aws/noProxy.ts';

describe('no proxy', () => {
  const lambda = 'lambda.eu-west-1.amazonaws.com';
  const table: [string, number, string, boolean][] = [
    [lambda, 443, '', false],
    [lambda, 443, '*', true],
    [lambda, 443, 'amazonaws.com', true],
    [lambda, 443, '.amazonaws.com', true],
    [lambda, 443, '*.amazonaws.com', true],
    [lambda, 443, 'azonaws.com', false],
    [lambda, 443, 'example.com, LAMBDA.eu-west-1.amazonaws.com', true],
    [lambda, 443, `${lambda}:443`, true],
    [lambda, 443, `${lambda}:8443`, false],
    ['localhost', 4566, '', true],
    ['127.0.0.1', 4566, '', true],
    ['[::1]', 4566, '', true],
    ['10.1.2.3', 80, '10.0.0.0/8', true],
    ['11.1.2.3', 80, '10.0.0.0/8', false],
    ['10.1.2.3', 80, '10.1.2.3', true],
    ['10.1.2.3', 80, '10.0.0.0/99', false],
    ['fd00::1', 80, 'fd00::/8', true],
    ['10.1.2.3', 80, 'fd00::/8', false],
  ];
  for (const [host, port, rules, expected] of table) {
    it(`${host}:${port} with "${rules}": ${expected ? 'direct' : 'proxied'}`, () => {
      assert.equal(bypassesProxy(host, port, noProxyRules(rules)), expected);
    });
  }
});
