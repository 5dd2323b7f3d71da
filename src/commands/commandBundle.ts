// Entry of dist/commands.cjs: every command, loaded when the first is run. Activation stays small.
export { commandTable } from './commandTable.ts';
export { workspaceState } from './deploy/workspaceState.ts';
export { ensureSandbox } from './sandbox/ensureSandbox.ts';
export { LogTails } from '../editor/logTails.ts';
export { prepareForEvent } from './invoke/prepareForEvent.ts';
export { linksInDocument } from './invoke/linksInDocument.ts';
export { runOnSave } from './invoke/runOnSave.ts';
export { chooseDebugTarget } from './debug/chooseDebugTarget.ts';
export { runDebugged } from './debug/runDebugged.ts';
export { debuggerPackage } from './debug/debuggerPackage.ts';
export { runDebugAdapter } from '../editor/debugAdapter.ts';
export { resumeShifts } from './alias/watchGradually.ts';
