import { t } from '@vscode/l10n';
import type { InvokeResult } from '../functions/invokeResult.ts';
import { formatJson } from '../invocations/formatJson.ts';
import { formatDuration } from '../quantities.ts';

/** An event that a version must answer without an error before an alias takes it. */
export interface SmokeTest {
  /** As the manifest names it. */
  readonly event: string;
  readonly payload: string;
}

export interface SmokeTestResult {
  readonly event: string;
  /** Version that was called. */
  readonly version: string;
  readonly result: InvokeResult;
  /** Milliseconds from the call to its answer. */
  readonly ms: number;
}

/** What came of smoke tests, as a document: what failed last comes with answer and log. */
export function smokeTestReport(
  functionName: string,
  alias: string,
  results: readonly SmokeTestResult[],
): string {
  const parts = [`# ${t('Smoke tests of {0} before {1} takes it', functionName, alias)}`];
  for (const { event, version, result, ms } of results) {
    const mark = result.status === 'success' ? '=' : '-';
    parts.push('', `${mark} ${event} → ${functionName}:${version} · ${formatDuration(ms)}`);
    if (result.status === 'success') continue;
    parts.push('', `# ${t('Answer')}`, formatJson(result.payload) ?? result.payload);
    if (result.logTail !== '') parts.push('', `# ${t('End of the log')}`, result.logTail.trimEnd());
  }
  return `${parts.join('\n')}\n`;
}
