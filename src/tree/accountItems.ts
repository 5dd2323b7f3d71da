import * as vscode from 'vscode';
import type { CommandId } from '../contributions.ts';
import type { LiveAlias, LiveFunction } from '../core/deployment/liveState.ts';
import { layerText } from '../core/deployment/layerSpec.ts';
import { aliasesOn, aliasTarget } from '../core/functions/aliasText.ts';
import type { FunctionSummary } from '../core/functions/functionSummary.ts';
import type { VersionSummary } from '../core/functions/versionSummary.ts';
import { formatBytes } from '../core/quantities.ts';
import { relativeTime } from '../core/relativeTime.ts';
import { accountNodeId } from './accountNodes.ts';
import type {
  AccountFunctionNode,
  AccountNode,
  AliasNode,
  FunctionSetting,
  LoadMoreNode,
  PrefixNode,
  Section,
  SectionNode,
  SettingNode,
  VariableNode,
  VersionNode,
} from './accountNodes.ts';
import { escaped, joined } from './itemText.ts';

/** `calc  python3.13 · 3 minutes ago`. */
export function accountFunctionItem(
  node: AccountFunctionNode,
  summary: FunctionSummary | undefined,
  { pinned, now }: { readonly pinned: boolean; readonly now: number },
): vscode.TreeItem {
  const item = itemFor(node, node.functionName, vscode.TreeItemCollapsibleState.Collapsed);
  item.iconPath = new vscode.ThemeIcon(pinned ? 'pinned' : 'symbol-function');
  item.contextValue = joined(['accountFunction', pinned ? 'pinned' : '', summary?.packageType ?? ''], ' ');
  if (summary === undefined) return item;
  const changed = summary.lastModified === undefined ? '' : relativeTime(summary.lastModified, now);
  const runtime = summary.packageType === 'Image' ? vscode.l10n.t('container image') : summary.runtime;
  item.description = joined([runtime, changed], ' · ');
  item.accessibilityInformation = {
    label: joined(
      [
        vscode.l10n.t('Function {0}', node.functionName),
        pinned ? vscode.l10n.t('pinned') : '',
        runtime,
        changed,
      ],
      ', ',
    ),
  };
  return item;
}

/** Everything that is known of a function, read when the pointer rests on it. */
export function functionTooltip(
  summary: FunctionSummary,
  live: LiveFunction | undefined,
): vscode.MarkdownString {
  const { t } = vscode.l10n;
  const facts: [string, string | undefined][] = [
    ['ARN', summary.arn],
    [t('Description'), summary.description],
    [t('Runtime'), summary.runtime],
    [t('Code size'), formatBytes(summary.codeSize)],
    [t('Memory'), `${summary.memorySize} MB`],
    [t('Time-out'), `${summary.timeout} s`],
    [t('Architecture'), summary.architecture],
    [t('Role'), summary.roleArn],
    [
      t('Last change'),
      summary.lastModified === undefined ? undefined : new Date(summary.lastModified).toLocaleString(),
    ],
    [t('State'), live && stateText(live)],
  ];
  const lines = facts.flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [`**${name}**: ${escaped(value)}`],
  );
  return new vscode.MarkdownString(lines.join('  \n'));
}

function stateText({ state, stateReason, lastUpdateStatus, lastUpdateStatusReason }: LiveFunction): string {
  const update =
    lastUpdateStatus === undefined || lastUpdateStatus === 'Successful'
      ? ''
      : vscode.l10n.t('last update {0}', lastUpdateStatus);
  return joined([state ?? '', stateReason ?? '', update, lastUpdateStatusReason ?? ''], ' · ');
}

/** The groups below a function. Nothing is read for them: each reads when it is opened. */
export function sectionItem(node: SectionNode): vscode.TreeItem {
  const { Collapsed } = vscode.TreeItemCollapsibleState;
  const item = itemFor(node, sectionTitle(node.section), Collapsed);
  item.iconPath = new vscode.ThemeIcon(sectionIcons[node.section]);
  item.contextValue = node.section;
  return item;
}

const sectionIcons: Readonly<Record<Section, string>> = {
  aliases: 'tag',
  versions: 'versions',
  triggers: 'plug',
  configuration: 'settings-gear',
};

function sectionTitle(section: Section): string {
  switch (section) {
    case 'aliases':
      return vscode.l10n.t('Aliases');
    case 'versions':
      return vscode.l10n.t('Versions');
    case 'triggers':
      return vscode.l10n.t('Triggers');
    case 'configuration':
      return vscode.l10n.t('Configuration');
  }
}

/** `PRODUCTION  → 23 90 % · 24 10 %`. */
export function aliasItem(node: AliasNode, alias: LiveAlias, isProtected: boolean): vscode.TreeItem {
  const item = itemFor(node, node.alias, vscode.TreeItemCollapsibleState.None);
  const weighted = Object.keys(alias.routing).length > 0;
  const target = aliasTarget(alias);
  item.description = `→ ${target}`;
  item.iconPath = new vscode.ThemeIcon(isProtected ? 'lock' : 'tag');
  item.contextValue = joined(['alias', weighted ? 'weighted' : '', isProtected ? 'protected' : ''], ' ');
  const facts = [
    `**${escaped(node.alias)}** → ${escaped(target)}`,
    escaped(alias.description),
    isProtected ? vscode.l10n.t('Protected: every change is confirmed.') : '',
    escaped(alias.arn),
  ];
  item.tooltip = new vscode.MarkdownString(joined(facts, '  \n'));
  const words = [
    vscode.l10n.t('Alias {0}', node.alias),
    vscode.l10n.t('points to {0}', target),
    isProtected ? vscode.l10n.t('protected') : '',
  ];
  item.accessibilityInformation = { label: joined(words, ', ') };
  return item;
}

