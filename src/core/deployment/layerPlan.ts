import { defaultArchitecture } from '../archive/foreignCode.ts';
import type { LayerStep, LayerTarget } from './deploymentStep.ts';
import type { FunctionSpec, LayerSpec } from './functionSpec.ts';
import type { LiveDeployment, LiveLayerVersion } from './liveState.ts';
import { uploadPlace } from './uploadPlace.ts';

/** Runtimes that a layer version lists (PublishLayerVersion). */
const mostRuntimes = 15;

interface LayerPlan {
  readonly steps: readonly LayerStep[];
  readonly change: { readonly from: readonly string[]; readonly to: readonly LayerTarget[] } | undefined;
}

/**
 * Which layers are published, and what the function gets. A folder is compared with the newest version of its layer by
 * content, so that a run cut off half-way, or another function with the same folder, publishes nothing again.
 */
export function planLayers(spec: FunctionSpec, live: LiveDeployment): LayerPlan {
  const { layers } = spec;
  if (layers === undefined) return { steps: [], change: undefined };
  const steps: LayerStep[] = [];
  const to = layers.map((layer): LayerTarget => {
    if (layer.kind === 'arn') return { arn: layer.arn };
    const newest = live.layers?.get(layer.name);
    const step = publishStep(layer, newest, spec, live);
    if (step === undefined && newest !== undefined) return { arn: newest.arn };
    if (step !== undefined && !steps.some(({ name }) => name === step.name)) steps.push(step);
    return { published: layer.name };
  });
  const from = live.function?.layers ?? [];
  const equal =
    from.length === to.length && to.every((target, at) => 'arn' in target && target.arn === from[at]);
  return { steps, change: equal ? undefined : { from, to } };
}

function publishStep(
  { name, folder, archive }: Extract<LayerSpec, { kind: 'folder' }>,
  newest: LiveLayerVersion | undefined,
  spec: FunctionSpec,
  { function: live }: LiveDeployment,
): LayerStep | undefined {
  const architecture = spec.architecture ?? live?.architecture ?? defaultArchitecture;
  const fits = (list: readonly string[], value: string) => list.length === 0 || list.includes(value);
  if (
    newest?.codeSha256 === archive.sha256 &&
    fits(newest.runtimes, spec.runtime) &&
    fits(newest.architectures, architecture)
  ) {
    return undefined;
  }
  // What the version before was for stays listed: functions that share the folder would else publish in turns.
  const listed = (value: string, before: readonly string[] = []) => [...new Set([value, ...before])];
  return {
    ...{ kind: 'publishLayer', name, folder, archive, after: newest?.arn },
    runtimes: listed(spec.runtime, newest?.runtimes).slice(0, mostRuntimes),
    architectures: listed(architecture, newest?.architectures),
    via: uploadPlace(spec, name, archive),
  };
}

/** Whether a layer version is what a step was to publish. */
export const isPublished = (
  { archive, runtimes, architectures }: LayerStep,
  found: Pick<LiveLayerVersion, 'codeSha256' | 'runtimes' | 'architectures'>,
): boolean =>
  found.codeSha256 === archive.sha256 &&
  runtimes.every((runtime) => found.runtimes.includes(runtime)) &&
  architectures.every((architecture) => found.architectures.includes(architecture));
