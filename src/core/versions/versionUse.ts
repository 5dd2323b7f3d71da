import { t } from '@vscode/l10n';
import type { LiveAlias } from '../deployment/liveState.ts';
import { percent, sharesOf } from '../functions/aliasText.ts';

/** What keeps a version from being deleted, in words: `PRODUCTION points to it`, `TESTING sends it 10 % of its calls`. */
export function usesOf(version: string, aliases: readonly LiveAlias[]): string[] {
  return aliases.flatMap((alias) => {
    const shares = sharesOf(alias);
    const own = shares.find((share) => share.version === version);
    if (own === undefined) return [];
    return shares.length === 1
      ? [t('{0} points to it', alias.name)]
      : [t('{0} sends it {1} of its calls', alias.name, percent(own.share))];
  });
}
