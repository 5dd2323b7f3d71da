import { t } from '@vscode/l10n';
import { formatBytes } from '../quantities.ts';
import type { JsonValue } from '../json.ts';
import { diffLines } from '../textDiff.ts';
import type { DeploymentPlan } from './deploymentPlan.ts';
import type { RoleSpec } from './functionSpec.ts';
import type { LiveDeployment } from './liveState.ts';
import type {
  DeploymentStep,
  FunctionSettingsChange,
  LayerTarget,
  RoleStep,
  SettingChange,
} from './deploymentStep.ts';
import { layerText } from './layerSpec.ts';
import { shortens } from './planRisks.ts';
import { aliasTargetText, policyNameOf } from './stepWords.ts';
import { objectText } from './uploadPlace.ts';

/** `+` is created, `~` changes, `-` is removed, `=` stays as it is. */
export type PlanSymbol = '+' | '~' | '-' | '=';

/** A line of the plan as a person reads it; `level` 1 is a detail of the line above, level 2 text of a policy's difference. */
export interface PlanLine {
  readonly symbol: PlanSymbol | ' ';
  readonly level: 0 | 1 | 2;
  readonly text: string;
}

/** The plan in lines: what is created and changed with old → new, and what stays. Environment values are never in it. */
export function planLines(plan: DeploymentPlan): PlanLine[] {
  return [
    ...roleLines(plan),
    ...layerLines(plan),
    ...functionLines(plan),
    ...codeLines(plan),
    ...versionLines(plan),
    ...logLines(plan),
  ];
}

/** Lines as text with aligned symbols. */
export function renderLines(lines: readonly PlanLine[]): string {
  return lines
    .map(({ symbol, level, text }) => `${'    '.repeat(level)}${symbol} ${text}`.trimEnd())
    .join('\n');
}

const line = (symbol: PlanLine['symbol'], level: PlanLine['level'], text: string): PlanLine => ({
  symbol,
  level,
  text,
});

function roleLines(plan: DeploymentPlan): PlanLine[] {
  const { spec, live } = plan;
  if (spec.role.kind === 'arn') return [line('=', 0, t('role {0}: used as it is', spec.role.arn))];
  if (spec.role.kind === 'default' && live.function !== undefined) {
    return [line('=', 0, t('role {0}: not in the manifest, left as it is', live.function.roleArn))];
  }
  const steps = plan.steps.filter(isRoleStep);
  const name = spec.role.role.name;
  if (live.role === 'unreadable')
    return [line('=', 0, t('role {0}: may not be read (iam:GetRole), left as it is', name))];
  const denied = typeof live.role === 'object' ? live.role.deniedReads : [];
  return [
    ...(steps.length === 0 ? [line('=', 0, t('role {0}: unchanged', name))] : roleStepLines(name, steps)),
    ...rolePathLines(spec.role.role, live.role),
    ...denied.map((action) => line('=', 1, t('{0} is denied: what it would show is left as it is', action))),
  ];
}

const roleKinds: readonly DeploymentStep['kind'][] = [
  'createRole',
  'updateTrustPolicy',
  'putInlinePolicy',
  'attachManagedPolicy',
  'putPermissionsBoundary',
  'tagRole',
];

function isRoleStep(step: DeploymentStep): step is RoleStep {
  return roleKinds.includes(step.kind);
}

/** IAM gives a role its path once: another one in the manifest is said, because nothing will come of it. */
export function rolePathLines({ path }: RoleSpec, live: LiveDeployment['role']): PlanLine[] {
  if (typeof live !== 'object' || path === undefined || path === live.role.path) return [];
  return [line('=', 1, t('path {0}: IAM cannot change it to {1}', live.role.path, path))];
}

/** The lines of a role's steps, also for the command that deals with the role alone. */
export function roleStepLines(name: string, steps: readonly RoleStep[]): PlanLine[] {
  const created = steps.some(({ kind }) => kind === 'createRole');
  return [line(created ? '+' : '~', 0, t('role {0}', name)), ...steps.flatMap(roleDetail)];
}

