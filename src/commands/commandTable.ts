import * as vscode from 'vscode';
import type { Command, CommandTable } from '../editor/commandRegistry.ts';
import type { CommandServices } from './commandServices.ts';
import {
  clearFunctionFilter,
  filterFunctions,
  findFunction,
  loadMoreFunctions,
  pinFunction,
  refreshFunctions,
  showVariable,
} from './account/browseFunctions.ts';
import { editConfiguration, removeVariable, setVariable } from './account/editConfiguration.ts';
import { importFunction } from './account/importFunction.ts';
import { copyArn, openInConsole } from './account/openInConsole.ts';
import { copyAlias } from './alias/copyAlias.ts';
import { createAlias } from './alias/createAlias.ts';
import { deleteAlias } from './alias/deleteAlias.ts';
import { abortShift, finishShift } from './alias/endShift.ts';
import { moveAlias } from './alias/moveAlias.ts';
import { promoteAlias } from './alias/promoteAlias.ts';
import { rollBackAlias } from './alias/rollBackAlias.ts';
import { shiftTrafficGradually } from './alias/shiftGradually.ts';
import { shiftTraffic } from './alias/shiftTraffic.ts';
import { reinstallPackages } from './build/reinstallPackages.ts';
import { switchConnection } from './connection/switchConnection.ts';
import { debugLocally } from './debug/debugLocally.ts';
import { copyPlanPolicy } from './deploy/copyPlanPolicy.ts';
import { deployAgain } from './deploy/deployAgain.ts';
import { deployFunction } from './deploy/deployFunction.ts';
import { packageFunction } from './deploy/packageFunction.ts';
import { showDeploymentPlan } from './deploy/showDeploymentPlan.ts';
import { deployEmailRule } from './email/deployEmailRule.ts';
import { sendTestEmail } from './email/sendTestEmail.ts';
import { cancelInvocation } from './invoke/cancelInvocation.ts';
import { clearInvocations } from './invoke/clearInvocations.ts';
import { compareWithLastResult } from './invoke/compareWithLastResult.ts';
import { copyAwsCommand } from './invoke/copyAwsCommand.ts';
import { copyDockerCommand } from './invoke/copyDockerCommand.ts';
import { invokeAgain } from './invoke/invokeAgain.ts';
import { invokeInAws } from './invoke/invokeInAws.ts';
import { invokeLocally } from './invoke/invokeLocally.ts';
import { newEvent } from './invoke/newEvent.ts';
import { openResponseBody } from './invoke/openResponseBody.ts';
import { openResult } from './invoke/openResult.ts';
import { openSentEvent } from './invoke/openSentEvent.ts';
import { removeLocalContainers } from './invoke/removeLocalContainers.ts';
import { showFunctionOutput } from './invoke/showFunctionOutput.ts';
import { toggleInvokeOnSave } from './invoke/toggleInvokeOnSave.ts';
import { updateLocalImages } from './invoke/updateLocalImages.ts';
import { useNativeImage } from './invoke/useNativeImage.ts';
import { showInLog } from './logs/showInLog.ts';
import { stopTailingLogs } from './logs/stopTailingLogs.ts';
import { tailFunctionLogs } from './logs/tailLogs.ts';
import { createManifest } from './manifest/createManifest.ts';
import { openManifest } from './manifest/openManifest.ts';
import { deleteFunction } from './removal/deleteFunction.ts';
import { deployApi } from './restApi/deployApi.ts';
import { removeApiRoutes } from './restApi/removeApiRoutes.ts';
import { copyAsCurl, copyUrl, openInBrowser } from './restApi/routeAddress.ts';
import { sendTestRequest } from './restApi/sendTestRequest.ts';
import { updateRole } from './role/updateRole.ts';
import { showSandboxMailbox } from './sandbox/showSandboxMailbox.ts';
import { startSandbox } from './sandbox/startSandbox.ts';
import { stopSandbox } from './sandbox/stopSandbox.ts';
import { showLog } from './showLog.ts';
import { drawTimings } from './timings/drawTimings.ts';
import { measureTimings } from './timings/measureTimings.ts';
import { compareVersions } from './version/compareVersions.ts';
import { compareWithWorkspace } from './version/compareWithWorkspace.ts';
import { deleteVersion } from './version/deleteVersion.ts';
import { openCode } from './version/openCode.ts';
import { pruneVersions } from './version/pruneVersions.ts';
import { publishVersion } from './version/publishVersion.ts';
import { removeWarmUpRule } from './warmUp/removeWarmUpRule.ts';
import { showColdStarts } from './warmUp/showColdStarts.ts';
import { turnWarmUpOff, turnWarmUpOn } from './warmUp/turnWarmUp.ts';

type Run = Command['run'];

