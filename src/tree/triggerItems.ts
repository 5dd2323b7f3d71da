import * as vscode from 'vscode';
import type { DeployedTriggers } from '../core/import/deployedTriggers.ts';
import type { ScheduleRule } from '../core/warmUp/liveRule.ts';
import { warmUpRuleName } from '../core/warmUp/warmUpNames.ts';
import { onOrOff } from '../core/warmUp/warmUpText.ts';
import { emailRuleName } from '../core/email/emailNames.ts';
import { recipientsText } from '../core/email/emailText.ts';
import type { LiveEmailRule } from '../core/email/liveEmailRule.ts';
import { nextRunsText, scheduleMeaning } from '../core/warmUp/scheduleMeaning.ts';
import { accountNodeId } from './accountNodes.ts';
import type {
  EmailRuleNode,
  RestApiNode,
  RouteNode,
  RuleNode,
  StageNode,
  TriggerNoteNode,
} from './accountNodes.ts';
import { escaped, joined } from './itemText.ts';

/** The rows of what runs a function by itself. */
export function triggerNodes(
  functionName: string,
  { routes, rules, emails, notes }: DeployedTriggers,
): (RuleNode | RestApiNode | EmailRuleNode | TriggerNoteNode)[] {
  return [
    ...rules.map(({ name, alias }): RuleNode => ({ kind: 'rule', functionName, alias, rule: name })),
    ...oncePerRow(
      routes.map(({ apiId, api }): RestApiNode => ({ kind: 'restApi', functionName, apiId, api })),
    ),
    ...emails.map(({ name, ruleSet, alias }): EmailRuleNode => ({
      kind: 'emailRule',
      functionName,
      alias,
      ruleSet,
      rule: name,
    })),
    ...notes.map((note): TriggerNoteNode => ({ kind: 'note', functionName, note })),
  ];
}

/** The stages of an API that run the function. */
export function stageNodes(
  { functionName, apiId, api }: RestApiNode,
  { routes }: DeployedTriggers,
): StageNode[] {
  const own = routes.filter((route) => route.apiId === apiId);
  return oncePerRow(own.map(({ stage, url }) => ({ kind: 'stage', functionName, apiId, api, stage, url })));
}

/** The routes of a stage that run the function. */
export function routeNodes(
  { functionName, apiId, stage }: StageNode,
  { routes }: DeployedTriggers,
): RouteNode[] {
  const own = routes.filter((route) => route.apiId === apiId && route.stage === stage);
  return own.map((route) => ({ kind: 'route', functionName, ...route }));
}

/** VS Code takes no row twice. */
const oncePerRow = <Row extends RestApiNode | StageNode>(rows: readonly Row[]): Row[] => [
  ...new Map(rows.map((row) => [accountNodeId(row), row])).values(),
];

/** `every 5 minutes  → PRODUCTION · on`. Only a rule of ours has actions. */
export function ruleItem(node: RuleNode, rule: ScheduleRule, now: number): vscode.TreeItem {
  const { t } = vscode.l10n;
  const own = rule.name === warmUpRuleName(node.functionName, node.alias);
  const meaning = scheduleMeaning(rule.schedule);
  const state = onOrOff(rule.enabled);
  const item = rowFor(node, meaning);
  item.description = joined([node.alias === undefined ? '' : `→ ${node.alias}`, state], ' · ');
  item.iconPath = new vscode.ThemeIcon(rule.enabled ? 'watch' : 'circle-slash');
  item.contextValue = `rule ${own ? 'own' : 'foreign'} ${rule.enabled ? 'on' : 'off'}`;
  const facts: [string, string | undefined][] = [
    [t('Rule'), rule.name],
    [t('Schedule'), rule.schedule],
    [t('Meaning'), meaning],
    [t('State'), state],
    [t('Next runs'), rule.enabled ? nextRunsText(rule.schedule, now) : t('none while it is off')],
  ];
  const lines = facts.flatMap(([name, value]) =>
    value === undefined ? [] : [`**${name}**: ${escaped(value)}`],
  );
  if (!own) lines.push(t('Not a warm-up rule of Lambda Workbench: it is shown, and left as it is.'));
  item.tooltip = new vscode.MarkdownString(lines.join('  \n'));
  const words = [t('Schedule rule {0}', rule.name), meaning, node.alias ?? '', state];
  item.accessibilityInformation = { label: joined(words, ', ') };
  return item;
}

/** An API, a stage of it (`prod`), or a route: `GET /calc  → PRODUCTION`. Copying and opening find the address. */
export function apiRowItem(node: RestApiNode | StageNode | RouteNode): vscode.TreeItem {
  const { Expanded, None } = vscode.TreeItemCollapsibleState;
  const { kind, api, apiId } = node;
  const label = kind === 'restApi' ? api : kind === 'stage' ? node.stage : `${node.method} ${node.path}`;
  const item = rowFor(node, label, kind === 'route' ? None : Expanded);
  item.description = kind === 'restApi' ? apiId : kind === 'stage' ? node.url : '';
  if (kind === 'route') item.tooltip = `${node.url}${node.path}`;
  if (kind === 'route' && node.alias !== undefined) item.description = `→ ${node.alias}`;
  item.iconPath = new vscode.ThemeIcon({ restApi: 'globe', stage: 'layers', route: 'link' }[kind]);
  item.contextValue = kind;
  const words = {
    restApi: vscode.l10n.t('REST API {0}', label),
    stage: vscode.l10n.t('Stage {0} of {1}', label, api),
    route: vscode.l10n.t('Route {0}', label),
  };
  item.accessibilityInformation = { label: joined([words[kind], item.description], ', ') };
  return item;
}

/** `trips@ses.example.com  → DEV · on`. */
export function emailRuleItem(node: EmailRuleNode, rule: LiveEmailRule): vscode.TreeItem {
  const { t } = vscode.l10n;
  const recipients = recipientsText(rule.recipients);
  const state = onOrOff(rule.enabled);
  const item = rowFor(node, recipients);
  item.description = joined([node.alias === undefined ? '' : `→ ${node.alias}`, state], ' · ');
  item.iconPath = new vscode.ThemeIcon('mail');
  const own = rule.name === emailRuleName(node.functionName, node.alias);
  item.contextValue = `email ${own ? 'own' : 'foreign'}`;
  const facts = [
    [t('Rule'), rule.name],
    [t('Rule set'), rule.ruleSet],
    [t('Recipients'), recipients],
    [t('State'), state],
  ];
  const lines = facts.map(([name = '', value = '']) => `**${name}**: ${escaped(value)}`);
  if (!own) lines.push(t('Not an e-mail rule of Lambda Workbench: it is shown, and left as it is.'));
  item.tooltip = new vscode.MarkdownString(lines.join('  \n'));
  const words = [t('E-mail rule {0}', rule.name), recipients, node.alias ?? '', state];
  item.accessibilityInformation = { label: joined(words, ', ') };
  return item;
}

/** Something that could not be read, or said. */
export function noteItem(node: TriggerNoteNode): vscode.TreeItem {
  const item = rowFor(node, node.note);
  item.iconPath = new vscode.ThemeIcon('info');
  item.contextValue = 'note';
  item.tooltip = node.note;
  return item;
}

function rowFor(
  node: RuleNode | RestApiNode | StageNode | RouteNode | EmailRuleNode | TriggerNoteNode,
  label: string,
  state = vscode.TreeItemCollapsibleState.None,
): vscode.TreeItem {
  const item = new vscode.TreeItem(label, state);
  item.id = accountNodeId(node);
  return item;
}
