import { deployFailures } from '../failures/deployFailures.ts';
import type { AliasTarget, DeploymentStep, FunctionStep, LogStep, SettingChange } from './deploymentStep.ts';
import { environmentLimit, environmentSize, planEnvironment } from './environmentPlan.ts';
import { holdsDeployedCode } from './functionSpec.ts';
import { planLayers } from './layerPlan.ts';
import type { ArchiveFacts, FunctionSpec } from './functionSpec.ts';
import type { LiveDeployment, LiveFunction } from './liveState.ts';
import { planRisks } from './planRisks.ts';
import type { PlanRisk } from './planRisks.ts';
import { planRole, roleArnOf } from './rolePlan.ts';
import { uploadPlace } from './uploadPlace.ts';

export interface DeploymentPlan {
  readonly spec: FunctionSpec;
  readonly live: LiveDeployment;
  readonly archive: ArchiveFacts;
  readonly steps: readonly DeploymentStep[];
  readonly risks: readonly PlanRisk[];
  /** Names of deployed variables that the deploy leaves alone. */
  readonly keptVariables: readonly string[];
  /** Names whose deployed value stays although the environment file leaves them empty. */
  readonly keptOverEmpty: readonly string[];
}

/**
 * Spec + live state → ordered steps, in AWS's order: role, layers, configuration, code, version, alias. Pure: the same input gives
 * the same plan, and a plan whose steps were all carried out is followed by a plan without steps. Throws a `deploy.…`
 * failure for what Lambda would refuse half-way.
 */
export function planDeployment(
  spec: FunctionSpec,
  live: LiveDeployment,
  archive: ArchiveFacts,
  protectedAliases: readonly string[],
): DeploymentPlan {
  if (live.function?.packageType === 'Image') throw deployFailures.imageFunction(spec.functionName);
  const roleSteps =
    spec.role.kind === 'arn' ||
    (spec.role.kind === 'default' && live.function !== undefined) ||
    live.role === undefined
      ? []
      : planRole(spec.role.role, live.role, live.identity);
  const environment = spec.environment && planEnvironment(spec.environment, live.function?.environment ?? {});
  if (environment && environmentSize(environment.variables) > environmentLimit) {
    throw deployFailures.environmentTooLarge(spec.functionName, environmentSize(environment.variables));
  }
  const layers = planLayers(spec, live);
  const settings = {
    changes: settingChanges(spec, live),
    layers: layers.change,
    environmentNames: environment?.names,
    environment: environment?.changes === true ? environment.variables : undefined,
  };
  const functionSteps =
    live.function === undefined
      ? [createStep(spec, live, archive, settings)]
      : updateSteps(spec, live.function, archive, settings);
  const steps = [
    ...roleSteps,
    ...layers.steps,
    ...functionSteps,
    ...versionSteps(spec, live, functionSteps.some(changesVersion)),
    ...logSteps(spec, live),
  ];
  return {
    spec,
    live,
    archive,
    steps,
    risks: planRisks(steps, live, protectedAliases),
    keptVariables: environment?.names.kept ?? [],
    keptOverEmpty: environment?.names.keptOverEmpty ?? [],
  };
}

/** Last: a log that may not be changed keeps no function from its deploy. */
function logSteps(
  { functionName, retentionDays: to }: FunctionSpec,
  { retention }: LiveDeployment,
): LogStep[] {
  if (to === undefined || retention === undefined) return [];
  const { group, days: from } = retention;
  if (from === to || from === 'unreadable') return [];
  return [{ kind: 'setLogRetention', functionName, group, from, to }];
}

type Settings = Extract<FunctionStep, { kind: 'createFunction' }>['settings'];

function createStep(
  spec: FunctionSpec,
  live: LiveDeployment,
  archive: ArchiveFacts,
  settings: Settings,
): FunctionStep {
  const { functionName, architecture } = spec;
  const [roleArn, via] = [wantedRoleArn(spec, live), uploadPlace(spec, functionName, archive)];
  return { kind: 'createFunction', functionName, settings, architecture, roleArn, via };
}

