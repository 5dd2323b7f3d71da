import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { startAwsListener } from '../support/awsListener.ts';
import { openTo } from '../support/awsListenerConnection.ts';

const options = { signal: new AbortController().signal };
const json = (body: unknown, status = 200, headers = {}) => ({ status, headers, body: JSON.stringify(body) });
const missing = (type: string) => json({ message: 'There is none.' }, 404, { 'x-amzn-errortype': type });

/** A CORS mock of ours, as GetResources embeds it. */
const allowed = 'method.response.header.Access-Control-Allow-Methods';
const mock = {
  operationName: 'LambdaWorkbenchCors',
  methodResponses: { 200: { responseParameters: { [allowed]: true } } },
  methodIntegration: {
    type: 'MOCK',
    integrationResponses: { 200: { responseParameters: { [allowed]: "'GET,OPTIONS'" } } },
  },
};

describe('reading what runs a function', () => {
  it('reads a REST API with its stages and the routes of every page', async () => {
    await using listener = await startAwsListener(({ path }) => {
      const { pathname, searchParams } = new URL(path, 'http://x');
      if (pathname === '/restapis/a1') return json({ id: 'a1', name: 'calc' });
      if (pathname.endsWith('/stages')) {
        const prod = { stageName: 'prod', deploymentId: 'd1', variables: { lambdaAlias: 'PROD' } };
        return json({ item: [prod, { stageName: 'dev' }] });
      }
      assert.equal(searchParams.get('embed'), 'methods');
      const methods = { GET: { methodIntegration: { uri: 'arn:one', type: 'AWS_PROXY' } }, OPTIONS: mock };
      return searchParams.get('position') === 'next'
        ? json({ item: [{ id: 'root', path: '/' }] })
        : json({ item: [{ id: 'r1', path: '/calc', resourceMethods: methods }], position: 'next' });
    });
    const { triggers } = await openTo(listener.url);
    const url = (stage: string) => `${listener.url}/restapis/a1/${stage}/_user_request_`;
    assert.deepEqual(await triggers.readRestApi('a1', options), {
      id: 'a1',
      name: 'calc',
      isOurs: false,
      stages: [
        { name: 'dev', deploymentId: undefined, variables: {}, url: url('dev') },
        { name: 'prod', deploymentId: 'd1', variables: { lambdaAlias: 'PROD' }, url: url('prod') },
      ],
      resources: [
        { id: 'root', path: '/', methods: [] },
        {
          id: 'r1',
          path: '/calc',
          methods: [
            { method: 'GET', uri: 'arn:one', type: 'AWS_PROXY', cors: undefined },
            { method: 'OPTIONS', uri: undefined, type: 'MOCK', cors: 'GET,OPTIONS' },
          ],
        },
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

  it('always says whether a rule is on, and reads what EventBridge did not take out of its answer of success', async () => {
    const asked: Record<string, unknown>[] = [];
    let failed: unknown = {};
    await using listener = await startAwsListener(({ body }) => {
      const request = JSON.parse(body) as Record<string, unknown>;
      asked.push(request);
      return json(request['Targets'] === undefined && request['Ids'] === undefined ? {} : failed);
    });
    const { rules } = await openTo(listener.url);
    await rules.putRule('warm', { schedule: 'rate(1 hour)', enabled: false }, options);
    assert.deepEqual([asked[0]?.['State'], asked[0]?.['ScheduleExpression']], ['DISABLED', 'rate(1 hour)']);
    const target = {
      id: 'ours',
      arn: 'arn:aws:lambda:eu-west-1:123456789012:function:calc',
      input: undefined,
    };
    await rules.putTarget('warm', target, options);
    const entry = { TargetId: 'ours', ErrorCode: 'ValidationException', ErrorMessage: 'No such function.' };
    failed = { FailedEntryCount: 1, FailedEntries: [entry] };
    await assert.rejects(rules.putTarget('warm', target, options), (error: Error) => {
      assert.match(error.message, /events:PutTargets was refused for warm .*No such function/);
      return true;
    });
    await assert.rejects(rules.removeTargets('warm', ['ours'], options), { code: 'aws.refused' });
    failed = { FailedEntryCount: 1, FailedEntries: [{ ErrorCode: 'ConcurrentModificationException' }] };
    await assert.rejects(rules.removeTargets('warm', ['ours'], options), { code: 'aws.inProgress' });
  });

  it('takes what is not there for removed, and lets only the rule run the function or its alias', async () => {
    const asked: { path: string; body: string }[] = [];
    await using listener = await startAwsListener(({ path, body }) => {
      asked.push({ path, body });
      return /\/policy(\?|$)/.test(path) ? json({}, 201) : missing('ResourceNotFoundException');
    });
    const { rules } = await openTo(listener.url);
    await rules.removeTargets('warm', ['ours'], options);
    await rules.deleteRule('warm', options);
    await rules.removePermission('calc', 'PROD', 'ours', options);
    assert.deepEqual(await rules.readTargets('warm', options), []);
    await assert.rejects(rules.disableRule('warm', options), { code: 'aws.notFound' });
    const permission = { statementId: 'ours', principal: 'events.amazonaws.com', sourceArn: 'arn:rule' };
    await rules.addPermission('calc', 'PROD', permission, options);
    const last = asked.at(-1);
    assert.match(last?.path ?? '', /Qualifier=PROD/);
    assert.deepEqual(JSON.parse(last?.body ?? ''), {
      StatementId: 'ours',
      Action: 'lambda:InvokeFunction',
      Principal: 'events.amazonaws.com',
      SourceArn: 'arn:rule',
    });
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
