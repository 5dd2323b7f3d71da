import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { LambdaClient } from '@aws-sdk/client-lambda';
import type { HttpRequest } from '@smithy/core/protocols';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { describe, it } from 'mocha';
import { createS3Sender } from '../../src/aws/s3Requests.ts';
import { isFailure } from '../../src/core/failures/failure.ts';

const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'fake', sessionToken: 'session' };
const { sha256 } = new LambdaClient({ region: 'eu-west-1', credentials }).config;
const { signal: abortSignal } = new AbortController();

/** One call, and the request that it became. */
async function sent(bucket: string, endpoint: string | undefined, answer = '', region = 'eu-west-1') {
  const requests: HttpRequest[] = [];
  const requestHandler = new NodeHttpHandler();
  requestHandler.handle = (request) => {
    requests.push(request);
    return Promise.resolve({
      response: { statusCode: 200, headers: {}, body: Readable.from([Buffer.from(answer)]) } as never,
    });
  };
  const target = { profile: undefined, region, endpointOf: () => endpoint, sandbox: false };
  const send = createS3Sender({ target, credentials, sha256, requestHandler });
  const place = { bucket, key: 'lambda-workbench/calc/one.zip' };
  await send(
    place,
    { method: 'PUT', query: { partNumber: '1', uploadId: 'x' }, body: Buffer.from('z') },
    { abortSignal },
  );
  const [request] = requests;
  assert.ok(request);
  return request;
}

describe('a call to S3', () => {
  const addressOf = ({ protocol, hostname, port, path }: HttpRequest) =>
    `${protocol}//${hostname}${port === undefined ? '' : `:${port}`}${path}`;

  it('goes to the bucket’s own host at AWS, and by path where there is no such host or certificate', async () => {
    const key = 'lambda-workbench/calc/one.zip';
    const to = async (...where: Parameters<typeof sent>) => addressOf(await sent(...where));
    assert.equal(await to('archives', undefined), `https://archives.s3.eu-west-1.amazonaws.com/${key}`);
    assert.equal(await to('my.archives', undefined), `https://s3.eu-west-1.amazonaws.com/my.archives/${key}`);
    assert.equal(
      await to('archives', undefined, '', 'cn-north-1'),
      `https://archives.s3.cn-north-1.amazonaws.com.cn/${key}`,
    );
    assert.equal(await to('archives', 'http://127.0.0.1:4566'), `http://127.0.0.1:4566/archives/${key}`);
    assert.equal(await to('archives', 'https://s3.test/base'), `https://s3.test/base/archives/${key}`);
  });

  it('is signed for its host with the session, and keeps the secret', async () => {
    const { headers, query } = await sent('archives', undefined);
    assert.match(
      headers['authorization'] ?? '',
      /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-west-1\/s3\/aws4_request, SignedHeaders=content-length;host;x-amz-content-sha256;x-amz-date;x-amz-security-token, Signature=[0-9a-f]{64}$/,
    );
    assert.equal(headers['x-amz-security-token'], 'session');
    assert.equal(headers['host'], 'archives.s3.eu-west-1.amazonaws.com');
    assert.deepEqual(query, { partNumber: '1', uploadId: 'x' });
    assert.ok(!JSON.stringify(headers).includes('fake'));
  });

  it('that answers an error with the status of a success has failed', async () => {
    const error = '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>InternalError</Code></Error>';
    await assert.rejects(sent('archives', undefined, error), { name: 'InternalError' });
    const gone = '<Error><Code>NoSuchBucket</Code></Error>';
    await assert.rejects(sent('archives', undefined, gone), (thrown) => isFailure(thrown, 'upload.noBucket'));
  });
});