/** Command id → what it runs. */
export function commandTable(services: CommandServices): CommandTable {
  const trusted = (title: string, run: Run): Command => ({ title, needsTrust: true, run });
  const harmless = (title: string, run: Run): Command => ({ title, needsTrust: false, run });
  /** Of what it is called on. */
  const onTarget =
    (run: (args: readonly unknown[], services: CommandServices) => Promise<void>): Run =>
    (args) =>
      run(args, services);
  /** Whatever it is called on. */
  const alone =
    (run: (services: CommandServices) => Promise<void>): Run =>
    () =>
      run(services);
  const { t } = vscode.l10n;
  return {
    'lambdaWorkbench.deployFunction': trusted(t('Deploy Function'), onTarget(deployFunction)),
    'lambdaWorkbench.deployAgain': trusted(t('Deploy Again'), alone(deployAgain)),
    'lambdaWorkbench.showDeploymentPlan': trusted(t('Show Deployment Plan'), onTarget(showDeploymentPlan)),
    'lambdaWorkbench.packageFunction': trusted(t('Package Function'), onTarget(packageFunction)),
    'lambdaWorkbench.reinstallPackages': trusted(t('Reinstall Packages'), onTarget(reinstallPackages)),
    'lambdaWorkbench.updateRole': trusted(t('Create or Update Execution Role'), onTarget(updateRole)),
    'lambdaWorkbench.copyPlanPolicy': trusted(t('Copy IAM Policy for This Plan'), onTarget(copyPlanPolicy)),
    'lambdaWorkbench.createManifest': harmless(t('Create Manifest'), onTarget(createManifest)),
    'lambdaWorkbench.invokeLocally': trusted(t('Invoke Locally'), (args) =>
      invokeLocally(args, { fresh: false }, services),
    ),
    'lambdaWorkbench.invokeWithColdStart': trusted(t('Invoke Locally with a Cold Start'), (args) =>
      invokeLocally(args, { fresh: true }, services),
    ),
    'lambdaWorkbench.debugLocally': trusted(t('Debug Locally'), onTarget(debugLocally)),
    'lambdaWorkbench.invokeAgain': trusted(t('Invoke Again'), onTarget(invokeAgain)),
    'lambdaWorkbench.useNativeImage': trusted(t('Use the Native Image'), onTarget(useNativeImage)),
    'lambdaWorkbench.toggleInvokeOnSave': trusted(t('Toggle Invoke on Save'), onTarget(toggleInvokeOnSave)),
    'lambdaWorkbench.invokeInAws': trusted(t('Invoke in AWS'), onTarget(invokeInAws)),
    'lambdaWorkbench.copyAwsCommand': trusted(t('Copy AWS CLI Command'), onTarget(copyAwsCommand)),
    'lambdaWorkbench.measureTimings': trusted(t('Measure Cold and Warm Start'), onTarget(measureTimings)),
    'lambdaWorkbench.drawTimings': harmless(t('Draw Times of Invocations'), onTarget(drawTimings)),
    'lambdaWorkbench.newEvent': harmless(t('New Event'), onTarget(newEvent)),
    'lambdaWorkbench.cancelInvocation': harmless(t('Cancel Invocation'), onTarget(cancelInvocation)),
    'lambdaWorkbench.openResult': harmless(t('Open Result'), onTarget(openResult)),
    'lambdaWorkbench.openSentEvent': harmless(t('Open Event'), onTarget(openSentEvent)),
    'lambdaWorkbench.openResponseBody': harmless(t('Open Response Body'), onTarget(openResponseBody)),
    'lambdaWorkbench.compareWithLastResult': harmless(
      t('Compare with Last Result'),
      onTarget(compareWithLastResult),
    ),
    'lambdaWorkbench.copyDockerCommand': trusted(t('Copy docker run Command'), onTarget(copyDockerCommand)),
    'lambdaWorkbench.clearInvocations': harmless(t('Clear Invocations'), alone(clearInvocations)),
    'lambdaWorkbench.showFunctionOutput': harmless(t('Show Function Output'), alone(showFunctionOutput)),
    'lambdaWorkbench.updateLocalImages': trusted(t('Update Local Images'), alone(updateLocalImages)),
    'lambdaWorkbench.removeLocalContainers': trusted(
      t('Remove Local Containers'),
      alone(removeLocalContainers),
    ),
    'lambdaWorkbench.refreshFunctions': trusted(t('Refresh Functions'), alone(refreshFunctions)),
    'lambdaWorkbench.findFunction': trusted(t('Find Function'), alone(findFunction)),
    'lambdaWorkbench.filterFunctions': trusted(t('Filter Functions'), alone(filterFunctions)),
    'lambdaWorkbench.clearFunctionFilter': harmless(t('Clear Filter'), alone(clearFunctionFilter)),
    'lambdaWorkbench.loadMoreFunctions': trusted(t('Load More Functions'), alone(loadMoreFunctions)),
    'lambdaWorkbench.pinFunction': harmless(t('Pin Function'), (args) => pinFunction(args, true, services)),
    'lambdaWorkbench.unpinFunction': harmless(t('Unpin Function'), (args) =>
      pinFunction(args, false, services),
    ),
    'lambdaWorkbench.copyArn': trusted(t('Copy ARN'), onTarget(copyArn)),
    'lambdaWorkbench.openInConsole': trusted(t('Open in Console'), onTarget(openInConsole)),
    'lambdaWorkbench.showVariable': trusted(t('Show Value'), onTarget(showVariable)),
    'lambdaWorkbench.publishVersion': trusted(t('Publish Version'), onTarget(publishVersion)),
    'lambdaWorkbench.compareVersions': trusted(t('Compare Versions'), onTarget(compareVersions)),
    'lambdaWorkbench.compareWithWorkspace': trusted(
      t('Compare with Workspace'),
      onTarget(compareWithWorkspace),
    ),
    'lambdaWorkbench.openCode': trusted(t('Open Code'), onTarget(openCode)),
    'lambdaWorkbench.deleteVersion': trusted(t('Delete Version'), onTarget(deleteVersion)),
    'lambdaWorkbench.pruneVersions': trusted(t('Prune Versions'), onTarget(pruneVersions)),
    'lambdaWorkbench.editConfiguration': trusted(t('Edit Configuration'), onTarget(editConfiguration)),
    'lambdaWorkbench.setVariable': trusted(t('Set Environment Variable'), onTarget(setVariable)),
    'lambdaWorkbench.removeVariable': trusted(t('Remove Environment Variable'), onTarget(removeVariable)),
    'lambdaWorkbench.createAlias': trusted(t('Create Alias'), onTarget(createAlias)),
    'lambdaWorkbench.moveAlias': trusted(t('Move Alias'), onTarget(moveAlias)),
    'lambdaWorkbench.shiftTraffic': trusted(t('Shift Traffic'), onTarget(shiftTraffic)),
    'lambdaWorkbench.shiftTrafficGradually': trusted(
      t('Shift Traffic Gradually'),
      onTarget(shiftTrafficGradually),
    ),
    'lambdaWorkbench.finishShift': trusted(t('Finish Shift'), onTarget(finishShift)),
    'lambdaWorkbench.abortShift': trusted(t('Abort Shift'), onTarget(abortShift)),
    'lambdaWorkbench.rollBackAlias': trusted(t('Roll Back Alias'), onTarget(rollBackAlias)),
    'lambdaWorkbench.promoteAlias': trusted(t('Promote'), onTarget(promoteAlias)),
    'lambdaWorkbench.copyAlias': trusted(t('Copy Alias'), onTarget(copyAlias)),
    'lambdaWorkbench.deleteAlias': trusted(t('Delete Alias'), onTarget(deleteAlias)),
    'lambdaWorkbench.turnWarmUpOn': trusted(t('Turn Warm-Up On'), onTarget(turnWarmUpOn)),
    'lambdaWorkbench.turnWarmUpOff': trusted(t('Turn Warm-Up Off'), onTarget(turnWarmUpOff)),
    'lambdaWorkbench.removeWarmUpRule': trusted(t('Remove Warm-Up Rule'), onTarget(removeWarmUpRule)),
    'lambdaWorkbench.showColdStarts': trusted(t('Show Cold Starts'), onTarget(showColdStarts)),
    'lambdaWorkbench.deployApi': trusted(t('Deploy API'), onTarget(deployApi)),
    'lambdaWorkbench.sendTestRequest': trusted(t('Send Test Request'), onTarget(sendTestRequest)),
    'lambdaWorkbench.copyUrl': trusted(t('Copy URL'), onTarget(copyUrl)),
    'lambdaWorkbench.copyAsCurl': trusted(t('Copy as curl'), onTarget(copyAsCurl)),
    'lambdaWorkbench.openInBrowser': trusted(t('Open in Browser'), onTarget(openInBrowser)),
    'lambdaWorkbench.removeApiRoutes': trusted(t('Remove API Routes'), onTarget(removeApiRoutes)),
    'lambdaWorkbench.tailLogs': trusted(t('Tail Logs'), onTarget(tailFunctionLogs)),
    'lambdaWorkbench.stopTailingLogs': harmless(t('Stop Tailing Logs'), alone(stopTailingLogs)),
    'lambdaWorkbench.showInLog': trusted(t('Show in Log'), onTarget(showInLog)),
    'lambdaWorkbench.deployEmailRule': trusted(t('Deploy E-mail Rule'), onTarget(deployEmailRule)),
    'lambdaWorkbench.sendTestEmail': trusted(t('Send Test E-mail'), onTarget(sendTestEmail)),
    'lambdaWorkbench.importFunction': trusted(t('Import Function to Workspace'), (args) =>
      importFunction(args, services),
    ),
    'lambdaWorkbench.deleteFunction': trusted(
      t('Delete Function and What Belongs to It'),
      onTarget(deleteFunction),
    ),
    'lambdaWorkbench.openManifest': harmless(t('Open Manifest'), (args) => openManifest(args)),
    'lambdaWorkbench.switchConnection': trusted(t('Switch Connection'), alone(switchConnection)),
    'lambdaWorkbench.startSandbox': trusted(t('Start Local Sandbox'), alone(startSandbox)),
    'lambdaWorkbench.stopSandbox': harmless(t('Stop Local Sandbox'), alone(stopSandbox)),
    'lambdaWorkbench.showSandboxMailbox': trusted(t('Show Sandbox Mailbox'), alone(showSandboxMailbox)),
    'lambdaWorkbench.showLog': harmless(t('Show Log'), () => showLog(services)),
  };
}
