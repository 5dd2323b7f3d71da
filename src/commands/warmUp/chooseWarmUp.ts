import { warmUpFailures } from '../../core/failures/warmUpFailures.ts';
import type { WarmUpSpec } from '../../core/warmUp/warmUpPlan.ts';
import { warmUpRuleName } from '../../core/warmUp/warmUpNames.ts';
import { baseName } from '../../core/workspacePath.ts';
import type { ManifestEntry } from '../../editor/manifestIndex.ts';
import type { WarmUpTarget } from '../../workflows/warmUp/planWarmUp.ts';
import { accountArgument } from '../account/accountTarget.ts';
import { chooseDeclaring } from '../targets/chooseDeclaring.ts';
import { readTarget } from '../targets/deploymentTarget.ts';
import { specOf, targetOf } from './warmUpSpec.ts';
import type { WarmUpServices } from './warmUpServices.ts';

/**
 * Whose warm-up rule a command is about: the one of the row, of the manifest, of the active editor, or one of the
 * manifests that have a `warmUp`. Undefined when the person gave up.
 */
export async function chooseWarmUp(
  args: readonly unknown[],
  title: string,
  services: Pick<WarmUpServices, 'manifests' | 'dialogs'>,
): Promise<WarmUpTarget | undefined> {
  const row = accountArgument(args);
  if (row?.kind === 'rule') {
    const { functionName, alias, rule } = row;
    if (rule !== warmUpRuleName(functionName, alias)) throw warmUpFailures.notOurs(rule);
    const own = (await services.manifests.all()).filter(
      (entry) =>
        entry.functionName === functionName && entry.warmUp !== undefined && entry.warmUp.alias === alias,
    );
    // Where several manifests mean the function, none of them is asked for what the row says already.
    return own.length === 1 && own[0] !== undefined ? entryTarget(own[0]) : { functionName, alias };
  }
  const entry = await chooseDeclaring(
    args,
    title,
    ({ warmUp }) => warmUp !== undefined,
    warmUpFailures.notInManifest,
    services,
  );
  return entry && entryTarget(entry);
}

function entryTarget({ file, functionName = '', accountId, region, warmUp }: ManifestEntry): WarmUpTarget {
  return { functionName, alias: warmUp?.alias, accountId, region, manifestFile: file };
}

/** What a rule that is turned on is to be: as the manifest says, checked; without one as it is. */
export async function wantedWarmUp(
  target: WarmUpTarget,
  services: Pick<WarmUpServices, 'files' | 'manifests' | 'diagnostics' | 'accountView'>,
): Promise<{ readonly target: WarmUpTarget; readonly spec: WarmUpSpec }> {
  const { manifestFile, functionName, alias } = target;
  if (manifestFile !== undefined) {
    const { manifest } = await readTarget({ kind: 'manifest', file: manifestFile }, services);
    if (manifest.warmUp === undefined)
      throw warmUpFailures.notInManifest(manifestFile, baseName(manifestFile));
    const { warmUp } = manifest;
    return { target: targetOf(manifest, warmUp, manifestFile), spec: specOf(warmUp, true) };
  }
  const { catalog } = await services.accountView();
  const { rules } = await catalog.triggersOf(functionName);
  const name = warmUpRuleName(functionName, alias);
  const schedule = rules.find((rule) => rule.name === name)?.schedule;
  if (schedule === undefined) throw warmUpFailures.ruleMissing(functionName, undefined);
  return { target, spec: { schedule, enabled: true, input: undefined } };
}
