import type { CommandServices } from './commandServices.ts';

/** `Lambda: Show Log`. */
export function showLog({ log }: Pick<CommandServices, 'log'>): Promise<void> {
  log.show();
  return Promise.resolve();
}
