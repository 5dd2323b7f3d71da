import type { AliasTarget, DeploymentStep } from '../core/deployment/deploymentStep.ts';
import type { LiveAlias, LiveFunction } from '../core/deployment/liveState.ts';
import { deployFailures } from '../core/failures/deployFailures.ts';
import { isFailure } from '../core/failures/failure.ts';
import type { DeploymentRun } from './deploymentRun.ts';
import { guarded, remember } from './functionSteps.ts';
import { writeReliably } from './reliableWrite.ts';
import { untilAccepted, waitUntilSettled } from './waits.ts';

type Step<Kind extends DeploymentStep['kind']> = Extract<DeploymentStep, { kind: Kind }>;

/**
 * Publishes `$LATEST`, guarded by the code hash and the RevisionId of our last read, and waits until the version is
 * active. Publishing moves the RevisionId of `$LATEST` (AWS.md), which nothing after it in a deployment depends on.
 */
export async function publishVersion(step: Step<'publishVersion'>, run: DeploymentRun): Promise<void> {
  const { functions } = run.connection;
  const { functionName, description } = step;
  const before = run.planned.plan.live.newestVersion?.version;
  const apply = () => {
    const guard = { codeSha256: run.codeSha256 ?? '', revisionId: run.revisionId ?? '' };
    return functions.publishVersion(functionName, guard, description, run);
  };
  const attempt = () =>
    writeReliably({ apply, readBack: () => equalVersion(functionName, run) }, run.clock, run.signal);
  const noRole = { name: functionName, managed: true };
  const published = await guarded(functionName, run, () =>
    untilAccepted(attempt, noRole, functionName, run),
  ).catch((error: unknown) => {
    throw isFailure(error, 'aws.preconditionFailed') ? deployFailures.changedMeanwhile(functionName) : error;
  });
  run.publishedVersion = published.version;
  run.publishedNothing = published.version === before;
  await waitUntilSettled(functionName, published.version, run);
}

/** After a lost answer: the version that the call made, and the RevisionId that `$LATEST` has now. */
async function equalVersion(functionName: string, run: DeploymentRun): Promise<LiveFunction | undefined> {
  const { functions } = run.connection;
  const [versions, latest] = await Promise.all([
    functions.listVersions(functionName, run),
    functions.readFunction(functionName, undefined, run),
  ]);
  if (latest === undefined) throw deployFailures.functionGone(functionName);
  if (latest.versionedFields !== run.versionedFields) throw deployFailures.changedMeanwhile(functionName);
  remember(latest, run);
  const newest = versions[0];
  return newest?.versionedFields === latest.versionedFields ? newest : undefined;
}

export async function createAlias(step: Step<'createAlias'>, run: DeploymentRun): Promise<void> {
  const { functions } = run.connection;
  const { functionName, alias } = step;
  const version = targetVersion(step.to, run);
  await run.prove(alias, version);
  await aliasWrite(alias, version, run, functionName, () =>
    functions.createAlias(functionName, alias, version, run),
  );
}

export async function moveAlias(step: Step<'moveAlias'>, run: DeploymentRun): Promise<void> {
  const { functions } = run.connection;
  const { functionName, alias, revisionId } = step;
  const version = targetVersion(step.to, run);
  await run.prove(alias, version);
  await aliasWrite(alias, version, run, functionName, () =>
    functions.moveAlias(functionName, alias, version, revisionId, run),
  );
}

async function aliasWrite(
  alias: string,
  version: string,
  run: DeploymentRun,
  functionName: string,
  apply: () => Promise<LiveAlias>,
): Promise<void> {
  const readBack = async () => {
    const live = await run.connection.functions.readAlias(functionName, alias, run);
    return live?.functionVersion === version && Object.keys(live.routing).length === 0 ? live : undefined;
  };
  try {
    await untilAccepted(
      () => writeReliably({ apply, readBack }, run.clock, run.signal),
      { name: functionName, managed: true },
      functionName,
      run,
    );
  } catch (error) {
    throw isFailure(error, 'aws.preconditionFailed', 'aws.alreadyExists')
      ? deployFailures.changedMeanwhile(alias)
      : error;
  }
}

function targetVersion(target: AliasTarget, run: DeploymentRun): string {
  if (target !== 'published') return target.version;
  if (run.publishedVersion === undefined)
    throw new Error('The plan moves an alias to a version that it does not publish.');
  return run.publishedVersion;
}
