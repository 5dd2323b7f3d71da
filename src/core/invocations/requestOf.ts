import type { Invocation } from './invocationHistory.ts';

/** The request that an invocation was to Lambda, which its log names; undefined while it is not known. */
export function requestOf({ state }: Pick<Invocation, 'state'>): string | undefined {
  if (state.kind === 'ended') return state.outcome.requestId;
  return state.kind === 'accepted' && state.type === 'Event' ? state.requestId : undefined;
}
