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
    'lambdaWorkbench.invokeLocally': trusted(t('Invoke Locally'), async (args) =>
      (await import('./invoke/invokeLocally.ts')).invokeLocally(args, { fresh: false }, services),
    ),
    'lambdaWorkbench.invokeWithColdStart': trusted(t('Invoke Locally with a Cold Start'), async (args) =>
      (await import('./invoke/invokeLocally.ts')).invokeLocally(args, { fresh: true }, services),
    ),
    'lambdaWorkbench.debugLocally': trusted(t('Debug Locally'), async (args) =>
      (await import('./debug/debugLocally.ts')).debugLocally(args, services),
    ),
    'lambdaWorkbench.invokeAgain': trusted(t('Invoke Again'), async (args) =>
      (await import('./invoke/invokeAgain.ts')).invokeAgain(args, services),
    ),
    'lambdaWorkbench.toggleInvokeOnSave': trusted(t('Toggle Invoke on Save'), async (args) =>
      (await import('./invoke/toggleInvokeOnSave.ts')).toggleInvokeOnSave(args, services),
    ),
    'lambdaWorkbench.newEvent': harmless(t('New Event'), async (args) =>
      (await import('./invoke/newEvent.ts')).newEvent(args, services),
    ),
    'lambdaWorkbench.cancelInvocation': harmless(t('Cancel Invocation'), async (args) =>
      (await import('./invoke/cancelInvocation.ts')).cancelInvocation(args, services),
    ),
    'lambdaWorkbench.openResult': harmless(t('Open Result'), async (args) =>
      (await import('./invoke/openResult.ts')).openResult(args, services),
    ),
    'lambdaWorkbench.openSentEvent': harmless(t('Open Event'), async (args) =>
      (await import('./invoke/openSentEvent.ts')).openSentEvent(args, services),
    ),
    'lambdaWorkbench.openResponseBody': harmless(t('Open Response Body'), async (args) =>
      (await import('./invoke/openResponseBody.ts')).openResponseBody(args, services),
    ),
    'lambdaWorkbench.compareWithLastResult': harmless(t('Compare with Last Result'), async (args) =>
      (await import('./invoke/compareWithLastResult.ts')).compareWithLastResult(args, services),
    ),
    'lambdaWorkbench.copyDockerCommand': trusted(t('Copy docker run Command'), async (args) =>
      (await import('./invoke/copyDockerCommand.ts')).copyDockerCommand(args, services),
    ),
    'lambdaWorkbench.clearInvocations': harmless(t('Clear Invocations'), async () =>
      (await import('./invoke/clearInvocations.ts')).clearInvocations(services),
    ),
    'lambdaWorkbench.showFunctionOutput': harmless(t('Show Function Output'), async () =>
      (await import('./invoke/showFunctionOutput.ts')).showFunctionOutput(services),
    ),
    'lambdaWorkbench.updateLocalImages': trusted(t('Update Local Images'), async () =>
      (await import('./invoke/updateLocalImages.ts')).updateLocalImages(services),
    ),
    'lambdaWorkbench.removeLocalContainers': trusted(t('Remove Local Containers'), async () =>
      (await import('./invoke/removeLocalContainers.ts')).removeLocalContainers(services),
    ),
    'lambdaWorkbench.openManifest': harmless(t('Open Manifest'), async (args) =>
      (await import('./manifest/openManifest.ts')).openManifest(args),
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
