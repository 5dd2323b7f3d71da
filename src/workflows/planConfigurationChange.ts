import { planDeployment } from '../core/deployment/deploymentPlan.ts';
import { codeFailures } from '../core/failures/codeFailures.ts';
import { changedSpec } from '../core/functions/configurationChange.ts';
import type { ConfigurationChange } from '../core/functions/configurationChange.ts';
import type { PlannedDeployment } from './planDeployment.ts';
import type { AwsConnection, CallOptions } from './ports.ts';

/**
 * A change of the configuration of `$LATEST` as a plan of one step; carried out as a deployment is, with its guard by the
 * RevisionId and its waits. An alias that serves `$LATEST` serves the change at once: a protected one is a risk of the
 * plan. Rejects with a `Failure`.
 */
export async function planConfigurationChange(
  functionName: string,
  change: ConfigurationChange,
  connection: AwsConnection,
  { signal, protectedAliases }: CallOptions & { readonly protectedAliases: readonly string[] },
): Promise<PlannedDeployment> {
  const options = { signal };
  const [identity, live, aliases] = await Promise.all([
    connection.identity.callerIdentity(options),
    connection.functions.readFunction(functionName, undefined, options),
    connection.aliases.listAliases(functionName, options),
  ]);
  if (live === undefined) throw codeFailures.gone(functionName);
  const serving = aliases.find(
    ({ name, functionVersion }) => functionVersion === '$LATEST' && protectedAliases.includes(name),
  );
  // The code stays: its archive is the one that is there.
  const archive = {
    file: '',
    sha256: live.codeSha256,
    size: live.codeSize,
    unzippedSize: 0,
    files: [],
    leftOut: [],
    reused: 0,
  };
  const read = {
    identity,
    region: connection.region,
    role: undefined,
    function: live,
    alias: serving,
    aliasVersion: undefined,
    newestVersion: undefined,
  };
  const spec = changedSpec(live, change);
  const plan = planDeployment(spec, read, archive, protectedAliases);
  const { runtime, handler } = spec;
  const target = {
    manifest: { functionName, runtime, handler },
    folder: '',
    workspaceFolder: '',
    knownFiles: [],
  };
  return { target, identity, region: connection.region, plan, archive };
}
