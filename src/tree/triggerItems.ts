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
import type { EmailRuleNode, RouteNode, RuleNode, TriggerNoteNode } from './accountNodes.ts';
import { escaped, joined } from './itemText.ts';

/** The rows of what runs a function by itself. */
export function triggerNodes(
  functionName: string,
  { apis, rules, emails, notes }: DeployedTriggers,
): (RuleNode | RouteNode | EmailRuleNode | TriggerNoteNode)[] {
  const routes = apis.flatMap(({ name, stage, alias, routes: found }) =>
    found.map(({ method, path }): RouteNode => {
      return { kind: 'route', functionName, alias, api: name, stage, method, path };
    }),
  );
  const rows = [
    ...rules.map(({ name, alias }): RuleNode => ({ kind: 'rule', functionName, alias, rule: name })),
    ...routes,
    ...emails.map(({ name, ruleSet, alias }): EmailRuleNode => ({
      kind: 'emailRule',
      functionName,
      alias,
      ruleSet,
      rule: name,
    })),
    ...notes.map((note): TriggerNoteNode => ({ kind: 'note', functionName, note })),
  ];
  // Two APIs may have one name, and VS Code takes no row twice.
  return [...new Map(rows.map((row) => [accountNodeId(row), row])).values()];
}

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

/** `GET /calc  calc · prod → PRODUCTION`. */
export function routeItem(node: RouteNode): vscode.TreeItem {
  const { api, stage, alias, method, path } = node;
  const item = rowFor(node, `${method} ${path}`);
  item.description = joined([api, alias === undefined ? stage : `${stage} → ${alias}`], ' · ');
  item.iconPath = new vscode.ThemeIcon('globe');
  item.contextValue = 'route';
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
  node: RuleNode | RouteNode | EmailRuleNode | TriggerNoteNode,
  label: string,
): vscode.TreeItem {
  const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.None);
  item.id = accountNodeId(node);
  return item;
}
