import type { DeploymentStep, FunctionSettingsChange } from '../core/deployment/deploymentStep.ts';
import type { LiveFunction } from '../core/deployment/liveState.ts';
import { deployFailures } from '../core/failures/deployFailures.ts';
import { isFailure } from '../core/failures/failure.ts';
import type { DeploymentRun } from './deploymentRun.ts';
import { layerArns } from './layerSteps.ts';
import type { FunctionSettings } from './ports.ts';
import { writeReliably } from './reliableWrite.ts';
import { withUpload } from './uploadSteps.ts';
import { untilAccepted, waitUntilSettled } from './waits.ts';

type Step<Kind extends DeploymentStep['kind']> = Extract<DeploymentStep, { kind: Kind }>;

/** Waits for an update that was under way at planning time, and stops when it made the function another one. */
export async function waitForFunction(step: Step<'waitForFunction'>, run: DeploymentRun): Promise<void> {
  const planned = run.planned.plan.live.function;
  const live = await waitUntilSettled(step.functionName, undefined, run);
  if (live.versionedFields !== planned?.versionedFields)
    throw deployFailures.changedMeanwhile(step.functionName);
  remember(live, run);
}

export async function createFunction(step: Step<'createFunction'>, run: DeploymentRun): Promise<void> {
  const { functionName, architecture } = step;
  const settings = settingsOf(step.settings, run);
  await withUpload(run.planned.plan.archive, step.via, run, (archive) =>
    change(run, functionName, {
      apply: () =>
        run.connection.functions.createFunction({ functionName, architecture, archive, ...settings }, run),
      isDone: (live) => live.codeSha256 === archive.sha256 && hasSettings(live, step.settings, settings),
    }),
  );
}

export async function updateConfiguration(
  step: Step<'updateConfiguration'>,
  run: DeploymentRun,
): Promise<void> {
  const { functionName } = step;
  const settings = settingsOf(step.settings, run);
  await change(run, functionName, {
    apply: () =>
      run.connection.functions.updateConfiguration(functionName, settings, run.revisionId ?? '', run),
    isDone: (live) => hasSettings(live, step.settings, settings),
  });
}

export async function updateCode(step: Step<'updateCode'>, run: DeploymentRun): Promise<void> {
  const { functionName } = step;
  const architecture = step.architecture?.to;
  await withUpload(run.planned.plan.archive, step.via, run, (archive) =>
    change(run, functionName, {
      apply: () =>
        run.connection.functions.updateCode(functionName, archive, architecture, run.revisionId ?? '', run),
      isDone: (live) =>
        live.codeSha256 === archive.sha256 &&
        (architecture === undefined || live.architecture === architecture),
    }),
  );
}

/** A write to `$LATEST` and the wait for its end. Afterwards the run knows the RevisionId that the next write is guarded by. */
async function change(
  run: DeploymentRun,
  functionName: string,
  write: { readonly apply: () => Promise<LiveFunction>; readonly isDone: (live: LiveFunction) => boolean },
): Promise<void> {
  const { functions } = run.connection;
  const readBack = async () => {
    const live = await functions.readFunction(functionName, undefined, run);
    return live !== undefined && write.isDone(live) ? live : undefined;
  };
  const attempt = () => writeReliably({ apply: write.apply, readBack }, run.clock, run.signal);
  try {
    await guarded(functionName, run, () => untilAccepted(attempt, executionRole(run), functionName, run));
  } catch (error) {
    throw isFailure(error, 'aws.preconditionFailed', 'aws.alreadyExists')
      ? deployFailures.changedMeanwhile(functionName)
      : error;
  }
  const live = await waitUntilSettled(functionName, undefined, run);
  if (!write.isDone(live)) throw deployFailures.changedMeanwhile(functionName);
  remember(live, run);
}

export function remember(live: LiveFunction, run: DeploymentRun): void {
  run.revisionId = live.revisionId;
  run.functionArn = live.arn;
  run.codeSha256 = live.codeSha256;
  run.versionedFields = live.versionedFields;
  run.description = live.description;
}

/**
 * Repeats a call once whose RevisionId was refused although nothing that we know of the function changed: the RevisionId
 * also moves by itself (AWS.md, "Function state"), and when a call of a run that was cancelled is carried out late. Anything
 * else is somebody else's change, which is never overwritten.
 */
export async function guarded<T>(
  functionName: string,
  run: DeploymentRun,
  call: () => Promise<T>,
): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (!isFailure(error, 'aws.preconditionFailed')) throw error;
    const live = await waitUntilSettled(functionName, undefined, run);
    if (live.versionedFields !== run.versionedFields || live.description !== run.description) throw error;
    remember(live, run);
    return call();
  }
}

function executionRole(run: DeploymentRun): { name: string; managed: boolean } {
  const { role } = run.planned.plan.spec;
  if (role.kind === 'arn') return { name: role.arn.slice(role.arn.lastIndexOf('/') + 1), managed: false };
  return { name: role.role.name, managed: true };
}

function settingsOf(change: FunctionSettingsChange, run: DeploymentRun): FunctionSettings {
  const { changes, environment } = change;
  const single = Object.fromEntries(changes.map(({ setting, to }) => [setting, to]));
  return { ...single, environment, layers: layerArns(change, run) };
}

function hasSettings(
  live: LiveFunction,
  { changes, environment }: FunctionSettingsChange,
  { layers }: FunctionSettings,
): boolean {
  if (!changes.every(({ setting, to }) => live[setting] === to)) return false;
  if (layers !== undefined && layers.join() !== (live.layers ?? []).join()) return false;
  if (environment === undefined) return true;
  const names = Object.keys(environment);
  return (
    names.length === Object.keys(live.environment).length &&
    names.every((name) => live.environment[name] === environment[name])
  );
}
