import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { after, before, describe, it } from 'mocha';
import { isFailure } from '../../src/core/failures/failure.ts';
import { formatBytes } from '../../src/core/quantities.ts';
import type { Fault } from '../support/awsFaults.ts';
import { startAwsProxy } from '../support/awsProxy.ts';
import type { AwsProxy } from '../support/awsProxy.ts';
import { awsTestClients } from '../support/awsTestClients.ts';
import type { AwsTestClients } from '../support/awsTestClients.ts';
import { DeployWorld } from '../support/deployWorld.ts';
import { startMinistack } from '../support/ministack.ts';
import type { TestMinistack } from '../support/ministack.ts';

const bucket = 'large-archives';
const megabyte = 1024 * 1024;
/** More than Lambda takes directly, and seven parts of the upload. */
const codeSize = 54 * megabyte;

describe('an archive over 50 MB', function () {
  this.timeout(180_000);
  let ministack: TestMinistack;
  let proxy: AwsProxy;
  let clients: AwsTestClients;
  let world: DeployWorld;
  let name = '';
  let cases = 0;

  before(async () => {
    ministack = await startMinistack();
    proxy = await startAwsProxy({ upstream: ministack.url, strict: { createMs: 20, updateMs: 20 } });
    clients = awsTestClients(proxy.url);
    await s3('PUT', bucket);
  });
  after(async () => {
    clients.destroy();
    await proxy.close();
    await ministack.stop();
  });
  beforeEach(async () => {
    name = `large-${++cases}`;
    world = await DeployWorld.create(name, proxy.url);
    await writeFile(join(world.folder, 'model.bin'), randomBytes(codeSize));
    world.setManifest({ package: { exclude: ['.storage/'], bucket } });
    proxy.reset();
  });
  afterEach(() => world.dispose());

  /** Past the proxy and without a signature, which the emulator does not ask for. */
  async function s3(method: 'GET' | 'PUT', path: string): Promise<string> {
    const answer = await fetch(`${ministack.url}/${path}`, {
      method,
      headers: {
        authorization:
          'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0',
      },
    });
    assert.equal(answer.status, 200, path);
    return answer.text();
  }
  /** Neither an object nor a part of one that somebody would pay for. */
  const assertNothingLeft = async () => {
    assert.doesNotMatch(await s3('GET', bucket), /<Key>/);
    assert.doesNotMatch(await s3('GET', `${bucket}?uploads`), /<UploadId>/);
  };
  const isPart = ({ operation, service }: { operation: string; service: string }) =>
    service === 's3' && operation.startsWith('PUT ');
  const deployedSize = async () =>
    (await clients.lambda.send(new GetFunctionConfigurationCommand({ FunctionName: name }))).CodeSize;

  it('goes by way of the bucket in parts, tells how far it is, and is gone from there afterwards', async () => {
    const said: string[] = [];
    await world.deploy({
      onProgress: (progress) => progress.kind === 'waiting' && said.push(progress.text),
    });
    assert.ok(Number(await deployedSize()) > codeSize);
    assert.equal(proxy.calls.filter(isPart).length, 7);
    assert.ok(said.includes(`uploaded 0 B of 54 MB to s3://${bucket}`), said.join('\n'));
    assert.ok(said.includes(`uploaded 54 MB of 54 MB to s3://${bucket}`), said.join('\n'));
    assert.equal(formatBytes(codeSize), '54 MB');
    await assertNothingLeft();
    proxy.reset();
    await world.deploy();
    assert.deepEqual(proxy.writes(), []);
  });

  const disturbed: [string, (method: string) => boolean, Fault][] = [
    ['the beginning, refused as too much', (method) => method === 'POST', 429],
    ['a part, unanswered', (method) => method === 'PUT', 'dropBefore'],
    ['a part, its answer lost', (method) => method === 'PUT', 'dropAfter'],
    ['a part, 503', (method) => method === 'PUT', 429],
    ['the removal, 500', (method) => method === 'DELETE', 500],
  ];
  it('arrives when one call is disturbed, whichever it is', async () => {
    for (const [what, isIt, fault] of disturbed)
      proxy.failNth(
        ({ service, method }) => service === 's3' && isIt(method),
        what.startsWith('the') ? 1 : 2,
        fault,
      );
    // Completed by the call whose answer is lost, which cannot be repeated then.
    proxy.failNth(
      ({ service, method, url }) => service === 's3' && method === 'POST' && url.searchParams.has('uploadId'),
      1,
      'dropAfter',
    );
    await world.deploy();
    assert.ok(Number(await deployedSize()) > codeSize);
    assert.ok(proxy.calls.filter(isPart).length > 7);
    await assertNothingLeft();
  });

  it('leaves nothing behind when it is cancelled between two parts, and is whole with the next deploy', async () => {
    const cancelled = new AbortController();
    let parts = 0;
    const stop = proxy.onCall((call) => {
      if (isPart(call) && ++parts === 5) cancelled.abort();
    });
    await assert.rejects(world.deploy({ signal: cancelled.signal }), { name: 'AbortError' });
    stop();
    await assertNothingLeft();
    assert.equal(proxy.count('CreateFunction'), 0);
    await world.deploy();
    assert.ok(Number(await deployedSize()) > codeSize);
    await assertNothingLeft();
  });

  it('leaves nothing behind when the parts or the function are refused for good', async () => {
    proxy.failNth(({ service, method }) => service === 's3' && method === 'PUT', 3, 500, { times: 99 });
    await assert.rejects(world.deploy(), (error) => isFailure(error, 'deploy.stepFailed'));
    await assertNothingLeft();
    proxy.reset();
    const refused = { code: 'InvalidParameterValueException', message: 'No.', status: 400 };
    proxy.failNth('CreateFunction', 1, refused);
    await assert.rejects(world.deploy(), (error) => isFailure(error, 'deploy.stepFailed'));
    await assertNothingLeft();
  });

  it('says what is wrong with the bucket in a sentence, and what to do where none is named', async () => {
    const refused = async (code: string, sentence: RegExp) =>
      assert.rejects(world.deploy(), (error) => {
        const cause = isFailure(error, 'deploy.stepFailed') ? error.cause : error;
        return (
          isFailure(cause, code) && sentence.test(cause.message) && !/Signature|X-Amz/.test(cause.message)
        );
      });
    const s3Error = (code: string, status: number, headers = {}) => ({
      code,
      message: code,
      status,
      headers,
    });
    const fail = (error: ReturnType<typeof s3Error>) =>
      proxy.failNth(({ service }) => service === 's3', 1, error);
    world.setManifest({ package: { exclude: ['.storage/'], bucket: 'no-such-bucket' } });
    await refused('upload.noBucket', /no S3 bucket no-such-bucket, which package\.bucket names/);
    world.setManifest({ package: { exclude: ['.storage/'], bucket } });
    fail(s3Error('PermanentRedirect', 301, { 'x-amz-bucket-region': 'eu-west-1' }));
    await refused('upload.otherRegion', /is in eu-west-1.*its own region only: us-east-1/);
    fail(s3Error('AccessDenied', 403));
    await refused('aws.accessDenied', /may not call s3:PutObject for s3:\/\/large-archives/);
    world.setManifest({ package: { exclude: ['.storage/'] } });
    await refused('archive.zipTooLarge', /Name an S3 bucket in package\.bucket/);
    await assertNothingLeft();
  });
});
