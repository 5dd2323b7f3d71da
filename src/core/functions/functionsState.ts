import { isFailure } from '../failures/failure.ts';

/**
 * What the Functions view shows in place of functions; package.json has a welcome text for each. `ready` has none unless
 * the account is empty.
 */
export const functionsStates = [
  'ready',
  'noFunctions',
  'nothingMatches',
  'untrusted',
  'sandboxStopped',
  'noCredentials',
  'expired',
  'unreachable',
  'denied',
  'failed',
] as const;
export type FunctionsState = (typeof functionsStates)[number];

/** Why the first page could not be read. */
export function stateOfFailure(error: unknown): FunctionsState {
  if (!isFailure(error)) return 'failed';
  switch (error.code) {
    case 'connection.noCredentials':
    case 'connection.noRegion':
    case 'connection.unknownProfile':
      return 'noCredentials';
    case 'connection.expired':
      return 'expired';
    case 'connection.unreachable':
    case 'connection.timedOut':
    case 'connection.certificate':
    case 'connection.proxyRefused':
      return 'unreachable';
    case 'aws.accessDenied':
      return 'denied';
    default:
      return 'failed';
  }
}
