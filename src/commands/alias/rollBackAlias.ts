import * as vscode from 'vscode';
import { actProgress } from '../../core/aliases/aliasChange.ts';
import { waysBack } from '../../core/aliases/aliasHistory.ts';
import type { FormerVersion } from '../../core/aliases/aliasHistory.ts';
import { pointerOf, pointerTo } from '../../core/aliases/aliasPointer.ts';
import type { LiveAlias } from '../../core/deployment/liveState.ts';
import { aliasFailures } from '../../core/failures/aliasFailures.ts';
import { relativeTime } from '../../core/relativeTime.ts';
import { back } from '../../editor/multiStep.ts';
import { formerVersions } from './aliasMemory.ts';
import { placeOfAlias } from './aliasPlace.ts';
import { chooseAlias } from './aliasQuestions.ts';
import type { AliasServices } from './aliasServices.ts';
import { carryOutAliasChange, underProgress } from './carryOutAliasChange.ts';

/** `Lambda: Roll Back Alias…`: to where it pointed before, the last place first. */
export async function rollBackAlias(args: readonly unknown[], services: AliasServices): Promise<void> {
  const title = vscode.l10n.t('Roll Back Alias');
  const chosen = await chooseAlias(args, title, services);
  if (chosen === undefined) return;
  const { functionName, seen } = chosen;
  const { name: alias } = seen;
  const former = await readWaysBack(functionName, seen, services);
  if (former.length === 0) throw aliasFailures.noHistory(alias, functionName);
  const { catalog } = await services.accountView();
  const versions = await catalog.versionsOf(functionName);
  const now = services.clock.now();
  const answer = await services.dialogs.pick<FormerVersion>({
    title,
    placeholder: vscode.l10n.t('Where {0} pointed before, last first', alias),
    items: former.map((one) => {
      const description = versions.find(({ version }) => version === one.version)?.description ?? '';
      const until = vscode.l10n.t('until {0}', relativeTime(one.until, now));
      return {
        label: one.version,
        description: [until, description].filter((part) => part !== '').join(' · '),
        value: one,
      };
    }),
  });
  if (answer === undefined || answer === back) return;
  const to = pointerTo(answer.version);
  await carryOutAliasChange({ act: 'rollBack', functionName, alias, seen, to }, services);
}

async function readWaysBack(
  functionName: string,
  seen: LiveAlias,
  services: AliasServices,
): Promise<FormerVersion[]> {
  const { catalog } = await services.accountView();
  const versions = new Set((await catalog.versionsOf(functionName)).map(({ version }) => version));
  const which = { functionName, alias: seen.name, place: placeOfAlias(seen) };
  const title = actProgress({ act: 'rollBack', functionName, alias: seen.name });
  const known = await underProgress(title, services, (run) =>
    formerVersions(which, run.connection, services, run),
  );
  return waysBack(known, pointerOf(seen), versions);
}
