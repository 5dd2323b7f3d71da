import type { LiveAlias } from '../deployment/liveState.ts';
import { aliasFailures } from '../failures/aliasFailures.ts';
import { isWeighted } from './aliasPointer.ts';

/**
 * The alias that takes over what this one points to. Throws when the order names none after it, or while the traffic of
 * this one is split: then it is not one version that could be taken.
 * @param order names of aliases, as the setting `promotionOrder` has them
 */
export function nextAlias(alias: LiveAlias, order: readonly string[]): string {
  const at = order.indexOf(alias.name);
  if (at === -1) throw aliasFailures.notInOrder(alias.name, order);
  const next = order[at + 1];
  if (next === undefined) throw aliasFailures.lastInOrder(alias.name);
  if (isWeighted(alias)) throw aliasFailures.promoteWeighted(alias.name, next);
  return next;
}
