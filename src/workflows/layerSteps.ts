import { isPublished } from '../core/deployment/layerPlan.ts';
import type { FunctionSettingsChange, LayerStep } from '../core/deployment/deploymentStep.ts';
import { layerFailures } from '../core/failures/layerFailures.ts';
import type { DeploymentRun } from './deploymentRun.ts';
import { writeReliably } from './reliableWrite.ts';
import { withUpload } from './uploadSteps.ts';

/** Publishes a version of a layer. After a lost answer the newest one is read: a blind repetition would make two. */
export async function publishLayer(step: LayerStep, run: DeploymentRun): Promise<void> {
  const { layers } = run.connection;
  const { name, runtimes, architectures } = step;
  const readBack = async () => {
    const newest = await layers.readNewest(name, run);
    return newest !== undefined && newest.arn !== step.after && isPublished(step, newest)
      ? newest
      : undefined;
  };
  const published = await withUpload(step.archive, step.via, run, (archive) => {
    const apply = () => layers.publish({ name, archive, runtimes, architectures }, run);
    return writeReliably({ apply, readBack }, run.clock, run.signal);
  });
  if (published.codeSha256 !== step.archive.sha256) throw layerFailures.notPublished(name);
  run.layerArns.set(name, published.arn);
}

/** ARNs that a step gives a function; undefined = its layers do not change. */
export function layerArns({ layers }: FunctionSettingsChange, run: DeploymentRun): string[] | undefined {
  return layers?.to.map((target) => {
    const arn = 'arn' in target ? target.arn : run.layerArns.get(target.published);
    if (arn === undefined) throw new Error('The plan attaches a layer that it does not publish.');
    return arn;
  });
}
