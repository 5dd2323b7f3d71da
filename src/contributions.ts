/**
 * Ids of what package.json contributes, with their types. A contract test holds package.json to these lists; nothing else
 * in the source spells an id.
 */
export const commandIds = [
  'lambdaWorkbench.deployFunction',
  'lambdaWorkbench.deployAgain',
  'lambdaWorkbench.showDeploymentPlan',
  'lambdaWorkbench.packageFunction',
  'lambdaWorkbench.reinstallPackages',
  'lambdaWorkbench.updateRole',
  'lambdaWorkbench.copyPlanPolicy',
  'lambdaWorkbench.createManifest',
  'lambdaWorkbench.openManifest',
  'lambdaWorkbench.invokeLocally',
  'lambdaWorkbench.invokeWithColdStart',
  'lambdaWorkbench.debugLocally',
  'lambdaWorkbench.invokeAgain',
  'lambdaWorkbench.useNativeImage',
  'lambdaWorkbench.toggleInvokeOnSave',
  'lambdaWorkbench.invokeInAws',
  'lambdaWorkbench.copyAwsCommand',
  'lambdaWorkbench.measureTimings',
  'lambdaWorkbench.drawTimings',
  'lambdaWorkbench.newEvent',
  'lambdaWorkbench.cancelInvocation',
  'lambdaWorkbench.openResult',
  'lambdaWorkbench.openSentEvent',
  'lambdaWorkbench.openResponseBody',
  'lambdaWorkbench.compareWithLastResult',
  'lambdaWorkbench.copyDockerCommand',
  'lambdaWorkbench.clearInvocations',
  'lambdaWorkbench.showFunctionOutput',
  'lambdaWorkbench.updateLocalImages',
  'lambdaWorkbench.removeLocalContainers',
  'lambdaWorkbench.refreshFunctions',
  'lambdaWorkbench.findFunction',
  'lambdaWorkbench.filterFunctions',
  'lambdaWorkbench.clearFunctionFilter',
  'lambdaWorkbench.loadMoreFunctions',
  'lambdaWorkbench.pinFunction',
  'lambdaWorkbench.unpinFunction',
  'lambdaWorkbench.copyArn',
  'lambdaWorkbench.openInConsole',
  'lambdaWorkbench.showVariable',
  'lambdaWorkbench.publishVersion',
  'lambdaWorkbench.compareVersions',
  'lambdaWorkbench.compareWithWorkspace',
  'lambdaWorkbench.openCode',
  'lambdaWorkbench.deleteVersion',
  'lambdaWorkbench.pruneVersions',
  'lambdaWorkbench.editConfiguration',
  'lambdaWorkbench.setVariable',
  'lambdaWorkbench.removeVariable',
  'lambdaWorkbench.importFunction',
  'lambdaWorkbench.deleteFunction',
  'lambdaWorkbench.createAlias',
  'lambdaWorkbench.moveAlias',
  'lambdaWorkbench.shiftTraffic',
  'lambdaWorkbench.shiftTrafficGradually',
  'lambdaWorkbench.finishShift',
  'lambdaWorkbench.abortShift',
  'lambdaWorkbench.rollBackAlias',
  'lambdaWorkbench.promoteAlias',
  'lambdaWorkbench.copyAlias',
  'lambdaWorkbench.deleteAlias',
  'lambdaWorkbench.turnWarmUpOn',
  'lambdaWorkbench.turnWarmUpOff',
  'lambdaWorkbench.removeWarmUpRule',
  'lambdaWorkbench.showColdStarts',
  'lambdaWorkbench.deployApi',
  'lambdaWorkbench.sendTestRequest',
  'lambdaWorkbench.copyUrl',
  'lambdaWorkbench.copyAsCurl',
  'lambdaWorkbench.openInBrowser',
  'lambdaWorkbench.removeApiRoutes',
  'lambdaWorkbench.tailLogs',
  'lambdaWorkbench.stopTailingLogs',
  'lambdaWorkbench.showInLog',
  'lambdaWorkbench.deployEmailRule',
  'lambdaWorkbench.sendTestEmail',
  'lambdaWorkbench.switchConnection',
  'lambdaWorkbench.startSandbox',
  'lambdaWorkbench.stopSandbox',
  'lambdaWorkbench.showSandboxMailbox',
  'lambdaWorkbench.showLog',
] as const;
export type CommandId = (typeof commandIds)[number];

