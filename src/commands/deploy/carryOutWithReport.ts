import * as vscode from 'vscode';
import type { CommandId } from '../../contributions.ts';
import { aliasFailures } from '../../core/failures/aliasFailures.ts';
import { isCancellation } from '../../core/failures/failure.ts';
import { formatDuration } from '../../core/quantities.ts';
import type { Report } from '../../editor/progress.ts';
import { qualifierOf } from '../../workflows/aliases/aliasFacts.ts';
import { carryOutDeployment } from '../../workflows/carryOutDeployment.ts';
import type { DeploymentProgress, DeploymentResult } from '../../workflows/carryOutDeployment.ts';
import { proveVersion, smokeTestsOf } from '../alias/aliasGate.ts';
import type { SmokeTestServices } from '../alias/aliasGate.ts';
import type { CommandServices } from '../commandServices.ts';
import type { PlannedHere } from './planInProgress.ts';

/**
 * Carries out a plan. Undefined when it was cancelled after something had been
 * done: that is not silent, the person is told what.
 */
export async function carryOutWithReport(
  { planned, dependencies }: PlannedHere,
  services: SmokeTestServices & Pick<CommandServices, 'log' | 'dialogs' | 'clock'>,
  signal: AbortSignal,
  report: Report,
): Promise<DeploymentResult | undefined> {
  const { log, dialogs } = services;
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
  const prove = async (alias: string, version: string) => {
    const place = { account: planned.identity.accountId, region: planned.region };
    const tests = await smokeTestsOf(functionName, alias, place, services);
    if (tests.length === 0) return;
    const { connection } = dependencies;
    const { functions } = connection;
    const live = await functions.readFunction(functionName, qualifierOf(version), { signal });
    if (live === undefined) throw aliasFailures.versionGone(version, functionName);
    const onWaiting = (text: string) => tell({ kind: 'waiting', text });
    const run = { connection, functions, clock: services.clock, signal, onWaiting };
    await proveVersion(alias, live, tests, run, services);
  };
  try {
    return await carryOutDeployment(planned, dependencies, { signal, onProgress: tell, prove });
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
