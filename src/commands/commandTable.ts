import * as vscode from 'vscode';
import type { Command, CommandTable } from '../editor/commandRegistry.ts';
import type { CommandServices } from './commandServices.ts';

type Run = Command['run'];

const commands = () => import('./commandBundle.ts');

/** Command id → what it runs. All are loaded when the first is run: activation loads none. */
export function commandTable(services: CommandServices): CommandTable {
  const trusted = (title: string, run: Run): Command => ({ title, needsTrust: true, run });
  const harmless = (title: string, run: Run): Command => ({ title, needsTrust: false, run });
  const { t } = vscode.l10n;
  return {
    'lambdaWorkbench.deployFunction': trusted(t('Deploy Function'), async (args) =>
      (await commands()).deployFunction(args, services),
    ),
    'lambdaWorkbench.deployAgain': trusted(t('Deploy Again'), async () =>
      (await commands()).deployAgain(services),
    ),
    'lambdaWorkbench.showDeploymentPlan': trusted(t('Show Deployment Plan'), async (args) =>
      (await commands()).showDeploymentPlan(args, services),
    ),
    'lambdaWorkbench.packageFunction': trusted(t('Package Function'), async (args) =>
      (await commands()).packageFunction(args, services),
    ),
    'lambdaWorkbench.updateRole': trusted(t('Create or Update Execution Role'), async (args) =>
      (await commands()).updateRole(args, services),
    ),
    'lambdaWorkbench.copyPlanPolicy': trusted(t('Copy IAM Policy for This Plan'), async (args) =>
      (await commands()).copyPlanPolicy(args, services),
    ),
    'lambdaWorkbench.createManifest': harmless(t('Create Manifest'), async (args) =>
      (await commands()).createManifest(args, services),
    ),
    'lambdaWorkbench.switchConnection': trusted(t('Switch Connection'), async () =>
      (await commands()).switchConnection(services),
    ),
    'lambdaWorkbench.startSandbox': trusted(t('Start Local Sandbox'), async () =>
      (await commands()).startSandbox(services),
    ),
    'lambdaWorkbench.stopSandbox': harmless(t('Stop Local Sandbox'), async () =>
      (await commands()).stopSandbox(services),
    ),
    'lambdaWorkbench.showSandboxMailbox': trusted(t('Show Sandbox Mailbox'), async () =>
      (await commands()).showSandboxMailbox(services),
    ),
    'lambdaWorkbench.showLog': harmless(t('Show Log'), async () => (await commands()).showLog(services)),
  };
}
