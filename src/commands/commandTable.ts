import * as vscode from 'vscode';
import type { Command, CommandTable } from '../editor/commandRegistry.ts';
import type { CommandServices } from './commandServices.ts';

type Run = Command['run'];

const commands = () => import('./commandBundle.ts');
type Bundle = Awaited<ReturnType<typeof commands>>;

/** Command id → what it runs. All are loaded when the first is run: activation loads none. */
export function commandTable(services: CommandServices): CommandTable {
  const trusted = (title: string, run: Run): Command => ({ title, needsTrust: true, run });
  const harmless = (title: string, run: Run): Command => ({ title, needsTrust: false, run });
  /** Of what it is called on. */
  const bundled =
    (pick: (bundle: Bundle) => (args: readonly unknown[], services: CommandServices) => Promise<void>): Run =>
    async (args) =>
      pick(await commands())(args, services);
  /** Whatever it is called on. */
  const alone =
    (pick: (bundle: Bundle) => (services: CommandServices) => Promise<void>): Run =>
    async () =>
      pick(await commands())(services);
  const { t } = vscode.l10n;
  return {
    'lambdaWorkbench.deployFunction': trusted(
      t('Deploy Function'),
      bundled((bundle) => bundle.deployFunction),
    ),
    'lambdaWorkbench.deployAgain': trusted(
      t('Deploy Again'),
      alone((bundle) => bundle.deployAgain),
    ),
    'lambdaWorkbench.showDeploymentPlan': trusted(
      t('Show Deployment Plan'),
      bundled((bundle) => bundle.showDeploymentPlan),
    ),
    'lambdaWorkbench.packageFunction': trusted(
      t('Package Function'),
      bundled((bundle) => bundle.packageFunction),
    ),
    'lambdaWorkbench.updateRole': trusted(
      t('Create or Update Execution Role'),
      bundled((bundle) => bundle.updateRole),
    ),
    'lambdaWorkbench.copyPlanPolicy': trusted(
      t('Copy IAM Policy for This Plan'),
      bundled((bundle) => bundle.copyPlanPolicy),
    ),
    'lambdaWorkbench.createManifest': harmless(
      t('Create Manifest'),
      bundled((bundle) => bundle.createManifest),
    ),
    'lambdaWorkbench.invokeLocally': trusted(t('Invoke Locally'), async (args) =>
      (await commands()).invokeLocally(args, { fresh: false }, services),
    ),
    'lambdaWorkbench.invokeWithColdStart': trusted(t('Invoke Locally with a Cold Start'), async (args) =>
      (await commands()).invokeLocally(args, { fresh: true }, services),
    ),
    'lambdaWorkbench.debugLocally': trusted(
      t('Debug Locally'),
      bundled((bundle) => bundle.debugLocally),
    ),
    'lambdaWorkbench.invokeAgain': trusted(
      t('Invoke Again'),
      bundled((bundle) => bundle.invokeAgain),
    ),
    'lambdaWorkbench.useNativeImage': trusted(
      t('Use the Native Image'),
      bundled((bundle) => bundle.useNativeImage),
    ),
    'lambdaWorkbench.toggleInvokeOnSave': trusted(
      t('Toggle Invoke on Save'),
      bundled((bundle) => bundle.toggleInvokeOnSave),
    ),
    'lambdaWorkbench.newEvent': harmless(
      t('New Event'),
      bundled((bundle) => bundle.newEvent),
    ),
    'lambdaWorkbench.cancelInvocation': harmless(
      t('Cancel Invocation'),
      bundled((bundle) => bundle.cancelInvocation),
    ),
    'lambdaWorkbench.openResult': harmless(
      t('Open Result'),
      bundled((bundle) => bundle.openResult),
    ),
    'lambdaWorkbench.openSentEvent': harmless(
      t('Open Event'),
      bundled((bundle) => bundle.openSentEvent),
    ),
    'lambdaWorkbench.openResponseBody': harmless(
      t('Open Response Body'),
      bundled((bundle) => bundle.openResponseBody),
    ),
    'lambdaWorkbench.compareWithLastResult': harmless(
      t('Compare with Last Result'),
      bundled((bundle) => bundle.compareWithLastResult),
    ),
    'lambdaWorkbench.copyDockerCommand': trusted(
      t('Copy docker run Command'),
      bundled((bundle) => bundle.copyDockerCommand),
    ),
    'lambdaWorkbench.clearInvocations': harmless(
      t('Clear Invocations'),
      alone((bundle) => bundle.clearInvocations),
    ),
    'lambdaWorkbench.showFunctionOutput': harmless(
      t('Show Function Output'),
      alone((bundle) => bundle.showFunctionOutput),
    ),
    'lambdaWorkbench.updateLocalImages': trusted(
      t('Update Local Images'),
      alone((bundle) => bundle.updateLocalImages),
    ),
    'lambdaWorkbench.removeLocalContainers': trusted(
      t('Remove Local Containers'),
      alone((bundle) => bundle.removeLocalContainers),
    ),
    'lambdaWorkbench.refreshFunctions': trusted(
      t('Refresh Functions'),
      alone((bundle) => bundle.refreshFunctions),
    ),
    'lambdaWorkbench.findFunction': trusted(
      t('Find Function'),
      alone((bundle) => bundle.findFunction),
    ),
    'lambdaWorkbench.filterFunctions': trusted(
      t('Filter Functions'),
      alone((bundle) => bundle.filterFunctions),
    ),
    'lambdaWorkbench.clearFunctionFilter': harmless(
      t('Clear Filter'),
      alone((bundle) => bundle.clearFunctionFilter),
    ),
    'lambdaWorkbench.loadMoreFunctions': trusted(
      t('Load More Functions'),
      alone((bundle) => bundle.loadMoreFunctions),
    ),
    'lambdaWorkbench.pinFunction': harmless(t('Pin Function'), async (args) =>
      (await commands()).pinFunction(args, true, services),
    ),
    'lambdaWorkbench.unpinFunction': harmless(t('Unpin Function'), async (args) =>
      (await commands()).pinFunction(args, false, services),
    ),
    'lambdaWorkbench.copyArn': trusted(
      t('Copy ARN'),
      bundled((bundle) => bundle.copyArn),
    ),
    'lambdaWorkbench.openInConsole': trusted(
      t('Open in Console'),
      bundled((bundle) => bundle.openInConsole),
    ),
    'lambdaWorkbench.showVariable': trusted(
      t('Show Value'),
      bundled((bundle) => bundle.showVariable),
    ),
    'lambdaWorkbench.publishVersion': trusted(
      t('Publish Version'),
      bundled((bundle) => bundle.publishVersion),
    ),
    'lambdaWorkbench.compareVersions': trusted(
      t('Compare Versions'),
      bundled((bundle) => bundle.compareVersions),
    ),
    'lambdaWorkbench.compareWithWorkspace': trusted(
      t('Compare with Workspace'),
      bundled((bundle) => bundle.compareWithWorkspace),
    ),
    'lambdaWorkbench.openCode': trusted(
      t('Open Code'),
      bundled((bundle) => bundle.openCode),
    ),
    'lambdaWorkbench.deleteVersion': trusted(
      t('Delete Version'),
      bundled((bundle) => bundle.deleteVersion),
    ),
    'lambdaWorkbench.pruneVersions': trusted(
      t('Prune Versions'),
      bundled((bundle) => bundle.pruneVersions),
    ),
    'lambdaWorkbench.editConfiguration': trusted(
      t('Edit Configuration'),
      bundled((bundle) => bundle.editConfiguration),
    ),
    'lambdaWorkbench.setVariable': trusted(
      t('Set Environment Variable'),
      bundled((bundle) => bundle.setVariable),
    ),
    'lambdaWorkbench.removeVariable': trusted(
      t('Remove Environment Variable'),
      bundled((bundle) => bundle.removeVariable),
    ),
    'lambdaWorkbench.createAlias': trusted(
      t('Create Alias'),
      bundled((bundle) => bundle.createAlias),
    ),
    'lambdaWorkbench.moveAlias': trusted(
      t('Move Alias'),
      bundled((bundle) => bundle.moveAlias),
    ),
    'lambdaWorkbench.shiftTraffic': trusted(
      t('Shift Traffic'),
      bundled((bundle) => bundle.shiftTraffic),
    ),
    'lambdaWorkbench.shiftTrafficGradually': trusted(
      t('Shift Traffic Gradually'),
      bundled((bundle) => bundle.shiftTrafficGradually),
    ),
    'lambdaWorkbench.finishShift': trusted(
      t('Finish Shift'),
      bundled((bundle) => bundle.finishShift),
    ),
    'lambdaWorkbench.abortShift': trusted(
      t('Abort Shift'),
      bundled((bundle) => bundle.abortShift),
    ),
    'lambdaWorkbench.rollBackAlias': trusted(
      t('Roll Back Alias'),
      bundled((bundle) => bundle.rollBackAlias),
    ),
    'lambdaWorkbench.promoteAlias': trusted(
      t('Promote'),
      bundled((bundle) => bundle.promoteAlias),
    ),
    'lambdaWorkbench.copyAlias': trusted(
      t('Copy Alias'),
      bundled((bundle) => bundle.copyAlias),
    ),
    'lambdaWorkbench.deleteAlias': trusted(
      t('Delete Alias'),
      bundled((bundle) => bundle.deleteAlias),
    ),
    'lambdaWorkbench.importFunction': trusted(t('Import Function to Workspace'), async (args) =>
      (await commands()).importFunction(args, services),
    ),
    'lambdaWorkbench.openManifest': harmless(t('Open Manifest'), async (args) =>
      (await commands()).openManifest(args),
    ),
    'lambdaWorkbench.switchConnection': trusted(
      t('Switch Connection'),
      alone((bundle) => bundle.switchConnection),
    ),
    'lambdaWorkbench.startSandbox': trusted(
      t('Start Local Sandbox'),
      alone((bundle) => bundle.startSandbox),
    ),
    'lambdaWorkbench.stopSandbox': harmless(
      t('Stop Local Sandbox'),
      alone((bundle) => bundle.stopSandbox),
    ),
    'lambdaWorkbench.showSandboxMailbox': trusted(
      t('Show Sandbox Mailbox'),
      alone((bundle) => bundle.showSandboxMailbox),
    ),
    'lambdaWorkbench.showLog': harmless(t('Show Log'), async () => (await commands()).showLog(services)),
  };
}
