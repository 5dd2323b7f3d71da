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
    'lambdaWorkbench.invokeLocally': trusted(t('Invoke Locally'), async (args) =>
      (await commands()).invokeLocally(args, { fresh: false }, services),
    ),
    'lambdaWorkbench.invokeWithColdStart': trusted(t('Invoke Locally with a Cold Start'), async (args) =>
      (await commands()).invokeLocally(args, { fresh: true }, services),
    ),
    'lambdaWorkbench.debugLocally': trusted(t('Debug Locally'), async (args) =>
      (await commands()).debugLocally(args, services),
    ),
    'lambdaWorkbench.invokeAgain': trusted(t('Invoke Again'), async (args) =>
      (await commands()).invokeAgain(args, services),
    ),
    'lambdaWorkbench.useNativeImage': trusted(t('Use the Native Image'), async (args) =>
      (await commands()).useNativeImage(args, services),
    ),
    'lambdaWorkbench.toggleInvokeOnSave': trusted(t('Toggle Invoke on Save'), async (args) =>
      (await commands()).toggleInvokeOnSave(args, services),
    ),
    'lambdaWorkbench.newEvent': harmless(t('New Event'), async (args) =>
      (await commands()).newEvent(args, services),
    ),
    'lambdaWorkbench.cancelInvocation': harmless(t('Cancel Invocation'), async (args) =>
      (await commands()).cancelInvocation(args, services),
    ),
    'lambdaWorkbench.openResult': harmless(t('Open Result'), async (args) =>
      (await commands()).openResult(args, services),
    ),
    'lambdaWorkbench.openSentEvent': harmless(t('Open Event'), async (args) =>
      (await commands()).openSentEvent(args, services),
    ),
    'lambdaWorkbench.openResponseBody': harmless(t('Open Response Body'), async (args) =>
      (await commands()).openResponseBody(args, services),
    ),
    'lambdaWorkbench.compareWithLastResult': harmless(t('Compare with Last Result'), async (args) =>
      (await commands()).compareWithLastResult(args, services),
    ),
    'lambdaWorkbench.copyDockerCommand': trusted(t('Copy docker run Command'), async (args) =>
      (await commands()).copyDockerCommand(args, services),
    ),
    'lambdaWorkbench.clearInvocations': harmless(t('Clear Invocations'), async () =>
      (await commands()).clearInvocations(services),
    ),
    'lambdaWorkbench.showFunctionOutput': harmless(t('Show Function Output'), async () =>
      (await commands()).showFunctionOutput(services),
    ),
    'lambdaWorkbench.updateLocalImages': trusted(t('Update Local Images'), async () =>
      (await commands()).updateLocalImages(services),
    ),
    'lambdaWorkbench.removeLocalContainers': trusted(t('Remove Local Containers'), async () =>
      (await commands()).removeLocalContainers(services),
    ),
    'lambdaWorkbench.refreshFunctions': trusted(t('Refresh Functions'), async () =>
      (await commands()).refreshFunctions(services),
    ),
    'lambdaWorkbench.findFunction': trusted(t('Find Function'), async () =>
      (await commands()).findFunction(services),
    ),
    'lambdaWorkbench.filterFunctions': trusted(t('Filter Functions'), async () =>
      (await commands()).filterFunctions(services),
    ),
    'lambdaWorkbench.clearFunctionFilter': harmless(t('Clear Filter'), async () =>
      (await commands()).clearFunctionFilter(services),
    ),
    'lambdaWorkbench.loadMoreFunctions': trusted(t('Load More Functions'), async () =>
      (await commands()).loadMoreFunctions(services),
    ),
    'lambdaWorkbench.pinFunction': harmless(t('Pin Function'), async (args) =>
      (await commands()).pinFunction(args, true, services),
    ),
    'lambdaWorkbench.unpinFunction': harmless(t('Unpin Function'), async (args) =>
      (await commands()).pinFunction(args, false, services),
    ),
    'lambdaWorkbench.copyArn': trusted(t('Copy ARN'), async (args) =>
      (await commands()).copyArn(args, services),
    ),
    'lambdaWorkbench.openInConsole': trusted(t('Open in Console'), async (args) =>
      (await commands()).openInConsole(args, services),
    ),
    'lambdaWorkbench.showVariable': trusted(t('Show Value'), async (args) =>
      (await commands()).showVariable(args, services),
    ),
    'lambdaWorkbench.publishVersion': trusted(t('Publish Version'), async (args) =>
      (await commands()).publishVersion(args, services),
    ),
    'lambdaWorkbench.compareVersions': trusted(t('Compare Versions'), async (args) =>
      (await commands()).compareVersions(args, services),
    ),
    'lambdaWorkbench.compareWithWorkspace': trusted(t('Compare with Workspace'), async (args) =>
      (await commands()).compareWithWorkspace(args, services),
    ),
    'lambdaWorkbench.openCode': trusted(t('Open Code'), async (args) =>
      (await commands()).openCode(args, services),
    ),
    'lambdaWorkbench.deleteVersion': trusted(t('Delete Version'), async (args) =>
      (await commands()).deleteVersion(args, services),
    ),
    'lambdaWorkbench.pruneVersions': trusted(t('Prune Versions'), async (args) =>
      (await commands()).pruneVersions(args, services),
    ),
    'lambdaWorkbench.editConfiguration': trusted(t('Edit Configuration'), async (args) =>
      (await commands()).editConfiguration(args, services),
    ),
    'lambdaWorkbench.setVariable': trusted(t('Set Environment Variable'), async (args) =>
      (await commands()).setVariable(args, services),
    ),
    'lambdaWorkbench.removeVariable': trusted(t('Remove Environment Variable'), async (args) =>
      (await commands()).removeVariable(args, services),
    ),
    'lambdaWorkbench.importFunction': trusted(t('Import Function to Workspace'), async (args) =>
      (await commands()).importFunction(args, services),
    ),
    'lambdaWorkbench.openManifest': harmless(t('Open Manifest'), async (args) =>
      (await commands()).openManifest(args),
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
