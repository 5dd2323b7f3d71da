import type { FormerPointer } from './aliasHistory.ts';

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

/** `23@2026-11-03T10:00:00Z 22+23=0.1@2026-10-30T08:12:00Z`, newest first, as many as fit. */
export function historyTagValue(history: readonly FormerPointer[]): string {
  let value = '';
  for (const former of history) {
    const longer = value === '' ? entryText(former) : `${value} ${entryText(former)}`;
    if (longer.length > longestValue) break;
    value = longer;
  }
  return value;
}

function entryText({ version, routing, until }: FormerPointer): string {
  const added = Object.entries(routing).map(([name, share]) => `+${name}=${share}`);
  const time = `${new Date(until).toISOString().slice(0, 19)}Z`;
  return `${version === '$LATEST' ? latestInTag : version}${added.join('')}@${time}`;
}

/** The history in a tag's value; what is no entry of ours is left out. */
export function historyFromTag(value: string): FormerPointer[] {
  return value.split(' ').flatMap((text) => {
    const [, version, routing, time] =
      /^(\d+|LATEST)((?:\+\d+=[01](?:\.\d+)?)*)@(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)$/.exec(text) ?? [];
    const until = Date.parse(time ?? '');
    if (version === undefined || routing === undefined || Number.isNaN(until)) return [];
    const shares = routing.split('+').filter((part) => part !== '');
    return [
      {
        version: version === latestInTag ? '$LATEST' : version,
        routing: Object.fromEntries(
          shares.map((part) => {
            const [name = '', share] = part.split('=');
            return [name, Number(share)];
          }),
        ),
        until,
      },
    ];
  });
}
