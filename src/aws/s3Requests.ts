import { HttpRequest } from '@smithy/core/protocols';
import type { NodeHttpHandler } from '@smithy/node-http-handler';
import { SignatureV4 } from '@smithy/signature-v4';
import type { LambdaClientConfig } from '@aws-sdk/client-lambda';
import type { StoredObject } from '../core/deployment/functionSpec.ts';
import { uploadFailures } from '../core/failures/uploadFailures.ts';
import { serviceHost } from './clients.ts';
import type { ConnectionTarget } from './connectionTarget.ts';

export interface S3Sources {
  readonly target: ConnectionTarget;
  readonly credentials: NonNullable<LambdaClientConfig['credentials']>;
  readonly sha256: NonNullable<LambdaClientConfig['sha256']>;
  readonly requestHandler: NodeHttpHandler;
}

export interface S3Call {
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE';
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
}

export interface S3Answer {
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

export type S3Sender = (
  place: StoredObject,
  call: S3Call,
  options: { readonly abortSignal: AbortSignal },
) => Promise<S3Answer>;

/** Milliseconds: half a minute, and what 50 KB a second take. */
const timeFor = (body: Uint8Array | undefined) => 30_000 + Math.ceil((body?.length ?? 0) / 50);

/**
 * The few calls of S3's REST API that an upload takes, signed as the SDK's clients do; a client of its own would be as large as
 * half of this bundle. Rejects with errors of the form that the SDK's have, or with `upload.…` for a bucket that cannot be used.
 */
export function createS3Sender({ target, credentials, sha256, requestHandler }: S3Sources): S3Sender {
  const endpoint = target.endpointOf('s3');
  const signer = new SignatureV4({
    ...{ credentials, sha256, region: target.region, service: 's3' },
    // S3 takes paths as they are.
    uriEscapePath: false,
  });
  return async (place, { method, query = {}, body }, { abortSignal }) => {
    const base = new URL(endpoint ?? `https://${serviceHost(target, 's3')}`);
    // A certificate of AWS does not cover names with dots, and an emulator has no names for its buckets.
    const inPath = endpoint !== undefined || place.bucket.includes('.');
    const path = `${base.pathname.replace(/\/$/, '')}${inPath ? `/${place.bucket}` : ''}/${place.key}`;
    const hostname = inPath ? base.hostname : `${place.bucket}.${base.hostname}`;
    const port = base.port === '' ? undefined : Number(base.port);
    const host = port === undefined ? hostname : `${hostname}:${port}`;
    const { protocol } = base;
    const headers = { host, 'content-length': String(body?.length ?? 0) };
    const request = new HttpRequest({
      protocol,
      hostname,
      port,
      method,
      path,
      query: { ...query },
      headers,
      body,
    });
    const signed = await signer.sign(request);
    const { response } = await requestHandler.handle(new HttpRequest(signed), {
      abortSignal,
      requestTimeout: timeFor(body),
    });
    const text = await textOf(response.body);
    // Completing an upload answers before it is done, so that an error comes with the status of a success.
    if (response.statusCode < 300 && !/^\s*(<\?xml[^>]*>\s*)?<Error>/.test(text))
      return { headers: response.headers, text };
    throw s3Error(response.statusCode, response.headers, text, place, target.region);
  };
}

/** The content of an element. */
export const element = (text: string, name: string): string | undefined =>
  new RegExp(`<${name}>([^<]*)</${name}>`).exec(text)?.[1];

async function textOf(body: unknown): Promise<string> {
  const chunks: Uint8Array[] = [];
  if (body !== undefined) for await (const chunk of body as AsyncIterable<Uint8Array>) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

function s3Error(
  status: number,
  headers: Readonly<Record<string, string>>,
  text: string,
  { bucket }: StoredObject,
  region: string,
): Error {
  const name = element(text, 'Code') ?? (status === 403 ? 'AccessDenied' : 'Error');
  if (name === 'NoSuchBucket') return uploadFailures.noBucket(bucket);
  const home = headers['x-amz-bucket-region'] ?? element(text, 'Region');
  if (
    status === 301 ||
    name === 'PermanentRedirect' ||
    (home !== undefined && status >= 400 && home !== region)
  )
    return uploadFailures.otherRegion(bucket, home, region);
  return Object.assign(new Error(element(text, 'Message') ?? ''), {
    name,
    $metadata: {
      // An error that says so itself is one of S3's own, whatever the status of the head.
      httpStatusCode: status < 300 ? 500 : status,
      requestId: headers['x-amz-request-id'],
    },
  });
}
