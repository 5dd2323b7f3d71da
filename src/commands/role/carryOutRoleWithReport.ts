import * as vscode from 'vscode';
import { isCancellation } from '../../core/failures/failure.ts';
import { withProgress } from '../../editor/progress.ts';
import type { AwsConnection } from '../../workflows/ports.ts';
import { carryOutRole } from '../../workflows/syncRole.ts';
import type { PlannedRole } from '../../workflows/syncRole.ts';
import type { CommandServices } from '../commandServices.ts';

/**
 * Carries out the plan of a role; true when all of it is done. A cancellation after something had been done is not silent:
 * the person is told what.
 */
export async function carryOutRoleWithReport(
  title: string,
  planned: PlannedRole,
  connection: AwsConnection,
  { clock, dialogs, log }: Pick<CommandServices, 'clock' | 'dialogs' | 'log'>,
): Promise<boolean> {
  const done: string[] = [];
  try {
    await withProgress(title, (signal, report) =>
      carryOutRole(
        planned,
        { connection, clock },
        {
          signal,
          onStep: (text, index, count) => report(`${index + 1}/${count} ${text}…`),
          onDone: (text) => {
            done.push(text);
            log.info(`${planned.spec.name}: ${text}`);
          },
        },
      ),
    );
    return true;
  } catch (error) {
    if (!isCancellation(error) || done.length === 0) throw error;
    const sentence = vscode.l10n.t(
      'The change of role {0} was cancelled. Done before: {1}. Running the command again continues from here.',
      planned.spec.name,
      done.join(', '),
    );
    log.info(sentence);
    const showLog = vscode.l10n.t('Show Log');
    void dialogs.notify('info', sentence, [showLog]).then((pressed) => {
      if (pressed === showLog) log.show();
    });
    return false;
  }
}
