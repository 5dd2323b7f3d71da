import type { FormerVersion } from './aliasHistory.ts';

/** Characters of a tag's key and value (Lambda, TagResource). */
const longestKey = 128;
const longestValue = 256;

/** A tag takes letters, digits, blanks and `_.:/=+-@`: no `$`. */
const latestInTag = 'LATEST';

/** The function's tag that holds the history of an alias; undefined when the alias' name leaves no room for it. */
export function historyTagKey(alias: string): string | undefined {
  const key = `lambda-workbench:was:${alias}`;
  return key.length <= longestKey ? key : undefined;
}

/** `23@2026-11-03T10:00:00Z 22@2026-10-30T08:12:00Z`, newest first, as many as fit. */
export function historyTagValue(history: readonly FormerVersion[]): string {
  let value = '';
  for (const { version, until } of history) {
    const time = `${new Date(until).toISOString().slice(0, 19)}Z`;
    const entry = `${version === '$LATEST' ? latestInTag : version}@${time}`;
    const longer = value === '' ? entry : `${value} ${entry}`;
    if (longer.length > longestValue) break;
    value = longer;
  }
  return value;
}

/** The history in a tag's value; what is no entry of ours is left out. */
export function historyFromTag(value: string): FormerVersion[] {
  return value.split(' ').flatMap((text) => {
    const [, version, time] = /^(\d+|LATEST)@(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)$/.exec(text) ?? [];
    const until = Date.parse(time ?? '');
    if (version === undefined || Number.isNaN(until)) return [];
    return [{ version: version === latestInTag ? '$LATEST' : version, until }];
  });
}
