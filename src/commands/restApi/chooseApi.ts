import { restApiFailures } from '../../core/failures/restApiFailures.ts';
import type { ApiKey } from '../../core/import/deployedTriggers.ts';
import { baseName } from '../../core/workspacePath.ts';
import type { ManifestEntry } from '../../editor/manifestIndex.ts';
import type { RestApiTarget } from '../../workflows/restApi/planRestApi.ts';
import { accountArgument } from '../account/accountTarget.ts';
import { chooseDeclaring } from '../targets/chooseDeclaring.ts';
import { pickManifest } from '../targets/chooseFunction.ts';
import { readTarget } from '../targets/deploymentTarget.ts';
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
  const row = accountArgument(args);
  const chosen =
    row !== undefined && 'functionName' in row
      ? await chooseOf(row.functionName, title, services)
      : await chooseDeclaring(args, title, hasApi, restApiFailures.notInManifest, services);
  if (chosen === undefined) return undefined;
  const { manifest, manifestFile } = await readTarget({ kind: 'manifest', file: chosen.file }, services);
  const { api: spec, accountId, region } = manifest;
  if (spec === undefined) throw restApiFailures.notInManifest(chosen.file, baseName(chosen.file));
  return { target: { functionName: manifest.functionName, accountId, region, manifestFile }, spec };
}

const hasApi = ({ api }: ManifestEntry): boolean => api !== undefined;

/** Of the manifests that have an API of this function. */
async function chooseOf(functionName: string, title: string, services: RestApiServices) {
  const all = await services.manifests.all();
  const having = all.filter((entry) => hasApi(entry) && entry.functionName === functionName);
  if (having.length === 0) throw restApiFailures.noManifest(functionName);
  return pickManifest(having, title, services);
}
