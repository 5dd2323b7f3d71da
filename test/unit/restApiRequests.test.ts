import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import {
  answerText,
  curlCommand,
  explainAnswer,
  explainFailure,
} from '../../src/core/restApi/requestText.ts';
import { emptyAnswers, requestTo, withoutSecrets } from '../../src/core/restApi/testRequest.ts';
import { findOutWhy } from '../../src/workflows/restApi/findOutWhy.ts';
import { deploy, deployed, options } from '../support/restApiPlans.ts';

describe('a test request', () => {
  const answers = {
    ...emptyAnswers('POST'),
    parameters: { name: 'a b/c', 'proxy+': 'x/y z' },
    query: 'left=1&right=2 3',
    headers: ['X-Mode: fast', 'Authorization: Bearer top', 'x-api-key: k'],
    body: '{"a": "it\'s"}',
  };
  const url = 'https://h/prod/users/a%20b%2Fc/x/y%20z?left=1&right=2%203';

  it('fills in the path, keeps the slashes of a greedy parameter, and says the type of a JSON body', () => {
    const request = requestTo('https://h/prod', '/users/{name}/{proxy+}', answers);
    assert.equal(request.url, url);
    assert.deepEqual(request.headers, {
      'X-Mode': 'fast',
      Authorization: 'Bearer top',
      'x-api-key': 'k',
      'Content-Type': 'application/json',
    });
    assert.equal(requestTo('', '/', { ...answers, body: 'text' }).headers['Content-Type'], 'text/plain');
    assert.equal(requestTo('', '/', { ...answers, method: 'GET' }).body, undefined);
  });

  it('is remembered without what is secret, and does as curl what it did', () => {
    const kept = withoutSecrets(answers);
    assert.deepEqual(kept.headers, ['X-Mode: fast']);
    assert.equal(
      curlCommand(requestTo('https://h/prod', '/users/{name}/{proxy+}', kept)),
      `curl -X POST -H 'X-Mode: fast' -H 'Content-Type: application/json' --data-raw '{"a": "it'\\''s"}' '${url}'`,
    );
    const head = { ...emptyAnswers('HEAD'), headers: [] };
    assert.equal(curlCommand(requestTo('https://h/prod', '/', head)), 'curl --head https://h/prod/');
  });

  it('shows status, time, size, headers and body, JSON in lines', () => {
    const answer = {
      ...{ status: 200, duration: 34.4, size: 14 },
      headers: [['Content-Type', 'application/json'] as const, ['X-A', '1'] as const],
      body: '{"result":35}',
    };
    assert.equal(
      answerText(
        { method: 'GET', url: 'https://h/prod/calc', headers: {}, body: undefined },
        answer,
        'why\nhow',
      ),
      '# GET https://h/prod/calc\n# 200 · 34 ms · 14 B\n\n! why\n! how\n\nContent-Type: application/json\nX-A: 1\n\n{\n  "result": 35\n}\n',
    );
  });

  it('does not show what is no text', () => {
    const answer = { status: 200, duration: 1, size: 2048, headers: [], body: 'PNG\uFFFD\0' };
    const asked = { method: 'GET', url: 'https://h/', headers: {}, body: undefined };
    assert.match(answerText(asked, answer, undefined), /\n\(2 KB that are no text\)\n$/);
  });

  it('is explained where API Gateway answers itself', () => {
    const answer = (status: number, body: string) => ({ status, body, headers: [], duration: 1, size: 1 });
    const missing = answer(403, '{"message":"Missing Authentication Token"}');
    assert.match(explainAnswer(missing, 'GET /calc', 'prod') ?? '', /stage prod has no route GET \/calc/);
    assert.match(explainAnswer(answer(403, '{"message":"Forbidden"}'), 'GET /', 'x') ?? '', /no stage x/);
    assert.equal(explainAnswer(answer(403, '{"error":"mine"}'), 'GET /', 'x'), undefined);
    assert.equal(explainAnswer(answer(200, ''), 'GET /', 'x'), undefined);
    const log = (line: string) =>
      `Execution log for request 1\nSat Nov 28 12:00:00 UTC 2026 : ${line}\nSat Nov 28 12:00:00 UTC 2026 : Method completed with status: 502`;
    assert.match(
      explainFailure(log('Execution failed due to configuration error: Malformed Lambda proxy response')),
      /^Execution failed due to configuration error: Malformed Lambda proxy response\nThe function has to answer an object/,
    );
    assert.match(
      explainFailure(
        log('Execution failed due to configuration error: Invalid permissions on Lambda function'),
      ),
      /Deploy API adds the permission/,
    );
    assert.match(explainFailure(''), /says no reason/);
  });

  it('finds out why a route failed by running it past its stage, unless it succeeds or is gone', async () => {
    const aws = await deployed();
    await deploy(aws);
    const [apiId = ''] = aws.restApis.apis.keys();
    const at = { apiId, stage: 'prod', method: 'GET', path: '/calc' };
    aws.restApis.invocation = { status: 502, log: 'Lambda execution failed with status 200 due to x' };
    const why = () => findOutWhy(at, emptyAnswers('GET'), aws.connection, options);
    assert.match((await why()) ?? '', /^Lambda execution failed/);
    aws.restApis.invocation = { status: 200, log: '' };
    assert.equal(await why(), undefined);
    assert.equal(
      await findOutWhy({ ...at, path: '/x' }, emptyAnswers('GET'), aws.connection, options),
      undefined,
    );
  });
});
