import { mergedHistory } from '../../core/aliases/aliasHistory.ts';
import type { FormerVersion } from '../../core/aliases/aliasHistory.ts';
import { historyFromTag, historyTagKey, historyTagValue } from '../../core/aliases/aliasHistoryTag.ts';
import type { AwsConnection, CallOptions } from '../ports.ts';

type Tags = Pick<AwsConnection, 'tags'>;

/** What colleagues kept of an alias in the function's tag. */
export async function readTaggedHistory(
  functionArn: string,
  alias: string,
  { tags }: Tags,
  options: CallOptions,
): Promise<FormerVersion[]> {
  const key = historyTagKey(alias);
  return key === undefined ? [] : historyFromTag((await tags.listTags(functionArn, options))[key] ?? '');
}

/** Puts a history into the function's tag, together with what others put there meanwhile. */
export async function tagHistory(
  functionArn: string,
  alias: string,
  history: readonly FormerVersion[],
  connection: Tags,
  options: CallOptions,
): Promise<void> {
  const key = historyTagKey(alias);
  if (key === undefined) return;
  const theirs = await readTaggedHistory(functionArn, alias, connection, options);
  const value = historyTagValue(mergedHistory(history, theirs));
  await connection.tags.tagFunction(functionArn, { [key]: value }, options);
}
