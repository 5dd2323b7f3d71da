import { smokeTestReport } from '../../core/aliases/smokeTests.ts';
import type { SmokeTest } from '../../core/aliases/smokeTests.ts';
import type { LiveFunction } from '../../core/deployment/liveState.ts';
import { aliasFailures } from '../../core/failures/aliasFailures.ts';
import { meanSameFunction } from '../../core/manifest/manifestIdentity.ts';
import type { AliasRun } from '../../workflows/aliases/aliasRun.ts';
import { readSmokeTests, runSmokeTests } from '../../workflows/aliases/smokeTesting.ts';
import type { CommandServices } from '../commandServices.ts';
import { runnableFunction } from '../targets/runnableFunction.ts';
import type { AliasPlace } from './aliasPlace.ts';

export type SmokeTestServices = Pick<
  CommandServices,
  'files' | 'log' | 'manifests' | 'parsedManifests' | 'reports'
>;

/** The smoke tests that manifests of this workspace want before the alias takes a version. */
export async function smokeTestsOf(
  functionName: string,
  alias: string,
  { account, region }: Pick<AliasPlace, 'account' | 'region'>,
  services: SmokeTestServices,
): Promise<SmokeTest[]> {
  const named = { functionName, accountId: account, region };
  const entries = (await services.manifests.all()).filter((entry) => meanSameFunction(entry, named));
  const sources = await Promise.all(
    entries.map(({ file }) => runnableFunction({ kind: 'manifest', file }, services)),
  );
  return readSmokeTests(alias, sources, services.files);
}

/**
 * Calls a version with every smoke test. Rejects with `alias.smokeTestFailed` after the first error; what was answered is
 * shown beside what the person works on.
 */
export async function proveVersion(
  alias: string,
  version: LiveFunction,
  tests: readonly SmokeTest[],
  run: AliasRun,
  { reports, log }: Pick<CommandServices, 'reports' | 'log'>,
): Promise<void> {
  const { functionName } = version;
  const results = await runSmokeTests(version, tests, run);
  for (const { event, result } of results)
    log.info(`${functionName}:${version.version}: smoke test ${event}: ${result.status}`);
  const failed = results.find(({ result }) => result.status === 'error');
  if (failed === undefined) return;
  const text = smokeTestReport(functionName, alias, results);
  await reports.show({ name: `${functionName} ${alias} smoke tests`, text });
  throw aliasFailures.smokeTestFailed(alias, version.version, failed.event);
}