function updateSteps(
  spec: FunctionSpec,
  live: LiveFunction,
  archive: ArchiveFacts,
  settings: Settings,
): FunctionStep[] {
  const functionName = spec.functionName;
  const steps: FunctionStep[] = [];
  if (live.state === 'Pending' || live.lastUpdateStatus === 'InProgress') {
    steps.push({ kind: 'waitForFunction', functionName });
  }
  const { changes, environment, layers } = settings;
  if (changes.length > 0 || environment !== undefined || layers !== undefined) {
    steps.push({ kind: 'updateConfiguration', functionName, settings });
  }
  const architecture =
    spec.architecture !== undefined && spec.architecture !== live.architecture
      ? { from: live.architecture, to: spec.architecture }
      : undefined;
  if (!holdsDeployedCode(archive, live.codeSha256) || architecture !== undefined) {
    const { codeSha256: fromSha256, codeSize: fromSize } = live;
    const via = uploadPlace(spec, functionName, archive);
    steps.push({ kind: 'updateCode', functionName, fromSha256, fromSize, architecture, via });
  }
  return steps;
}

/** A description alone makes no new version: versions carry a description of their own. */
function changesVersion(step: FunctionStep): boolean {
  switch (step.kind) {
    case 'createFunction':
    case 'updateCode':
      return true;
    case 'updateConfiguration':
      return (
        step.settings.environment !== undefined ||
        step.settings.layers !== undefined ||
        step.settings.changes.some(({ setting }) => setting !== 'description')
      );
    default:
      return false;
  }
}

/**
 * Publishing is decided by reads, so that a run cut off half-way is finished by the next: `$LATEST` equal to the alias's
 * version or to the newest means that there is nothing to publish.
 */
function versionSteps(spec: FunctionSpec, live: LiveDeployment, latestChanges: boolean): FunctionStep[] {
  const { functionName, alias } = spec;
  let target: AliasTarget = { version: '$LATEST' };
  const steps: FunctionStep[] = [];
  if (spec.publish) {
    const existing = latestChanges ? undefined : equalVersion(live);
    if (existing === undefined) {
      steps.push({ kind: 'publishVersion', functionName, description: spec.versionDescription });
      target = 'published';
    } else {
      target = { version: existing.version };
    }
  }
  if (alias === undefined) return steps;
  if (live.alias === undefined) return [...steps, { kind: 'createAlias', functionName, alias, to: target }];
  const { functionVersion: from, routing, revisionId } = live.alias;
  if (target !== 'published' && target.version === from && Object.keys(routing).length === 0) return steps;
  return [...steps, { kind: 'moveAlias', functionName, alias, from, to: target, routing, revisionId }];
}

type Versions = Pick<LiveDeployment, 'function' | 'aliasVersion'> &
  Partial<Pick<LiveDeployment, 'newestVersion'>>;

function equalVersion(live: Versions): LiveFunction | undefined {
  const latest = live.function?.versionedFields;
  return [live.aliasVersion, live.newestVersion].find(
    (version) => version !== undefined && version.version !== '$LATEST' && version.versionedFields === latest,
  );
}

/** True when the alias alone cannot tell whether to publish, so that the newest version has to be read before planning. */
export function needsNewestVersion(spec: FunctionSpec, live: Versions, archive: ArchiveFacts): boolean {
  if (!spec.publish || live.function === undefined) return false;
  return holdsDeployedCode(archive, live.function.codeSha256) && equalVersion(live) === undefined;
}

function wantedRoleArn(spec: FunctionSpec, live: LiveDeployment): string {
  if (spec.role.kind === 'arn') return spec.role.arn;
  return typeof live.role === 'object' ? live.role.role.arn : roleArnOf(spec.role.role, live.identity);
}

function settingChanges(spec: FunctionSpec, live: LiveDeployment): SettingChange[] {
  const now = live.function;
  const roleArn = spec.role.kind === 'default' && now !== undefined ? undefined : wantedRoleArn(spec, live);
  const wanted: [SettingChange['setting'], string | number | undefined][] = [
    ['runtime', spec.runtime],
    ['handler', spec.handler],
    ['description', spec.description],
    ['timeout', spec.timeout],
    ['memorySize', spec.memorySize],
    ['ephemeralStorage', spec.ephemeralStorage],
    ['roleArn', roleArn],
  ];
  return wanted.flatMap(([setting, to]) =>
    to === undefined || to === now?.[setting] ? [] : [{ setting, from: now?.[setting], to }],
  );
}
