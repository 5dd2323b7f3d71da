import { t } from '@vscode/l10n';
import { planLines, renderLines } from '../core/deployment/planText.ts';
import { formatDuration } from '../core/quantities.ts';
import type { DeploymentResult } from './carryOutDeployment.ts';
import type { PlannedDeployment } from './planDeployment.ts';
import { leftOutRows } from './reportArchive.ts';

/** A plan as a document: for which function, where, what is done and what stays. Environment values are not in it. */
export function reportPlan(planned: PlannedDeployment, where: string): string {
  const { plan, archive } = planned;
  const count = plan.steps.length;
  const leftOut =
    archive.leftOut.length === 0
      ? []
      : [`# ${t('Left out of the archive')}`, '', ...leftOutRows(archive), ''];
  const end =
    count === 0
      ? t('Nothing to do: everything is as the workspace says.')
      : count === 1
        ? t('1 step. Nothing is written before you deploy.')
        : t('{0} steps. Nothing is written before you deploy.', count);
  return [
    `# ${plan.spec.functionName} · ${where}`,
    '',
    renderLines(planLines(plan)),
    '',
    end,
    '',
    ...leftOut,
  ].join('\n');
}

/** What a deploy did, as a document: ARN, version, alias, what was skipped, how long each step took; then its plan. */
export function reportResult(planned: PlannedDeployment, result: DeploymentResult, where: string): string {
  const { plan } = planned;
  const facts: (readonly [string, string])[] = [];
  if (result.version !== undefined) {
    const version = result.versionExisted
      ? t('{0} (existed already with equal code and configuration)', result.version)
      : result.version;
    facts.push([t('version'), version]);
  }
  if (result.alias !== undefined) facts.push([t('alias'), `${result.alias.name} → ${result.alias.version}`]);
  if (result.skipped.length > 0) facts.push([t('unchanged'), result.skipped.join(', ')]);
  const durations = result.steps.map(({ ms, text }) => [formatDuration(ms), text] as const);
  return [
    `# ${plan.spec.functionName} · ${where}`,
    '',
    t('Deployed in {0}.', formatDuration(result.ms)),
    // On a line of its own: it is long, and copied whole.
    result.functionArn,
    '',
    ...columns(facts, 'left'),
    ...(facts.length > 0 ? [''] : []),
    `# ${t('Steps')}`,
    '',
    ...columns(durations, 'right'),
    '',
    `# ${t('Plan')}`,
    '',
    renderLines(planLines(plan)),
    '',
  ].join('\n');
}

/** The one sentence after a deploy: `calc deployed: version 3, DEV → 3 (2.1 s)`. */
export function resultSentence(functionName: string, result: DeploymentResult): string {
  const parts = [
    result.version === undefined ? undefined : t('version {0}', result.version),
    result.alias === undefined ? undefined : `${result.alias.name} → ${result.alias.version}`,
  ].filter((part) => part !== undefined);
  const took = formatDuration(result.ms);
  return parts.length === 0
    ? t('{0} deployed ({1})', functionName, took)
    : t('{0} deployed: {1} ({2})', functionName, parts.join(', '), took);
}

function columns(rows: readonly (readonly [string, string])[], align: 'left' | 'right'): string[] {
  const width = Math.max(0, ...rows.map(([head]) => head.length));
  return rows.map(
    ([head, text]) => `  ${align === 'left' ? head.padEnd(width) : head.padStart(width)}  ${text}`,
  );
}
