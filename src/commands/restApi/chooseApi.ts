import { restApiFailures } from '../../core/failures/restApiFailures.ts';
import type { ApiKey } from '../../core/import/deployedTriggers.ts';
import { baseName } from '../../core/workspacePath.ts';
import type { RestApiTarget } from '../../workflows/restApi/planRestApi.ts';
import { accountArgument } from '../account/accountTarget.ts';
import { argumentUri } from '../targets/commandArgument.ts';
import { pickManifest } from '../targets/chooseFunction.ts';
import { readTarget } from '../targets/deploymentTarget.ts';
import { meaningOf } from '../targets/functionChoice.ts';
import type { RestApiServices } from './restApiServices.ts';

export interface ChosenApi {
  readonly target: RestApiTarget;
  readonly spec: ApiKey;
}

/**
 * Whose API a command is about, checked: that of the manifest or the active editor, or one of the manifests that have an
 * `api`. Undefined when the person gave up.
 */
export async function chooseApi(
  args: readonly unknown[],
  title: string,
  services: RestApiServices,
): Promise<ChosenApi | undefined> {
  const all = await services.manifests.all();
  const row = accountArgument(args);
  const functionName = row !== undefined && 'functionName' in row ? row.functionName : undefined;
  const having = all.filter(
    (entry) => entry.api !== undefined && (functionName === undefined || entry.functionName === functionName),
  );
  if (having.length === 0 && functionName !== undefined) throw restApiFailures.noManifest(functionName);
  const uri = functionName === undefined ? argumentUri(args) : undefined;
  const meaning = uri?.scheme === 'file' ? meaningOf(uri.fsPath, all) : undefined;
  // The index may be behind a manifest that was written a moment ago.
  const entries = meaning?.kind === 'manifests' ? meaning.entries : [];
  const read = await Promise.all(entries.map(({ file }) => services.manifests.refresh(file)));
  const meant = read.filter((entry) => entry !== undefined);
  const fitting = meant.filter(({ api }) => api !== undefined);
  const [first] = meant;
  if (fitting.length === 0 && first !== undefined && args[0] !== undefined)
    throw restApiFailures.notInManifest(first.file, baseName(first.file));
  if (having.length === 0) throw restApiFailures.notInManifest(undefined);
  const chosen = await pickManifest(fitting.length > 0 ? fitting : having, title, services);
  if (chosen === undefined) return undefined;
  const { manifest, manifestFile } = await readTarget(chosen, services);
  const { api: spec, accountId, region } = manifest;
  if (spec === undefined) throw restApiFailures.notInManifest(chosen.file, baseName(chosen.file));
  return { target: { functionName: manifest.functionName, accountId, region, manifestFile }, spec };
}
