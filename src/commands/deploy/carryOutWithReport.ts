import * as vscode from 'vscode';
import type { CommandId } from '../../contributions.ts';
import { isCancellation } from '../../core/failures/failure.ts';
import { formatDuration } from '../../core/quantities.ts';
import type { Report } from '../../editor/progress.ts';
import { carryOutDeployment } from '../../workflows/carryOutDeployment.ts';
import type { DeploymentProgress, DeploymentResult } from '../../workflows/carryOutDeployment.ts';
import type { CommandServices } from '../commandServices.ts';
import type { PlannedHere } from './planInProgress.ts';

/**
 * Carries out a plan. Undefined when it was cancelled after something had been
 * done: that is not silent, the person is told what.
 */
export async function carryOutWithReport(
  { planned, dependencies }: PlannedHere,
  { log, dialogs }: Pick<CommandServices, 'log' | 'dialogs'>,
  signal: AbortSignal,
  report: Report,
): Promise<DeploymentResult | undefined> {
  const { functionName } = planned.plan.spec;
  const done: string[] = [];
  let current = '';
  const tell = (progress: DeploymentProgress) => {
    switch (progress.kind) {
      case 'step':
        current = `${progress.index + 1}/${progress.count} ${progress.text}`;
        report(`${current}…`);
        break;
      case 'waiting':
        report(`${current}: ${progress.text}`);
        log.info(`${functionName}: ${progress.text}`);
        break;
      case 'done':
        done.push(progress.timing.text);
        log.info(`${functionName}: ${progress.timing.text} (${formatDuration(progress.timing.ms)})`);
        break;
    }
  };
  try {
    return await carryOutDeployment(planned, dependencies, { signal, onProgress: tell });
  } catch (error) {
    if (!isCancellation(error) || done.length === 0) throw error;
    log.info(`Deploying ${functionName} was cancelled after: ${done.join(', ')}`);
    const sentence = vscode.l10n.t(
      'Deploying {0} was cancelled. Done before: {1}. Deploying again continues from here.',
      functionName,
      done.join(', '),
    );
    const again = vscode.l10n.t('Deploy Again');
    const command: CommandId = 'lambdaWorkbench.deployAgain';
    void dialogs.notify('info', sentence, [again]).then(async (chosen) => {
      if (chosen === again) await vscode.commands.executeCommand(command);
    });
    return undefined;
  }
}
