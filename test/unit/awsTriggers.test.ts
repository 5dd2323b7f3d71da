import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { startAwsListener } from '../support/awsListener.ts';
import { openTo } from '../support/awsListenerConnection.ts';

const options = { signal: new AbortController().signal };
const json = (body: unknown, status = 200, headers = {}) => ({ status, headers, body: JSON.stringify(body) });
const missing = (type: string) => json({ message: 'There is none.' }, 404, { 'x-amzn-errortype': type });

describe('reading what runs a function', () => {
  it('reads a REST API with its stages and the routes of every page', async () => {
    await using listener = await startAwsListener(({ path }) => {
      const { pathname, searchParams } = new URL(path, 'http://x');
      if (pathname === '/restapis/a1') return json({ id: 'a1', name: 'calc' });
      if (pathname.endsWith('/stages')) {
        return json({ item: [{ stageName: 'prod' }, { stageName: 'dev' }] });
      }
      assert.equal(searchParams.get('embed'), 'methods');
      const methods = { GET: { methodIntegration: { uri: 'arn:one' } }, OPTIONS: {} };
      return searchParams.get('position') === 'next'
        ? json({ item: [{ path: '/' }] })
        : json({ item: [{ path: '/calc', resourceMethods: methods }], position: 'next' });
    });
    const { triggers } = await openTo(listener.url);
    assert.deepEqual(await triggers.readRestApi('a1', options), {
      name: 'calc',
      stages: ['dev', 'prod'],
      routes: [
        { method: 'GET', path: '/calc', uri: 'arn:one' },
        { method: 'OPTIONS', path: '/calc', uri: undefined },
      ],
    });
  });

  it('reads policies as JSON, and knows what is not there', async () => {
    await using listener = await startAwsListener(({ path }) => {
      const { pathname, searchParams } = new URL(path, 'http://x');
      if (pathname.startsWith('/restapis')) return missing('NotFoundException');
      if (!pathname.endsWith('/policy')) return missing('ResourceNotFoundException');
      return searchParams.get('Qualifier') === 'DEV'
        ? json({ Policy: '{"Statement":[]}' })
        : missing('ResourceNotFoundException');
    });
    const { triggers } = await openTo(listener.url);
    assert.deepEqual(await triggers.readPolicy('calc', 'DEV', options), { Statement: [] });
    assert.equal(await triggers.readPolicy('calc', undefined, options), undefined);
    assert.equal(await triggers.readRestApi('a1', options), undefined);
    assert.equal(await triggers.readRule('warm', options), undefined);
  });

  it('reads the rules of a target, page by page, and when they run', async () => {
    await using listener = await startAwsListener(({ body }) => {
      const asked = JSON.parse(body) as { TargetArn?: string; NextToken?: string; Name?: string };
      if (asked.TargetArn !== undefined) {
        return asked.NextToken === undefined
          ? json({ RuleNames: ['b'], NextToken: 'next' })
          : json({ RuleNames: ['a'] });
      }
      return asked.Name === 'a'
        ? json({ ScheduleExpression: 'rate(1 hour)', State: 'DISABLED' })
        : json({ EventPattern: '{}', State: 'ENABLED' });
    });
    const { triggers } = await openTo(listener.url);
    assert.deepEqual(await triggers.listRuleNames('arn:calc', options), ['a', 'b']);
    assert.deepEqual(await triggers.readRule('a', options), { schedule: 'rate(1 hour)', enabled: false });
    assert.deepEqual(await triggers.readRule('b', options), { schedule: undefined, enabled: true });
  });

  it('reads the names of all inline policies', async () => {
    await using listener = await startAwsListener(({ body }) => {
      const last = body.includes('Marker=next');
      const more = last
        ? '<IsTruncated>false</IsTruncated>'
        : '<IsTruncated>true</IsTruncated><Marker>next</Marker>';
      const names = `<PolicyNames><member>${last ? 'two' : 'one'}</member></PolicyNames>`;
      return {
        status: 200,
        headers: { 'content-type': 'text/xml' },
        body: `<R><ListRolePoliciesResult>${names}${more}</ListRolePoliciesResult></R>`,
      };
    });
    const { roles } = await openTo(listener.url);
    assert.deepEqual(await roles.listInlinePolicyNames('r', options), ['one', 'two']);
  });
});
