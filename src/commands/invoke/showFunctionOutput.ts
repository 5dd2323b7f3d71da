import type { CommandServices } from '../commandServices.ts';

/** `Lambda: Show Function Output`: what functions that ran here have printed. */
export function showFunctionOutput({ output }: Pick<CommandServices, 'output'>): Promise<void> {
  output.show();
  return Promise.resolve();
}
