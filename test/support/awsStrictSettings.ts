import { validationError } from './awsAnswers.ts';
import { Refusal, invalid } from './awsRefusal.ts';
import { acceptedRuntimes, runtimeVerdict } from './awsRuntimeDates.ts';
import { objectMember, stringMember } from './awsUpstream.ts';

type Data = Record<string, unknown>;

const zipLimit = 52_428_800;
const requestLimit = 70_167_211;
const environmentLimit = 4096;

const functionNamePattern =
  '(arn:(aws[a-zA-Z-]*)?:lambda:)?((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9-_]+)(:(\\$LATEST|[a-zA-Z0-9-_]+))?';
const rolePattern = 'arn:(aws[a-zA-Z-]*)?:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+';

/** Keys that Lambda sets itself ("Defined runtime environment variables" of its guide). */
const reservedKeys = new Set([
  ...[
    '_HANDLER',
    '_X_AMZN_TRACE_ID',
    'AWS_DEFAULT_REGION',
    'AWS_REGION',
    'AWS_EXECUTION_ENV',
    'AWS_LAMBDA_FUNCTION_NAME',
  ],
  ...['AWS_LAMBDA_FUNCTION_MEMORY_SIZE', 'AWS_LAMBDA_FUNCTION_VERSION', 'AWS_LAMBDA_INITIALIZATION_TYPE'],
  ...['AWS_LAMBDA_LOG_GROUP_NAME', 'AWS_LAMBDA_LOG_STREAM_NAME', 'AWS_ACCESS_KEY', 'AWS_ACCESS_KEY_ID'],
  ...[
    'AWS_SECRET_ACCESS_KEY',
    'AWS_SESSION_TOKEN',
    'AWS_LAMBDA_RUNTIME_API',
    'LAMBDA_TASK_ROOT',
    'LAMBDA_RUNTIME_DIR',
  ],
]);

/** What CreateFunction and UpdateFunctionConfiguration refuse whatever else is the case. */
export function checkSettings(data: Data): void {
  checkText(data, 'Handler', 'handler', /^\S+$/, '[^\\s]+', 128);
  checkLength(data, 'Description', 'description', 256);
  checkRange(data['MemorySize'], 'memorySize', 128, 10_240);
  checkRange(data['Timeout'], 'timeout', 1, 900);
  checkRange(objectMember(data, 'EphemeralStorage')['Size'], 'ephemeralStorage.size', 512, 10_240);
  checkText(data, 'Role', 'role', new RegExp(`^${rolePattern}$`), rolePattern);
  checkEnvironment(objectMember(objectMember(data, 'Environment'), 'Variables'));
}

export function checkFunctionName(name: string): void {
  if (!new RegExp(`^${functionNamePattern}$`).test(name) || name.length > 140) {
    throw new Refusal(
      validationError(
        name,
        'functionName',
        `Member must satisfy regular expression pattern: ${functionNamePattern}`,
      ),
    );
  }
}

/** Refuses a runtime that Lambda does not know, or no longer takes for this use. */
export function checkRuntime(runtime: string, use: 'create' | 'update', today: Date): void {
  switch (runtimeVerdict(runtime, use, today)) {
    case 'accepted':
      return;
    case 'retired':
      throw invalid(
        `The runtime parameter of ${runtime} is no longer supported for creating or updating AWS Lambda functions. ` +
          'We recommend you use a supported runtime while creating or updating functions.',
      );
    case 'unknown':
      throw invalid(
        `Value ${runtime} at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: ` +
          `[${acceptedRuntimes().join(', ')}] or be a valid ARN`,
      );
  }
}

/** Direct uploads: 50 MB of zip, and a little more of request. */
export function checkUpload(operation: string, bodyBytes: number, zipFile: string | undefined): void {
  const zipBytes = zipFile === undefined ? 0 : Buffer.byteLength(zipFile, 'base64');
  const message =
    bodyBytes > requestLimit
      ? `Request must be smaller than ${requestLimit} bytes for the ${operation} operation`
      : zipBytes > zipLimit
        ? `Zipped size must be smaller than ${zipLimit} bytes`
        : undefined;
  if (message !== undefined)
    throw new Refusal({ code: 'RequestEntityTooLargeException', message, status: 413 });
}

function checkEnvironment(variables: Data): void {
  const names = Object.keys(variables);
  const keyRule =
    'Map keys must satisfy constraint: [Member must satisfy regular expression pattern: [a-zA-Z]([a-zA-Z0-9_])+]';
  const listed = `{${names.map((name) => `${name}=${String(variables[name])}`).join(', ')}}`;
  if (names.some((name) => !reservedKeys.has(name) && !/^[a-zA-Z][a-zA-Z0-9_]+$/.test(name))) {
    throw new Refusal(validationError(listed, 'environment.variables', keyRule));
  }
  const reserved = names.filter((name) => reservedKeys.has(name));
  if (reserved.length > 0) {
    throw invalid(
      'Lambda was unable to configure your environment variables because the environment variables you have provided ' +
        'contains reserved keys that are currently not supported for modification. ' +
        `Reserved keys used in this request: ${reserved.join(', ')}`,
    );
  }
  const json = JSON.stringify(variables);
  if (Buffer.byteLength(json) > environmentLimit) {
    // AWS repeats every value here; the product must never show or log it.
    throw invalid(
      'Lambda was unable to configure your environment variables because the environment variables you have provided ' +
        `exceeded the 4KB limit. String measured: ${json}`,
    );
  }
}

function checkText(
  data: Data,
  key: string,
  member: string,
  pattern: RegExp,
  shown: string,
  max?: number,
): void {
  const value = stringMember(data, key);
  if (value === undefined) return;
  if (!pattern.test(value)) {
    throw new Refusal(
      validationError(value, member, `Member must satisfy regular expression pattern: ${shown}`),
    );
  }
  if (max !== undefined) checkLength(data, key, member, max);
}

function checkLength(data: Data, key: string, member: string, max: number): void {
  const value = stringMember(data, key) ?? '';
  if (value.length > max) {
    throw new Refusal(validationError(value, member, `Member must have length less than or equal to ${max}`));
  }
}

function checkRange(value: unknown, member: string, min: number, max: number): void {
  if (typeof value !== 'number') return;
  if (value < min) {
    throw new Refusal(
      validationError(String(value), member, `Member must have value greater than or equal to ${min}`),
    );
  }
  if (value > max) {
    throw new Refusal(
      validationError(String(value), member, `Member must have value less than or equal to ${max}`),
    );
  }
}