/** `24  PRODUCTION · 3 minutes ago · main 4f2a1c0`; `$LATEST` has no date of its own. */
export function versionItem(
  node: VersionNode,
  summary: VersionSummary | undefined,
  aliases: readonly LiveAlias[],
  now: number,
): vscode.TreeItem {
  const item = itemFor(node, node.version, vscode.TreeItemCollapsibleState.None);
  const names = aliasesOn(node.version, aliases).join(', ');
  const date = summary?.lastModified === undefined ? '' : relativeTime(summary.lastModified, now);
  const description = joined([names, date, summary?.description ?? ''], ' · ');
  item.description = description;
  const latest = node.version === '$LATEST';
  item.iconPath = new vscode.ThemeIcon(latest ? 'edit' : names === '' ? 'circle-outline' : 'circle-filled');
  item.contextValue = latest ? 'version latest' : 'version published';
  const words = [latest ? node.version : vscode.l10n.t('Version {0}', node.version), description];
  item.accessibilityInformation = { label: joined(words, ', ') };
  if (summary !== undefined) item.tooltip = versionTooltip(summary, names);
  return item;
}

function versionTooltip(summary: VersionSummary, aliases: string): vscode.MarkdownString {
  const { t } = vscode.l10n;
  const facts: [string, string][] = [
    [t('Version'), summary.version],
    [t('Description'), summary.description],
    [
      t('Published'),
      summary.lastModified === undefined ? '' : new Date(summary.lastModified).toLocaleString(),
    ],
    [t('Aliases'), aliases],
    [t('Runtime'), summary.runtime],
    [t('Memory'), `${summary.memorySize} MB`],
    [t('Code size'), formatBytes(summary.codeSize)],
    ['CodeSha256', summary.codeSha256],
  ];
  const lines = facts.flatMap(([name, value]) => (value === '' ? [] : [`**${name}**: ${escaped(value)}`]));
  return new vscode.MarkdownString(lines.join('  \n'));
}

/** `Memory  128 MB`. */
export function settingItem(node: SettingNode, live: LiveFunction): vscode.TreeItem {
  const names = Object.keys(live.environment).length;
  const open = node.setting === 'environment' && names > 0;
  const state = open ? vscode.TreeItemCollapsibleState.Collapsed : vscode.TreeItemCollapsibleState.None;
  const item = itemFor(node, settingTitle(node.setting), state);
  item.description = settingText(node.setting, live);
  item.iconPath = new vscode.ThemeIcon(
    node.setting === 'environment' ? 'symbol-variable' : 'symbol-property',
  );
  item.contextValue = `setting ${node.setting}`;
  item.tooltip = typeof item.description === 'string' ? item.description : undefined;
  return item;
}

function settingTitle(setting: FunctionSetting): string {
  const { t } = vscode.l10n;
  switch (setting) {
    case 'runtime':
      return t('Runtime');
    case 'handler':
      return t('Handler');
    case 'description':
      return t('Description');
    case 'memorySize':
      return t('Memory');
    case 'timeout':
      return t('Time-out');
    case 'ephemeralStorage':
      return t('Ephemeral storage');
    case 'architecture':
      return t('Architecture');
    case 'role':
      return t('Role');
    case 'layers':
      return t('Layers');
    case 'environment':
      return t('Environment');
  }
}

function settingText(setting: FunctionSetting, live: LiveFunction): string {
  switch (setting) {
    case 'memorySize':
    case 'ephemeralStorage':
      return `${live[setting]} MB`;
    case 'timeout':
      return `${live.timeout} s`;
    case 'role':
      return live.roleArn;
    case 'layers':
      return (live.layers ?? []).map(layerText).join(', ');
    case 'environment': {
      const count = Object.keys(live.environment).length;
      return count === 1 ? vscode.l10n.t('1 variable') : vscode.l10n.t('{0} variables', count);
    }
    default:
      return live[setting];
  }
}

/** The name alone: the value is shown on demand. */
export function variableItem(node: VariableNode): vscode.TreeItem {
  const item = itemFor(node, node.variable, vscode.TreeItemCollapsibleState.None);
  item.iconPath = new vscode.ThemeIcon('symbol-constant');
  item.contextValue = 'variable';
  return item;
}

export function prefixItem(node: PrefixNode, count: number): vscode.TreeItem {
  const item = itemFor(node, node.prefix, vscode.TreeItemCollapsibleState.Collapsed);
  item.description = String(count);
  item.iconPath = new vscode.ThemeIcon('folder');
  item.contextValue = 'prefix';
  return item;
}

export function loadMoreItem(node: LoadMoreNode): vscode.TreeItem {
  const title = vscode.l10n.t('Load more…');
  const item = itemFor(node, title, vscode.TreeItemCollapsibleState.None);
  item.iconPath = new vscode.ThemeIcon('ellipsis');
  item.contextValue = 'loadMore';
  const command: CommandId = 'lambdaWorkbench.loadMoreFunctions';
  item.command = { command, title };
  return item;
}

function itemFor(node: AccountNode, label: string, state: vscode.TreeItemCollapsibleState): vscode.TreeItem {
  const item = new vscode.TreeItem(label, state);
  item.id = accountNodeId(node);
  return item;
}
