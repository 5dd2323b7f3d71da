import { t } from '@vscode/l10n';
import * as v from 'valibot';
import { functionManifestSchema } from '../manifest/functionManifest.ts';
import { isUsableName } from '../manifest/unknownKeys.ts';
import type { FunctionManifest } from '../manifest/functionManifest.ts';
import type { DeployedAlias, DeployedFunction } from './deployedFunction.ts';
import { addFitting } from './fittingKeys.ts';
import { importedRole } from './importedRole.ts';

export interface ImportChoices {
  /** Whether the values of the environment are written into the manifest; otherwise only the names. */
  readonly values: boolean;
  /** The alias that deploys of the manifest move. */
  readonly alias: DeployedAlias | undefined;
}

export interface ImportedManifest {
  readonly manifest: FunctionManifest;
  /** Policy files that it names: path relative to the manifest → text. */
  readonly files: ReadonlyMap<string, string>;
  /** Sentences about what is deployed and not in the manifest. */
  readonly notes: readonly string[];
}

/**
 * What a manifest says of a deployed function. What is Lambda's default is left out: a key that is not there is not
 * managed. The manifest is always valid; planned against the same state it has no step, unless an alias was chosen that is
 * elsewhere.
 */
export function importedManifest(deployed: DeployedFunction, choices: ImportChoices): ImportedManifest {
  const { latest, triggers } = deployed;
  const { functionName, runtime, handler } = latest;
  const role = importedRole(deployed);
  const [api, ...otherApis] = triggers.apis;
  const [warmUp, ...otherRules] = triggers.warmUps;
  const extras: Partial<FunctionManifest> = {
    description: latest.description === '' ? undefined : latest.description,
    timeout: unless(latest.timeout, 3),
    memorySize: unless(latest.memorySize, 128),
    ephemeralStorage: unless(latest.ephemeralStorage, 512),
    architecture: unless(latest.architecture, 'x86_64'),
    // A layer's folder is not known: its version is.
    layers: latest.layers === undefined ? undefined : [...latest.layers],
    environment: environmentKey(latest.environment, choices.values),
    ...role.keys,
    deploy: deployKey(choices.alias),
    api,
    warmUp,
  };
  const added = addFitting<FunctionManifest>({ functionName, runtime, handler }, extras, (candidate) =>
    v.is(functionManifestSchema, candidate),
  );
  return {
    manifest: added.value,
    files: role.files,
    notes: [
      ...deployed.notes,
      ...role.notes,
      ...triggers.notes,
      ...otherApis.map(({ name, stage }) => t('The API {0} ({1}) runs the function too.', name, stage)),
      ...otherRules.map(({ schedule }) => t('A rule runs the function too: {0}.', schedule)),
      ...added.leftOut.map((key) => t('What is deployed as {0} is nothing that a manifest can say.', key)),
    ],
  };
}

const unless = <T>(value: T, standard: T): T | undefined => (value === standard ? undefined : value);

/** Names that Lambda takes and a manifest does not are left out: what is not named is kept. */
function environmentKey(
  environment: Readonly<Record<string, string>>,
  values: boolean,
): Record<string, string | null> | undefined {
  const names = Object.keys(environment).filter(
    (name) => /^[a-zA-Z][a-zA-Z0-9_]+$/.test(name) && isUsableName(name),
  );
  if (names.length === 0) return undefined;
  return Object.fromEntries(names.sort().map((name) => [name, values ? (environment[name] ?? '') : null]));
}

/** An alias of `$LATEST` stays there only when nothing is published. */
function deployKey(alias: DeployedAlias | undefined): FunctionManifest['deploy'] {
  if (alias === undefined) return undefined;
  return alias.version === '$LATEST' ? { publish: false, alias: alias.name } : { alias: alias.name };
}
