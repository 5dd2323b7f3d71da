import { t } from '@vscode/l10n';
import type { DeploymentStep } from '../core/deployment/deploymentStep.ts';
import { stepPhrase } from '../core/deployment/stepWords.ts';
import { deployFailures } from '../core/failures/deployFailures.ts';
import { isFailure } from '../core/failures/failure.ts';
import type { DeploymentRun } from './deploymentRun.ts';
import { setLogRetention } from './logSteps.ts';
import { createFunction, updateCode, updateConfiguration, waitForFunction } from './functionSteps.ts';
import type { DeploymentDependencies, PlannedDeployment } from './planDeployment.ts';
import type { CallOptions } from './ports.ts';
import { performRoleStep } from './roleSteps.ts';
import { publishLayer } from './layerSteps.ts';
import { createAlias, moveAlias, publishVersion } from './versionSteps.ts';

export interface StepTiming {
  readonly step: DeploymentStep;
  /** What was done, such as "update the code of calc". */
  readonly text: string;
  readonly ms: number;
}

export interface DeploymentResult {
  readonly functionArn: string;
  /** The version published or found equal; undefined when the deploy does not publish. */
  readonly version: string | undefined;
  /** True when publishing answered a version that was there before. */
  readonly versionExisted: boolean;
  readonly alias: { readonly name: string; readonly version: string } | undefined;
  readonly steps: readonly StepTiming[];
  /** What was equal already and therefore skipped. */
  readonly skipped: readonly string[];
  readonly ms: number;
}

export type DeploymentProgress =
  | {
      readonly kind: 'step';
      readonly step: DeploymentStep;
      readonly text: string;
      readonly index: number;
      readonly count: number;
    }
  /** The step takes a while: what is being waited for. */
  | { readonly kind: 'waiting'; readonly text: string }
  | { readonly kind: 'done'; readonly timing: StepTiming };

/**
 * Carries out a plan step by step. Stops at the first failure with `deploy.stepFailed`, which says what was done before;
 * planning and carrying out again continues from there. Rejects with an AbortError when cancelled; what was done until
 * then has been told through `onProgress`.
 */
export async function carryOutDeployment(
  planned: PlannedDeployment,
  { connection, clock }: Pick<DeploymentDependencies, 'connection' | 'clock'>,
  options: CallOptions & {
    readonly onProgress?: (progress: DeploymentProgress) => void;
    readonly prove?: DeploymentRun['prove'];
  },
): Promise<DeploymentResult> {
  const { plan } = planned;
  const { steps, live } = plan;
  const run: DeploymentRun = {
    planned,
    connection,
    prove: options.prove ?? (() => Promise.resolve()),
    functions: connection.functions,
    clock,
    signal: options.signal,
    onWaiting: (text) => options.onProgress?.({ kind: 'waiting', text }),
    revisionId: live.function?.revisionId,
    functionArn: live.function?.arn,
    codeSha256: live.function?.codeSha256,
    versionedFields: live.function?.versionedFields,
    description: live.function?.description,
    layerArns: new Map(),
    publishedVersion: undefined,
    publishedNothing: false,
  };
  const started = clock.now();
  const timings: StepTiming[] = [];
  for (const [index, step] of steps.entries()) {
    const text = stepPhrase(step);
    options.signal.throwIfAborted();
    options.onProgress?.({ kind: 'step', step, text, index, count: steps.length });
    const stepStarted = clock.now();
    try {
      await performStep(step, run);
    } catch (error) {
      if (!isFailure(error)) throw error;
      throw deployFailures.stepFailed(
        text,
        timings.map((timing) => timing.text),
        error,
      );
    }
    const timing = { step, text, ms: clock.now() - stepStarted };
    timings.push(timing);
    options.onProgress?.({ kind: 'done', timing });
  }
  return result(run, timings, clock.now() - started);
}

function performStep(step: DeploymentStep, run: DeploymentRun): Promise<void> {
  switch (step.kind) {
    case 'createRole':
    case 'updateTrustPolicy':
    case 'putInlinePolicy':
    case 'attachManagedPolicy':
    case 'putPermissionsBoundary':
    case 'tagRole':
      return performRoleStep(step, run);
    case 'publishLayer':
      return publishLayer(step, run);
    case 'waitForFunction':
      return waitForFunction(step, run);
    case 'createFunction':
      return createFunction(step, run);
    case 'updateConfiguration':
      return updateConfiguration(step, run);
    case 'updateCode':
      return updateCode(step, run);
    case 'publishVersion':
      return publishVersion(step, run);
    case 'createAlias':
      return createAlias(step, run);
    case 'moveAlias':
      return moveAlias(step, run);
    case 'setLogRetention':
      return setLogRetention(step, run);
  }
}

function result(run: DeploymentRun, steps: readonly StepTiming[], ms: number): DeploymentResult {
  const { spec, live, steps: planned } = run.planned.plan;
  const has = (...kinds: DeploymentStep['kind'][]) => planned.some(({ kind }) => kinds.includes(kind));
  const aliasStep = planned.find(isAliasStep);
  const target = aliasStep?.to;
  const aliasVersion =
    target === undefined || target === 'published'
      ? (run.publishedVersion ?? live.alias?.functionVersion)
      : target.version;
  const skipped = [
    has('createRole', 'updateTrustPolicy', 'putInlinePolicy', 'attachManagedPolicy') ? undefined : t('role'),
    spec.layers === undefined || spec.layers.length === 0 || changesLayers(planned) ? undefined : t('layers'),
    has('createFunction', 'updateConfiguration') ? undefined : t('configuration'),
    has('createFunction', 'updateCode') ? undefined : t('code'),
    !spec.publish || has('publishVersion') ? undefined : t('version'),
    spec.alias === undefined || aliasStep !== undefined ? undefined : t('alias {0}', spec.alias),
    spec.retentionDays === undefined || has('setLogRetention') ? undefined : t('log'),
  ];
  return {
    functionArn: run.functionArn ?? '',
    version: spec.publish ? (run.publishedVersion ?? aliasVersion) : undefined,
    versionExisted: run.publishedNothing,
    alias:
      spec.alias === undefined || aliasVersion === undefined
        ? undefined
        : { name: spec.alias, version: aliasVersion },
    steps,
    skipped: skipped.filter((part) => part !== undefined),
    ms,
  };
}

const changesLayers = (steps: readonly DeploymentStep[]): boolean =>
  steps.some((step) => 'settings' in step && step.settings.layers !== undefined);

function isAliasStep(step: DeploymentStep) {
  return step.kind === 'createAlias' || step.kind === 'moveAlias';
}
