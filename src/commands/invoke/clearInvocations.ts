import type { CommandServices } from '../commandServices.ts';

/** Forgets the invocations of this session that have ended. */
export function clearInvocations({ history }: Pick<CommandServices, 'history'>): Promise<void> {
  history.clear();
  return Promise.resolve();
}
