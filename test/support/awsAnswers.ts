import { randomUUID } from 'node:crypto';
import type { OutgoingHttpHeaders } from 'node:http';

export interface AwsAnswer {
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;
  readonly body: Buffer;
}

export interface AwsError {
  readonly code: string;
  readonly message: string;
  readonly status: number;
  /** Members beside the message, such as Lambda's `Reason`. */
  readonly more?: Readonly<Record<string, unknown>>;
  readonly headers?: OutgoingHttpHeaders;
}

/** An error as the service writes it: query services in XML, the others in JSON. */
export function errorAnswer(service: string, error: AwsError): AwsAnswer {
  const requestId = randomUUID();
  if (service === 's3') {
    const parts = `<Code>${escapeXml(error.code)}</Code><Message>${escapeXml(error.message)}</Message>`;
    const headers = { 'content-type': 'application/xml', 'x-amz-request-id': requestId, ...error.headers };
    return { status: error.status, headers, body: Buffer.from(`<Error>${parts}</Error>`) };
  }
  if (service === 'iam' || service === 'sts' || service === 'ses' || service === 'email') {
    const xml =
      `<ErrorResponse xmlns="https://${service}.amazonaws.com/doc/2010-05-08/"><Error><Type>Sender</Type>` +
      `<Code>${escapeXml(error.code)}</Code><Message>${escapeXml(error.message)}</Message></Error>` +
      `<RequestId>${requestId}</RequestId></ErrorResponse>`;
    return {
      status: error.status,
      headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId, ...error.headers },
      body: Buffer.from(xml),
    };
  }
  // Lambda says Type and message, the JSON services __type.
  const members =
    service === 'lambda'
      ? { ...error.more, Type: error.status < 500 ? 'User' : 'Service', message: error.message }
      : { ...error.more, __type: error.code, message: error.message };
  return jsonAnswer(error.status, members, {
    'x-amzn-errortype': error.code,
    'x-amzn-requestid': requestId,
    ...error.headers,
  });
}

export function jsonAnswer(status: number, value: unknown, headers: OutgoingHttpHeaders = {}): AwsAnswer {
  return {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    body: Buffer.from(JSON.stringify(value)),
  };
}

/** What the service answers when it is called too often. IAM, STS and the JSON services say it with a 400. */
export function throttlingError(service: string): AwsError {
  switch (service) {
    case 'lambda':
      return {
        code: 'TooManyRequestsException',
        message: 'Rate exceeded',
        status: 429,
        more: { Reason: 'CallerRateLimitExceeded' },
      };
    case 's3':
      return { code: 'SlowDown', message: 'Please reduce your request rate.', status: 503 };
    case 'apigateway':
      return {
        code: 'TooManyRequestsException',
        message: 'Too Many Requests',
        status: 429,
        headers: { 'retry-after': '1' },
      };
    case 'iam':
    case 'sts':
    case 'ses':
    case 'email':
      return { code: 'Throttling', message: 'Rate exceeded', status: 400 };
    default:
      return { code: 'ThrottlingException', message: 'Rate exceeded', status: 400 };
  }
}

export function serverError(service: string): AwsError {
  const message = 'An internal error occurred. Please try again later.';
  switch (service) {
    case 'lambda':
      return { code: 'ServiceException', message, status: 500 };
    case 'iam':
      return { code: 'ServiceFailure', message, status: 500 };
    case 's3':
      return { code: 'InternalError', message, status: 500 };
    default:
      return { code: 'InternalFailure', message, status: 500 };
  }
}

/** "Another change is under way", in the service's own words. */
export function inProgressError(service: string, resource: string): AwsError {
  switch (service) {
    case 'lambda':
      return {
        code: 'ResourceConflictException',
        message: `The operation cannot be performed at this time. An update is in progress for resource: ${resource}`,
        status: 409,
      };
    case 'iam':
      return {
        code: 'ConcurrentModification',
        message:
          'The request was rejected because multiple requests to change this object were submitted simultaneously.',
        status: 409,
      };
    case 'apigateway':
      return {
        code: 'ConflictException',
        message: 'Unable to complete operation due to concurrent modification.',
        status: 409,
      };
    default:
      return {
        code: 'ConcurrentModificationException',
        message: 'The resource was modified concurrently.',
        status: 400,
      };
  }
}

/** `ValidationException` as Lambda's front end writes it: it is not in the service model. */
export function validationError(value: string, member: string, constraint: string): AwsError {
  return {
    code: 'ValidationException',
    message: `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: ${constraint}`,
    status: 400,
  };
}

function escapeXml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}
