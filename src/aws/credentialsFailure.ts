import { connectionFailures } from '../core/failures/connectionFailures.ts';
import { isCancellation, isFailure } from '../core/failures/failure.ts';
import type { ConnectionFacts } from './answerFailure.ts';
import { notSentFailure } from './networkFailures.ts';
import { profileKind, rootProfile } from './profiles.ts';
import { readSdkError, safeCause } from './sdkError.ts';
import type { SharedConfig } from './sharedConfig.ts';

const subject = 'credentials';

/**
 * Why there are no credentials. The SDK's texts name no profile and may repeat a command with its secrets, so the profile's
 * keys decide; the texts are only searched for what went wrong on the network. Cancellations come back as they are.
 */
export function credentialsFailure(
  error: unknown,
  config: SharedConfig,
  { profile, signIn }: ConnectionFacts,
): unknown {
  if (isFailure(error) || isCancellation(error)) return error;
  const cause = safeCause(error, subject);
  const network = networkFailure(error);
  if (network !== undefined) return network;
  if (profile === undefined) return connectionFailures.noCredentials(undefined, cause);
  const root = rootProfile(config, profile);
  const { message } = readSdkError(error);
  const kind = profileKind(root.keys);
  switch (kind) {
    case 'sso':
    case 'login':
      if (/ForbiddenException|No access/.test(message)) {
        const role = `${root.keys['sso_role_name'] ?? ''} (${root.keys['sso_account_id'] ?? ''})`;
        return connectionFailures.roleRefused(profile, role, cause);
      }
      return /invalid SSO credentials|required property|could not be found in shared/.test(message)
        ? connectionFailures.noCredentials(root.name, cause)
        : connectionFailures.expired(profile, signIn, cause);
    case 'process':
      return connectionFailures.processFailed(root.name, cause);
    case 'keys':
    case 'assumeRole':
    case 'webIdentity':
    case 'other':
      return connectionFailures.noCredentials(root.name, cause);
    default:
      return kind satisfies never;
  }
}

/** The SSO provider wraps the SDK's error into a text: codes are found there too. */
function networkFailure(error: unknown) {
  const direct = notSentFailure(error, 'AWS', subject);
  if (direct !== undefined) return direct;
  const { name, message } = readSdkError(error);
  const [, code, peer] =
    /\b(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNRESET|EHOSTUNREACH|ENETUNREACH)\b(?: ([\w.:[\]-]+))?/.exec(
      message,
    ) ?? [];
  if (code !== undefined) return connectionFailures.unreachable(peer ?? 'AWS', safeCause(error, subject));
  if (
    /self[- ]signed certificate|local issuer certificate|unable to verify the first certificate/i.test(
      message,
    )
  ) {
    return connectionFailures.certificate('AWS', 'UNABLE_TO_VERIFY', safeCause(error, subject));
  }
  return name === 'TimeoutError' || message.includes('TimeoutError')
    ? connectionFailures.unreachable('AWS', safeCause(error, subject))
    : undefined;
}
