/** The parts of an SDK error that are safe to read; the error itself holds the whole answer and is never passed on. */
export interface SdkError {
  /** Name of the modelled or unmodelled exception, or of the local error. */
  readonly name: string;
  readonly message: string;
  /** Node's code, such as ECONNRESET. */
  readonly code: string | undefined;
  readonly status: number | undefined;
  readonly requestId: string | undefined;
  /** Where node tried to connect to. */
  readonly peer: string | undefined;
}

export function readSdkError(error: unknown): SdkError {
  const metadata = member(error, '$metadata');
  const status = member(metadata, 'httpStatusCode');
  const inner = firstOf(member(error, 'errors'));
  const name = text(member(error, 'name')) ?? '';
  return {
    name: /^[\w.:-]{1,80}$/.test(name) ? name : 'Error',
    message: text(member(error, 'message')) ?? '',
    code: text(member(error, 'code')) ?? text(member(inner, 'code')),
    status: typeof status === 'number' ? status : undefined,
    requestId: pattern(text(member(metadata, 'requestId')), /^[\w-]{1,80}$/),
    peer: peerOf(error) ?? peerOf(inner),
  };
}

/**
 * What a failure keeps of an SDK error: name, code, status and request id. Neither its text, which may repeat an
 * environment or a credential, nor its answer, which may hold a signed URL; loggers print causes.
 */
export function safeCause(error: unknown, operation: string): Error {
  const { name, code, status, requestId } = readSdkError(error);
  const cause = new Error(
    `${operation}: ${[name, code, status && `HTTP ${status}`, requestId].filter(Boolean).join(', ')}`,
  );
  return Object.assign(cause, {
    name,
    ...(code !== undefined && /^\w{1,60}$/.test(code) ? { code } : {}),
    $metadata: { httpStatusCode: status, requestId },
  });
}

function peerOf(error: unknown): string | undefined {
  const host = text(member(error, 'address')) ?? text(member(error, 'hostname'));
  const port = member(error, 'port');
  if (host === undefined) return undefined;
  const shown = host.includes(':') ? `[${host}]` : host;
  return typeof port === 'number' ? `${shown}:${port}` : shown;
}

const text = (value: unknown) => (typeof value === 'string' ? value : undefined);

const pattern = (value: string | undefined, allowed: RegExp) =>
  value !== undefined && allowed.test(value) ? value : undefined;

const firstOf = (value: unknown): unknown => (Array.isArray(value) ? value[0] : undefined);

export function member(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}
