import type { CommandServices } from '../commandServices.ts';
import { deployFunction } from './deployFunction.ts';
import { deployReference } from './deployReference.ts';

/** `Lambda: Deploy Again`: what was deployed last from this workspace; the first time as `Deploy Function…`. */
export async function deployAgain(services: CommandServices): Promise<void> {
  const last = services.memory.read('lastFunction');
  if (last === undefined) await deployFunction([], services);
  else await deployReference(last, services);
}
