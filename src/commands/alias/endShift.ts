import * as vscode from 'vscode';
import type { AliasAct } from '../../core/aliases/aliasChange.ts';
import { isWeighted, pointerOf, pointerTo, versionsOf } from '../../core/aliases/aliasPointer.ts';
import { aliasFailures } from '../../core/failures/aliasFailures.ts';
import { chooseAlias } from './aliasQuestions.ts';
import type { AliasServices } from './aliasServices.ts';
import { carryOutAliasChange } from './carryOutAliasChange.ts';

/** `Lambda: Finish Shift`: all traffic to the second version. */
export async function finishShift(args: readonly unknown[], services: AliasServices): Promise<void> {
  await endShift('finish', args, vscode.l10n.t('Finish Shift'), services);
}

/** `Lambda: Abort Shift`: all traffic back to the version that the alias points to. */
export async function abortShift(args: readonly unknown[], services: AliasServices): Promise<void> {
  await endShift('abort', args, vscode.l10n.t('Abort Shift'), services);
}

async function endShift(
  act: Extract<AliasAct, 'finish' | 'abort'>,
  args: readonly unknown[],
  title: string,
  services: AliasServices,
): Promise<void> {
  const chosen = await chooseAlias(args, title, services, isWeighted);
  if (chosen === undefined) return;
  const { functionName, seen } = chosen;
  const [main = '', second] = versionsOf(pointerOf(seen));
  if (second === undefined) throw aliasFailures.notWeighted(seen.name, main);
  const to = pointerTo(act === 'finish' ? second : main);
  await carryOutAliasChange({ act, functionName, alias: seen.name, seen, to }, services);
}
