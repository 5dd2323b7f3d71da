import { connectionFailures } from '../core/failures/connectionFailures.ts';
import type { Failure } from '../core/failures/failure.ts';
import { readSdkError, safeCause } from './sdkError.ts';

/** Nothing was sent: nobody was there to take it. */
const notConnected = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  'EADDRNOTAVAIL',
]);

/** OpenSSL's and node's codes for a certificate that was not accepted. */
const certificateCode =
  /^(SELF_SIGNED_CERT_IN_CHAIN|DEPTH_ZERO_SELF_SIGNED_CERT|UNABLE_TO_\w+|CERT_\w+|ERR_TLS_CERT_\w+|INVALID_CA|HOSTNAME_MISMATCH)$/;

/**
 * The failure of a call that certainly never reached AWS; undefined when it may have. `host` is the endpoint's, for the
 * sentence where node does not tell.
 */
export function notSentFailure(error: unknown, host: string, operation: string): Failure | undefined {
  const { code, message, peer } = readSdkError(error);
  const cause = () => safeCause(error, operation);
  if (code !== undefined && certificateCode.test(code))
    return connectionFailures.certificate(host, code, cause());
  if (code !== undefined && notConnected.has(code))
    return connectionFailures.unreachable(peer ?? host, cause());
  // @smithy/node-http-handler's connectionTimeout; it has no code of its own.
  if (message.includes('did not establish a connection'))
    return connectionFailures.unreachable(host, cause());
  // hpagent's words for an answer to CONNECT that is not 200.
  const [, status] = /^Bad response: (\d{3})$/.exec(message) ?? [];
  if (status !== undefined) return connectionFailures.proxyRefused(status, cause());
  return message === 'Proxy timeout' ? connectionFailures.unreachable(host, cause()) : undefined;
}
