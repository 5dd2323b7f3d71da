import { t } from '@vscode/l10n';
import type { SmokeTest, SmokeTestResult } from '../../core/aliases/smokeTests.ts';
import type { LiveFunction } from '../../core/deployment/liveState.ts';
import { eventProblems } from '../../core/events/checkEvent.ts';
import { invocationFailures } from '../../core/failures/invocationFailures.ts';
import type { WorkspaceFiles } from '../ports.ts';
import { readNamed } from '../resolveFunction.ts';
import type { FunctionSource } from '../resolveFunction.ts';
import type { AliasRun } from './aliasRun.ts';

/**
 * The events that the manifests of a function want answered before an alias moves. Rejects with `manifest.fileMissing`,
 * `manifest.fileOutside` or `invocation.eventInvalid`.
 */
export async function readSmokeTests(
  alias: string,
  sources: readonly FunctionSource[],
  files: WorkspaceFiles,
): Promise<SmokeTest[]> {
  const tests: SmokeTest[] = [];
  for (const target of sources) {
    const events = target.manifest.aliases?.[alias]?.smokeTests ?? [];
    for (const [at, event] of events.entries()) {
      const named = await readNamed({ target, files }, event, ['aliases', alias, 'smokeTests', at]);
      const [problem] = eventProblems(named.text);
      if (problem !== undefined) throw invocationFailures.eventInvalid(event, named.file, problem);
      tests.push({ event, payload: named.text });
    }
  }
  return tests;
}

/** Invokes a version with each event; ends with the first that is answered with an error. */
export async function runSmokeTests(
  { functionName, version, timeout }: Pick<LiveFunction, 'functionName' | 'version' | 'timeout'>,
  tests: readonly SmokeTest[],
  run: AliasRun,
): Promise<SmokeTestResult[]> {
  const { connection, clock, signal } = run;
  const results: SmokeTestResult[] = [];
  for (const { event, payload } of tests) {
    run.onWaiting(t('smoke test {0} on {1}…', event, version));
    const started = clock.now();
    const result = await connection.invocations.invoke(
      functionName,
      version,
      { payload, timeout },
      { signal },
    );
    results.push({ event, version, result, ms: clock.now() - started });
    if (result.status === 'error') break;
  }
  return results;
}
