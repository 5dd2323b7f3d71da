import * as vscode from 'vscode';
import { pointerText } from '../../core/aliases/aliasChange.ts';
import { pointerOf } from '../../core/aliases/aliasPointer.ts';
import type { LiveAlias } from '../../core/deployment/liveState.ts';
import { readSetting } from '../../editor/settings.ts';
import { deleteAlias as deleteSeen } from '../../workflows/aliases/deleteAlias.ts';
import type { AliasRun } from '../../workflows/aliases/aliasRun.ts';
import { placeOf } from './aliasPlace.ts';
import { chooseAlias } from './aliasQuestions.ts';
import type { AliasServices } from './aliasServices.ts';
import { underProgress } from './carryOutAliasChange.ts';

/** `Lambda: Delete Alias…`: always asked, as what calls it fails afterwards. */
export async function deleteAlias(args: readonly unknown[], services: AliasServices): Promise<void> {
  const { t } = vscode.l10n;
  const chosen = await chooseAlias(args, t('Delete Alias'), services);
  if (chosen === undefined) return;
  const { functionName, seen } = chosen;
  const title = t('Deleting {0} of {1}', seen.name, functionName);
  const connection = await underProgress(title, services, (run) => Promise.resolve(run.connection));
  if (!(await confirm(functionName, seen, question(functionName, seen), services))) return;
  for (let known = seen; ;) {
    const remove = (run: AliasRun) => deleteSeen(functionName, known, run);
    const outcome = await underProgress(title, services, remove, connection);
    services.functionChanged(functionName);
    if (outcome.kind === 'deleted') return;
    known = outcome.theirs;
    const moved = t('{0} of {1} was changed by someone else meanwhile. Delete it?', known.name, functionName);
    if (!(await confirm(functionName, known, moved, services))) return;
  }
}

function question(functionName: string, { name }: LiveAlias): string {
  return readSetting('protectedAliases').includes(name)
    ? vscode.l10n.t('{0} is a protected alias. Delete {0} of {1}?', name, functionName)
    : vscode.l10n.t('Delete {0} of {1}?', name, functionName);
}

async function confirm(
  functionName: string,
  alias: LiveAlias,
  message: string,
  { dialogs }: AliasServices,
): Promise<boolean> {
  const { t } = vscode.l10n;
  const { account, region } = placeOf(alias);
  const detail = [
    `${t('Function')}: ${functionName}`,
    `${t('Alias')}: ${alias.name}`,
    `${t('Points to')}: ${pointerText(pointerOf(alias))}`,
    `${t('Account')}: ${account}`,
    `${t('Region')}: ${region}`,
    '',
    t(
      'What calls {0}:{1} fails afterwards. Its permissions go with it; the versions stay.',
      functionName,
      alias.name,
    ),
  ].join('\n');
  const button = t('Delete {0}', alias.name);
  return (await dialogs.confirm({ message, detail, buttons: [button], warning: true })) === button;
}
