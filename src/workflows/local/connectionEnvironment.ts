import { Failure } from '../../core/failures/failure.ts';
import type { ConnectionEnvironment } from '../../core/local/localEnvironment.ts';
import type { CurrentConnection } from '../currentConnection.ts';
import type { CallOptions } from '../ports.ts';

/**
 * Where AWS is for a function that runs locally. Nothing is called and nothing is started: the region comes from the
 * connection's configuration. A sandbox that runs is named with what it takes for credentials. Those of AWS are handed over
 * only when the person asked for it; then trouble with the connection is a failure, else the function does without.
 */
export async function connectionEnvironment(
  connection: Pick<CurrentConnection, 'open' | 'status'>,
  credentials: 'none' | 'connection',
  options: CallOptions,
): Promise<ConnectionEnvironment> {
  const { kind, running, region } = connection.status;
  const isSandbox = kind === 'sandbox';
  if (isSandbox && !running) return { region, endpoint: undefined, credentials: undefined };
  try {
    const opened = await connection.open(options);
    return {
      region: opened.region,
      endpoint: isSandbox ? opened.endpoint : undefined,
      credentials: isSandbox || credentials === 'connection' ? await opened.credentials(options) : undefined,
    };
  } catch (error) {
    if (credentials === 'connection' || !(error instanceof Failure)) throw error;
    return { region, endpoint: undefined, credentials: undefined };
  }
}
