// Entry of dist/commands.cjs: every command, loaded when the first is run. Activation stays small.
export { deployFunction } from './deploy/deployFunction.ts';
export { deployAgain } from './deploy/deployAgain.ts';
export { showDeploymentPlan } from './deploy/showDeploymentPlan.ts';
export { workspaceState } from './deploy/workspaceState.ts';
export { packageFunction } from './deploy/packageFunction.ts';
export { updateRole } from './role/updateRole.ts';
export { copyPlanPolicy } from './deploy/copyPlanPolicy.ts';
export { createManifest } from './manifest/createManifest.ts';
export { switchConnection } from './connection/switchConnection.ts';
export { startSandbox } from './sandbox/startSandbox.ts';
export { stopSandbox } from './sandbox/stopSandbox.ts';
export { showSandboxMailbox } from './sandbox/showSandboxMailbox.ts';
export { showLog } from './showLog.ts';
export { ensureSandbox } from './sandbox/ensureSandbox.ts';
export { invokeLocally } from './invoke/invokeLocally.ts';
export { invokeAgain } from './invoke/invokeAgain.ts';
export { useNativeImage } from './invoke/useNativeImage.ts';
export { toggleInvokeOnSave } from './invoke/toggleInvokeOnSave.ts';
export { newEvent } from './invoke/newEvent.ts';
export { cancelInvocation } from './invoke/cancelInvocation.ts';
export { openResult } from './invoke/openResult.ts';
export { openSentEvent } from './invoke/openSentEvent.ts';
export { openResponseBody } from './invoke/openResponseBody.ts';
export { compareWithLastResult } from './invoke/compareWithLastResult.ts';
export { copyDockerCommand } from './invoke/copyDockerCommand.ts';
export { clearInvocations } from './invoke/clearInvocations.ts';
export { showFunctionOutput } from './invoke/showFunctionOutput.ts';
export { updateLocalImages } from './invoke/updateLocalImages.ts';
export { removeLocalContainers } from './invoke/removeLocalContainers.ts';
export { openManifest } from './manifest/openManifest.ts';
export { prepareForEvent } from './invoke/prepareForEvent.ts';
export { runOnSave } from './invoke/runOnSave.ts';
export { debugLocally } from './debug/debugLocally.ts';
export { chooseDebugTarget } from './debug/chooseDebugTarget.ts';
export { runDebugged } from './debug/runDebugged.ts';
export { debuggerPackage } from './debug/debuggerPackage.ts';
export { runDebugAdapter } from '../editor/debugAdapter.ts';
export {
  clearFunctionFilter,
  filterFunctions,
  findFunction,
  loadMoreFunctions,
  pinFunction,
  refreshFunctions,
  showVariable,
} from './account/browseFunctions.ts';
export { copyArn, openInConsole } from './account/openInConsole.ts';
export { publishVersion } from './version/publishVersion.ts';
export { compareVersions } from './version/compareVersions.ts';
export { compareWithWorkspace } from './version/compareWithWorkspace.ts';
export { openCode } from './version/openCode.ts';
export { deleteVersion } from './version/deleteVersion.ts';
export { pruneVersions } from './version/pruneVersions.ts';
export { editConfiguration, removeVariable, setVariable } from './account/editConfiguration.ts';
export { importFunction } from './account/importFunction.ts';
export { createAlias } from './alias/createAlias.ts';
export { moveAlias } from './alias/moveAlias.ts';
export { shiftTraffic } from './alias/shiftTraffic.ts';
export { shiftTrafficGradually } from './alias/shiftGradually.ts';
export { resumeShifts } from './alias/watchGradually.ts';
export { abortShift, finishShift } from './alias/endShift.ts';
export { rollBackAlias } from './alias/rollBackAlias.ts';
export { promoteAlias } from './alias/promoteAlias.ts';
export { copyAlias } from './alias/copyAlias.ts';
export { deleteAlias } from './alias/deleteAlias.ts';
