import { t } from '@vscode/l10n';
import { isFailure } from '../../core/failures/failure.ts';
import type { AwsConnection, Clock } from '../ports.ts';

/** Milliseconds between two calls: SES takes one a second, and calls do not travel equally fast. */
const spacing = 1100;
/** How often a call is made that is refused because others called too: of this account, not of this window. */
const attempts = 4;

/** When the next call may be made (milliseconds since the epoch), for all that goes on through a connection. */
const nextCall = new WeakMap<AwsConnection['email'], number>();

export interface TurnContext {
  readonly connection: Pick<AwsConnection, 'email'>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Says what is being waited for. */
  readonly onWaiting?: (text: string) => void;
}

/** Makes a call about receipt rules when its turn has come. Rejects with an AbortError when aborted meanwhile. */
export async function inTurn<T>(context: TurnContext, call: () => Promise<T>): Promise<T> {
  const { connection, clock, signal, onWaiting } = context;
  for (let attempt = 1; ; attempt++) {
    const now = clock.now();
    const turn = Math.max(now, nextCall.get(connection.email) ?? now);
    nextCall.set(connection.email, turn + spacing);
    if (turn > now) {
      onWaiting?.(t('SES takes one call about receipt rules a second. Waiting…'));
      await clock.sleep(turn - now, signal);
    }
    try {
      return await call();
    } catch (error) {
      if (!isFailure(error, 'aws.throttled') || attempt >= attempts) throw error;
    }
  }
}
