import { awsFailures } from '../core/failures/awsFailures.ts';
import type { CallSubject } from '../core/failures/awsFailures.ts';
import { connectionFailures } from '../core/failures/connectionFailures.ts';
import type { SignIn } from '../core/failures/connectionFailures.ts';
import { isFailure } from '../core/failures/failure.ts';
import type { Failure } from '../core/failures/failure.ts';
import { mentionsEnvironment, showableText } from './answerText.ts';
import { notSentFailure } from './networkFailures.ts';
import { readSdkError, safeCause } from './sdkError.ts';
import type { SdkError } from './sdkError.ts';

/** What the sentences of a connection's failures need. */
export interface ConnectionFacts {
  readonly profile: string | undefined;
  readonly signIn: SignIn | undefined;
}

export interface FailedCall extends CallSubject, ConnectionFacts {
  readonly kind: 'read' | 'write';
  /** Host of the endpoint, with its port where it has one. */
  readonly host: string;
  /** Environment values that the request carried. */
  readonly secrets: readonly string[];
}

/** The SDK's error of a call → failure. The SDK's own text is shown only where it cannot hold a secret, its error never. */
export function answerFailure(error: unknown, call: FailedCall): Failure {
  if (isFailure(error)) return error;
  const cause = safeCause(error, call.operation);
  const notSent = notSentFailure(error, call.host, call.operation);
  if (notSent !== undefined) return notSent;
  const read = readSdkError(error);
  const { status } = read;
  if (isThrottling(read)) return awsFailures.throttled(call, cause);
  if (status === undefined || status < 300) return unanswered(status, call, cause);
  if (status >= 500)
    return call.kind === 'write' ? awsFailures.uncertain(call, cause) : awsFailures.unavailable(call, cause);
  return (
    credentialsAnswer(read, call, cause) ?? conflictAnswer(read, call, cause) ?? refusal(read, call, cause)
  );
}

/** No answer, one that broke off, or one that is none of AWS. A write that may have been carried out is read back. */
function unanswered(status: number | undefined, call: FailedCall, cause: Error): Failure {
  if (call.kind === 'write') return awsFailures.uncertain(call, cause);
  return status === undefined
    ? connectionFailures.timedOut(call.host, call.operation, cause)
    : awsFailures.unreadable(call, call.host, cause);
}

function isThrottling({ name, status }: SdkError): boolean {
  return (
    status === 429 ||
    /^(Throttl|TooManyRequests|RequestLimitExceeded|SlowDown|EC2Throttled|BandwidthLimit)/.test(name)
  );
}

/** Answers about who is calling: none of their texts is repeated. */
function credentialsAnswer({ name, message }: SdkError, call: FailedCall, cause: Error): Failure | undefined {
  if (/^(ExpiredToken(Exception)?|TokenRefreshRequired|RequestExpired)$/.test(name)) {
    return connectionFailures.expired(call.profile, call.signIn, cause);
  }
  if (
    /^(RequestTimeTooSkewed|InvalidSignatureException|SignatureDoesNotMatch)$/.test(name) &&
    /expired|skewed|not yet current/i.test(message)
  ) {
    return connectionFailures.clockWrong(cause);
  }
  if (
    /^(UnrecognizedClient(Exception)?|InvalidClientTokenId|InvalidAccessKeyId|InvalidSignatureException|SignatureDoesNotMatch|IncompleteSignature(Exception)?|MissingAuthenticationToken(Exception)?|AuthFailure|OptInRequired)$/.test(
      name,
    )
  ) {
    return connectionFailures.credentialsRefused(call.profile, cause);
  }
  if (!/^(AccessDenied(Exception)?|UnauthorizedOperation|NotAuthorized|ForbiddenException)$/.test(name))
    return undefined;
  const [, missing] = /not authorized to perform:? ([a-z0-9-]+:[A-Za-z0-9*]+)/.exec(message) ?? [];
  const [, who] =
    /\b(arn:[\w-]+:(?:iam|sts)::\d{12}:[\w+=,.@:/-]{1,200}) is not authorized/.exec(message) ?? [];
  return awsFailures.accessDenied(call, missing, who, cause);
}

/** Answers about the state of what is already there. */
function conflictAnswer(
  { name, message, status }: SdkError,
  call: FailedCall,
  cause: Error,
): Failure | undefined {
  if (/^(Entity|Resource)?AlreadyExists(Exception)?$/.test(name))
    return awsFailures.alreadyExists(call, cause);
  if (/^(ResourceConflict(Exception)?|ConflictException)$/.test(name)) {
    // Of a resource of API Gateway: "Another resource with the same parent already has this name".
    return /already (exists?|has this name)/i.test(message)
      ? awsFailures.alreadyExists(call, cause)
      : awsFailures.inProgress(call, cause);
  }
  if (
    /^(ResourceNotReady|EntityTemporarilyUnmodifiable|ConcurrentModification|OperationAborted|ResourceInUse)(Exception)?$/.test(
      name,
    )
  ) {
    return awsFailures.inProgress(call, cause);
  }
  if (/^PreconditionFailed/.test(name) || status === 412) return awsFailures.preconditionFailed(call, cause);
  // PublishVersion's guard: the code is no longer the one that was deployed.
  if (/CodeSHA256 .{0,200}is different from current CodeSHA256/is.test(message))
    return awsFailures.preconditionFailed(call, cause);
  if (/^(ResourceNotFound|NoSuchEntity|NotFound|Rule(Set)?DoesNotExist)(Exception)?$/.test(name))
    return awsFailures.notFound(call, cause);
  if (/^InvalidLambdaFunction/.test(name)) return awsFailures.functionRefused(call, cause);
  return undefined;
}

function refusal({ name, message, status }: SdkError, call: FailedCall, cause: Error): Failure {
  if (status === 413 || /^RequestEntityTooLarge|^RequestTooLarge/.test(name))
    return awsFailures.tooLarge(call, cause);
  if (roleTrouble.test(message)) return awsFailures.roleNotAssumable(call, cause);
  const [, runtime] = /runtime parameter of ([\w.-]{1,40}) is no longer supported/i.exec(message) ?? [];
  if (runtime !== undefined) return awsFailures.runtimeRetired(call, runtime, cause);
  if (call.operation.startsWith('lambda:') && mentionsEnvironment(message))
    return awsFailures.environmentRefused(call, cause);
  const reason = showableText(name, message, call.secrets);
  return /^(InvalidParameter|Validation|InvalidInput|InvalidRequest|MalformedPolicy)/.test(name)
    ? awsFailures.invalid(call, reason, cause)
    : awsFailures.refused(call, name, reason, cause);
}

/** A role that was just made, or whose key is not ready (AWS.md, "Roles"). */
const roleTrouble =
  /role defined for the function cannot be assumed|execution role does not have permissions|KMS key is invalid for CreateGrant/i;