function roleDetail(step: RoleStep): PlanLine[] {
  switch (step.kind) {
    case 'createRole':
      return [
        line(
          '+',
          1,
          step.role.trustPolicyManaged
            ? t('trust policy')
            : t('trust policy: lambda.amazonaws.com may assume it'),
        ),
        ...(step.role.permissionsBoundary === undefined
          ? []
          : [line('+', 1, t('permissions boundary {0}', policyNameOf(step.role.permissionsBoundary)))]),
        ...(step.role.tags === undefined
          ? []
          : [line('+', 1, t('tags {0}', Object.keys(step.role.tags).join(', ')))]),
      ];
    case 'updateTrustPolicy':
      return [line('~', 1, t('trust policy')), ...documentDiff(step.from, step.to)];
    case 'putInlinePolicy':
      return step.from === undefined
        ? [line('+', 1, t('inline policy {0}', step.policyName))]
        : [line('~', 1, t('inline policy {0}', step.policyName)), ...documentDiff(step.from, step.to)];
    case 'attachManagedPolicy':
      return [line('+', 1, t('managed policy {0}', policyNameOf(step.policyArn)))];
    case 'putPermissionsBoundary':
      return [
        line(
          '~',
          1,
          t(
            'permissions boundary {0} → {1}',
            step.from === undefined ? t('none') : policyNameOf(step.from),
            policyNameOf(step.to),
          ),
        ),
      ];
    case 'tagRole':
      return [line('~', 1, t('tags {0}', Object.keys(step.tags).join(', ')))];
  }
}

function documentDiff(from: JsonValue, to: JsonValue): PlanLine[] {
  return diffLines(JSON.stringify(from, null, 2), JSON.stringify(to, null, 2)).map((text) =>
    line(' ', 2, text),
  );
}

/** Of folders: which ones are published. What the function gets of them is a line of its own. */
function layerLines({ spec, live, steps }: DeploymentPlan): PlanLine[] {
  const names = new Set<string>();
  return (spec.layers ?? []).flatMap((layer) => {
    if (layer.kind === 'arn' || names.has(layer.name)) return [];
    names.add(layer.name);
    const step = steps.find((one) => one.kind === 'publishLayer' && one.name === layer.name);
    if (step?.kind === 'publishLayer') {
      const size = formatBytes(step.archive.size);
      return [
        line('+', 0, t('publish layer {0}: {1}', layer.name, size)),
        ...uploadLines(step.archive, step),
      ];
    }
    return [line('=', 0, t('layer {0}: unchanged', layerText(live.layers?.get(layer.name)?.arn ?? '')))];
  });
}

function uploadLines(
  { size }: DeploymentPlan['archive'],
  { via }: Pick<Extract<DeploymentStep, { kind: 'updateCode' }>, 'via'>,
): PlanLine[] {
  if (via === undefined) return [];
  return [line('+', 1, t('upload {0} by way of {1}', formatBytes(size), objectText(via)))];
}

function layerTexts(targets: readonly LayerTarget[]): string {
  const texts = targets.map((target) =>
    'arn' in target ? layerText(target.arn) : t('{0} (the new version)', target.published),
  );
  return texts.length === 0 ? t('none') : texts.join(', ');
}

function functionLines(plan: DeploymentPlan): PlanLine[] {
  const name = plan.spec.functionName;
  const step = plan.steps.find((one) => one.kind === 'createFunction' || one.kind === 'updateConfiguration');
  const waiting = plan.steps.some(({ kind }) => kind === 'waitForFunction')
    ? [line('=', 1, t('another update is under way: it is waited for'))]
    : [];
  const kept = plan.keptVariables.map((variable) =>
    line('=', 1, t('environment {0}: kept, not in the manifest', variable)),
  );
  const keptOverEmpty = plan.keptOverEmpty.map((variable) =>
    line('=', 1, t('environment {0}: kept, the file has no value for it', variable)),
  );
  const leftOut = (plan.spec.environment?.leftOut ?? []).map((variable) =>
    line('=', 1, t('environment {0}: reserved by Lambda, left out', variable)),
  );
  const head =
    step === undefined
      ? line('=', 0, t('function {0}: configuration unchanged', name))
      : line(step.kind === 'createFunction' ? '+' : '~', 0, t('function {0}', name));
  const details = step === undefined ? [] : settingLines(step.settings);
  const architecture =
    step?.kind === 'createFunction' && step.architecture !== undefined
      ? [line('+', 1, t('architecture {0}', step.architecture))]
      : [];
  return [head, ...waiting, ...details, ...architecture, ...kept, ...keptOverEmpty, ...leftOut];
}

function settingLines({ changes, environmentNames: names, layers }: FunctionSettingsChange): PlanLine[] {
  const from = (layers?.from ?? []).map((arn) => ({ arn }));
  const to = layerTexts(layers?.to ?? []);
  const layerChange =
    layers === undefined
      ? []
      : [
          from.length === 0
            ? line('+', 1, t('layers {0}', to))
            : line('~', 1, t('layers {0} → {1}', layerTexts(from), to)),
        ];
  return [
    ...changes.map((change) =>
      change.from === undefined
        ? line('+', 1, `${settingName(change)} ${settingText(change, change.to)}`)
        : line(
            '~',
            1,
            `${settingName(change)} ${settingText(change, change.from)} → ${settingText(change, change.to)}`,
          ),
    ),
    ...layerChange,
    ...(names?.added ?? []).map((name) => line('+', 1, t('environment {0}', name))),
    ...(names?.changed ?? []).map((name) => line('~', 1, t('environment {0}: new value', name))),
    ...(names?.removed ?? []).map((name) => line('-', 1, t('environment {0}: removed', name))),
  ];
}