/** Every setting with its default, by the name after `lambdaWorkbench.`; package.json carries the same defaults. */
export const settingDefaults = {
  'connection.profile': '',
  'connection.region': '',
  'connection.endpoint': '',
  'deploy.confirmPlan': 'risky' as 'always' | 'risky' | 'never',
  'deploy.describeVersions': true,
  protectedAliases: ['PRODUCTION', 'PROD'] as readonly string[],
  promotionOrder: ['DEV', 'TESTING', 'PRODUCTION'] as readonly string[],
  'shift.steps': [
    { percent: 10, minutes: 5 },
    { percent: 50, minutes: 5 },
    { percent: 100, minutes: 2 },
  ] as readonly unknown[],
  'shift.errorThreshold': 1,
  'aliases.historyInTags': false,
  'functions.groupByPrefix': false,
  'local.tool': 'docker',
  'local.reuse': 'warm' as 'warm' | 'fresh',
  'local.prepare': 'firstInvocation' as 'firstInvocation' | 'eventOpened' | 'never',
  'local.idleTimeout': 10,
  'local.images': {} as Readonly<Record<string, string>>,
  'local.credentials': 'none' as 'none' | 'connection',
  'sandbox.command': '',
  'sandbox.keepData': false,
};
export type Settings = typeof settingDefaults;
export type SettingName = keyof Settings;
export const settingsSection = 'lambdaWorkbench';

/** Keys that `when` clauses of package.json read. */
export const contextKeys = {
  /** Absolute paths of files that a manifest names as its handler, or that detection found to hold one. */
  handlerFiles: 'lambdaWorkbench.handlerFiles',
  /** Those of them that no manifest names. */
  bareHandlers: 'lambdaWorkbench.bareHandlers',
  /** Absolute paths of folders that hold a manifest. */
  functionFolders: 'lambdaWorkbench.functionFolders',
  /** Absolute paths of policy documents that a manifest names. */
  policyFiles: 'lambdaWorkbench.policyFiles',
  /** Absolute paths of manifests that have a warm-up. */
  warmUpManifests: 'lambdaWorkbench.warmUpManifests',
  /** Absolute paths of manifests that have an API. */
  apiManifests: 'lambdaWorkbench.apiManifests',
  /** Absolute paths of manifests that have an e-mail rule. */
  emailManifests: 'lambdaWorkbench.emailManifests',
  /** Absolute paths of event files. */
  eventFiles: 'lambdaWorkbench.eventFiles',
  /** What the Functions view shows, a `FunctionsState`: its welcome texts depend on it. */
  functionsView: 'lambdaWorkbench.functionsView',
  /** Whether the Functions view is filtered. */
  functionsFiltered: 'lambdaWorkbench.functionsFiltered',
  /** Whether the log of a function is followed. */
  tailingLogs: 'lambdaWorkbench.tailingLogs',
} as const;
export type ContextKey = (typeof contextKeys)[keyof typeof contextKeys];

/** URI schemes of our read-only documents. */
export const documentSchemes = {
  /** A plan, and after the deploy its result. Has a "Deploy Function…" button in the editor's title. */
  plan: 'lambda-plan',
  /** What is inside an archive, the sandbox's mailbox. */
  report: 'lambda-report',
  /** What a function answered. */
  result: 'lambda-result',
  /** Files of deployed code. */
  code: 'lambda-code',
} as const;

/** Language of plans and reports: a grammar of four colours. */
export const planLanguage = 'lambda-plan';

/** Language of the channel with what functions print: a grammar for START, END, REPORT and what is ours. */
export const outputLanguage = 'lambda-output';

/** Views of the activity bar's container "Lambda". */
export const viewIds = {
  workspace: 'lambdaWorkbench.workspace',
  functions: 'lambdaWorkbench.functions',
  invocations: 'lambdaWorkbench.invocations',
} as const;

/** Type of launch configurations that debug a function in a container. */
export const debugType = 'lambda';
