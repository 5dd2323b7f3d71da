import { mergedHistory, withFormer } from '../../core/aliases/aliasHistory.ts';
import type { FormerVersion } from '../../core/aliases/aliasHistory.ts';
import type { AliasPointer } from '../../core/aliases/aliasPointer.ts';
import { isCancellation } from '../../core/failures/failure.ts';
import { logError } from '../../editor/log.ts';
import { readSetting } from '../../editor/settings.ts';
import { readTaggedHistory, tagHistory } from '../../workflows/aliases/aliasHistoryTags.ts';
import type { AwsConnection, CallOptions } from '../../workflows/ports.ts';
import type { CommandServices } from '../commandServices.ts';
import type { AliasPlace } from './aliasPlace.ts';

type Services = Pick<CommandServices, 'clock' | 'log' | 'memory'>;

export interface RememberedAlias {
  readonly functionName: string;
  readonly alias: string;
  readonly place: AliasPlace;
}

/** Names an alias among all accounts and regions. */
export const aliasKey = ({
  functionName,
  alias,
  place,
}: {
  readonly functionName: string;
  readonly alias: string;
  readonly place: Pick<AliasPlace, 'account' | 'region'>;
}): string => `${place.account}/${place.region}/${functionName}:${alias}`;

/**
 * Keeps where an alias pointed before it was moved: in this workspace, and in the function's tag where the setting says
 * so. A tag that cannot be written is said in the log only: the alias has moved.
 */
export async function rememberFormer(
  which: RememberedAlias,
  former: AliasPointer,
  now: AliasPointer,
  connection: Pick<AwsConnection, 'tags'>,
  { clock, log, memory }: Services,
  options: CallOptions,
): Promise<void> {
  const all = memory.read('aliasHistory') ?? {};
  const key = aliasKey(which);
  const history = withFormer(all[key] ?? [], former, now, clock.now());
  memory.write('aliasHistory', { ...all, [key]: history });
  if (!readSetting('aliases.historyInTags')) return;
  try {
    await tagHistory(which.place.functionArn, which.alias, history, connection, options);
  } catch (error) {
    if (!isCancellation(error)) logError(log, `History of ${which.functionName}:${which.alias}`, error);
  }
}

/** Where an alias pointed before, newest first, as far as it is known here or in the function's tag. */
export async function formerVersions(
  which: RememberedAlias,
  connection: Pick<AwsConnection, 'tags'>,
  { log, memory }: Services,
  options: CallOptions,
): Promise<readonly FormerVersion[]> {
  const ours = memory.read('aliasHistory')?.[aliasKey(which)] ?? [];
  if (!readSetting('aliases.historyInTags')) return ours;
  try {
    const { functionArn } = which.place;
    return mergedHistory(ours, await readTaggedHistory(functionArn, which.alias, connection, options));
  } catch (error) {
    if (isCancellation(error)) throw error;
    logError(log, `History of ${which.functionName}:${which.alias}`, error);
    return ours;
  }
}