function settingName({ setting }: SettingChange): string {
  switch (setting) {
    case 'memorySize':
      return t('memory');
    case 'ephemeralStorage':
      return t('ephemeral storage');
    case 'roleArn':
      return t('role');
    case 'runtime':
      return t('runtime');
    case 'handler':
      return t('handler');
    case 'description':
      return t('description');
    case 'timeout':
      return t('timeout');
  }
}

function settingText({ setting }: SettingChange, value: string | number): string {
  switch (setting) {
    case 'timeout':
      return `${value} s`;
    case 'memorySize':
    case 'ephemeralStorage':
      return `${value} MB`;
    case 'description':
      return JSON.stringify(value);
    case 'roleArn':
      return roleNameOf(String(value));
    default:
      return String(value);
  }
}

/** A role as people call it: name, with its path where it has one. */
function roleNameOf(arn: string): string {
  return arn.slice(arn.indexOf(':role/') + ':role/'.length);
}

function codeLines({ steps, archive, live }: DeploymentPlan): PlanLine[] {
  const size = formatBytes(archive.size);
  const step = steps.find(({ kind }) => kind === 'updateCode');
  const created = steps.find(({ kind }) => kind === 'createFunction');
  if (live.function === undefined)
    return [
      line('+', 0, t('code {0}', size)),
      ...(created?.kind === 'createFunction' ? uploadLines(archive, created) : []),
    ];
  if (step?.kind !== 'updateCode') return [line('=', 0, t('code unchanged ({0})', size))];
  const sizes = formatBytes(step.fromSize) === size ? size : `${formatBytes(step.fromSize)} → ${size}`;
  return [
    line('~', 0, t('code {0}', sizes)),
    ...uploadLines(archive, step),
    ...(step.architecture === undefined
      ? []
      : [line('~', 1, t('architecture {0} → {1}', step.architecture.from, step.architecture.to))]),
  ];
}

function versionLines({ steps, spec, live }: DeploymentPlan): PlanLine[] {
  const lines: PlanLine[] = [];
  const publish = steps.find(({ kind }) => kind === 'publishVersion');
  const alias = steps.find((step) => step.kind === 'createAlias' || step.kind === 'moveAlias');
  if (publish?.kind === 'publishVersion') {
    const description = publish.description === undefined ? '' : ` (${publish.description})`;
    lines.push(line('+', 0, t('version: published from $LATEST') + description));
  }
  if (alias?.kind === 'createAlias')
    lines.push(line('+', 0, t('alias {0} → {1}', alias.alias, aliasTargetText(alias.to))));
  if (alias?.kind === 'moveAlias') {
    lines.push(line('~', 0, t('alias {0}: {1} → {2}', alias.alias, alias.from, aliasTargetText(alias.to))));
    for (const [version, share] of Object.entries(alias.routing)) {
      lines.push(
        line('-', 1, t('{0} % of the traffic to version {1}', Math.round(share * 1000) / 10, version)),
      );
    }
  }
  if (alias === undefined && spec.alias !== undefined && live.alias !== undefined) {
    lines.push(line('=', 0, t('alias {0} → {1}: unchanged', spec.alias, live.alias.functionVersion)));
  }
  return lines;
}

function logLines({ spec, live, steps }: DeploymentPlan): PlanLine[] {
  const { retentionDays } = spec;
  if (retentionDays === undefined || live.retention === undefined) return [];
  const { group, days } = live.retention;
  const kept = t('{0} days', retentionDays);
  const step = steps.find(({ kind }) => kind === 'setLogRetention');
  if (days === 'unreadable')
    return [line('=', 0, t('log: may not be read (logs:DescribeLogGroups), left as it is'))];
  if (step?.kind !== 'setLogRetention') return [line('=', 0, t('log kept {0}: unchanged', kept))];
  if (days === 'missing') return [line('+', 0, t('log group {0}, kept {1}', group, kept))];
  const before = days === undefined ? t('for ever') : t('{0} days', days);
  return [
    line('~', 0, t('log {0} kept {1} → {2}', group, before, kept)),
    ...(shortens(step) ? [line('-', 1, t('what is older than {0}', kept))] : []),
  ];
}
