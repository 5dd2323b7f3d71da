import { createHash, createHmac } from 'node:crypto';
import type { AwsAnswer } from './awsAnswers.ts';
import type { Pass } from './awsLambdaCall.ts';
import type { AwsRequest } from './awsOperations.ts';
import { Refusal } from './awsRefusal.ts';

/** What is signed with in tests. */
const secretKey = 'test';

/**
 * S3 with what the emulator does not look at: the signature of each call, worked out here from the rules ("Authenticating
 * Requests: Using the Authorization Header" of the S3 API reference), and that a body is what was signed.
 */
export async function strictS3(request: AwsRequest, pass: Pass): Promise<AwsAnswer> {
  const { headers, body } = request;
  if (headers['x-amz-content-sha256'] !== sha256(body)) {
    throw refusal(
      'XAmzContentSHA256Mismatch',
      "The provided 'x-amz-content-sha256' header does not match",
      400,
    );
  }
  if (signatureOf(request) !== /Signature=([0-9a-f]+)/.exec(String(headers.authorization))?.[1]) {
    throw refusal('SignatureDoesNotMatch', 'The request signature we calculated does not match', 403);
  }
  return pass(request);
}

const refusal = (code: string, message: string, status: number) => new Refusal({ code, message, status });
const sha256 = (data: Buffer | string) => createHash('sha256').update(data).digest('hex');
const hmac = (key: Buffer | string, data: string) => createHmac('sha256', key).update(data).digest();

function signatureOf({ method, url, headers }: AwsRequest): string {
  const authorization = String(headers.authorization);
  const [, date = '', region = ''] =
    /Credential=[^/]+\/(\d+)\/([^/]+)\/s3\/aws4_request/.exec(authorization) ?? [];
  const signed = /SignedHeaders=([^,]+)/.exec(authorization)?.[1] ?? '';
  const query = [...url.searchParams]
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .sort()
    .join('&');
  const canonical = [
    ...[method, url.pathname, query],
    ...signed.split(';').map((name) => `${name}:${String(headers[name]).trim()}`),
    ...['', signed, String(headers['x-amz-content-sha256'])],
  ].join('\n');
  const scope = `${date}/${region}/s3/aws4_request`;
  const text = ['AWS4-HMAC-SHA256', String(headers['x-amz-date']), scope, sha256(canonical)].join('\n');
  const key = [date, region, 's3', 'aws4_request'].reduce<Buffer | string>(hmac, `AWS4${secretKey}`);
  return hmac(key, text).toString('hex');
}
