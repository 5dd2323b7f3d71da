import * as vscode from 'vscode';
import { back } from '../../editor/multiStep.ts';
import type { CommandServices } from '../commandServices.ts';

/** `Lambda: Stop Tailing Logs`: asks which one where there are several. The channels stay. */
export async function stopTailingLogs({
  logTails,
  dialogs,
}: Pick<CommandServices, 'logTails' | 'dialogs'>): Promise<void> {
  const { t } = vscode.l10n;
  const tails = await logTails();
  const { names } = tails;
  const every = { label: t('All of Them'), value: names };
  const items = [...names.map((name) => ({ label: name, value: [name] })), every];
  const title = t('Stop Tailing Logs');
  const chosen =
    names.length < 2 ? names : await dialogs.pick({ title, placeholder: t('Which log?'), items });
  if (chosen === undefined || chosen === back) return;
  for (const name of chosen) tails.of(name)?.end(t('Stopped.'));
}
