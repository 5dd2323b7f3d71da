import * as vscode from 'vscode';
import type { Command, CommandTable } from '../editor/commandRegistry.ts';
import type { CommandServices } from './commandServices.ts';

type Run = Command['run'];

/** Command id → what it runs. Each is loaded at its first use: activation loads none. */
export function commandTable(services: CommandServices): CommandTable {
  const trusted = (title: string, run: Run): Command => ({ title, needsTrust: true, run });
  const harmless = (title: string, run: Run): Command => ({ title, needsTrust: false, run });
  const { t } = vscode.l10n;
  return {
    'lambdaWorkbench.deployFunction': trusted(t('Deploy Function'), async (args) =>
      (await import('./deploy/deployFunction.ts')).deployFunction(args, services),
    ),
    'lambdaWorkbench.deployAgain': trusted(t('Deploy Again'), async () =>
      (await import('./deploy/deployAgain.ts')).deployAgain(services),
    ),
    'lambdaWorkbench.showDeploymentPlan': trusted(t('Show Deployment Plan'), async (args) =>
      (await import('./deploy/showDeploymentPlan.ts')).showDeploymentPlan(args, services),
    ),
    'lambdaWorkbench.packageFunction': trusted(t('Package Function'), async (args) =>
      (await import('./deploy/packageFunction.ts')).packageFunction(args, services),
    ),
    'lambdaWorkbench.updateRole': trusted(t('Create or Update Execution Role'), async (args) =>
      (await import('./role/updateRole.ts')).updateRole(args, services),
    ),
    'lambdaWorkbench.copyPlanPolicy': trusted(t('Copy IAM Policy for This Plan'), async (args) =>
      (await import('./deploy/copyPlanPolicy.ts')).copyPlanPolicy(args, services),
    ),
    'lambdaWorkbench.createManifest': harmless(t('Create Manifest'), async (args) =>
      (await import('./manifest/createManifest.ts')).createManifest(args, services),
    ),
    'lambdaWorkbench.switchConnection': trusted(t('Switch Connection'), async () =>
      (await import('./connection/switchConnection.ts')).switchConnection(services),
    ),
    'lambdaWorkbench.startSandbox': trusted(t('Start Local Sandbox'), async () =>
      (await import('./sandbox/startSandbox.ts')).startSandbox(services),
    ),
    'lambdaWorkbench.stopSandbox': harmless(t('Stop Local Sandbox'), async () =>
      (await import('./sandbox/stopSandbox.ts')).stopSandbox(services),
    ),
    'lambdaWorkbench.showSandboxMailbox': trusted(t('Show Sandbox Mailbox'), async () =>
      (await import('./sandbox/showSandboxMailbox.ts')).showSandboxMailbox(services),
    ),
    'lambdaWorkbench.showLog': harmless(t('Show Log'), async () =>
      (await import('./showLog.ts')).showLog(services),
    ),
  };
}
