// Entry of dist/commands.cjs: every command, loaded when the first is run. Activation stays small.
export { deployFunction } from './deploy/deployFunction.ts';
export { deployAgain } from './deploy/deployAgain.ts';
export { showDeploymentPlan } from './deploy/showDeploymentPlan.ts';
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
