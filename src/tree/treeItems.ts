import * as vscode from 'vscode';
import type { CommandId } from '../contributions.ts';
import { eventName } from '../core/events/eventReference.ts';
import { deploymentStateSentence, deploymentStateText } from '../core/deployment/deploymentState.ts';
import type { Invocation } from '../core/invocations/invocationHistory.ts';
import {
  invocationFacts,
  resultMark,
  shortResult,
  sourceText,
  stateText,
  timeMark,
} from '../core/invocations/invocationText.ts';
import { baseName } from '../core/workspacePath.ts';
import type { ManifestEntry } from '../editor/manifestIndex.ts';
import type { ApiState, WarmUpState, WorkspaceState } from '../workflows/workspaceStates.ts';
import { escaped, joined } from './itemText.ts';
import { nodeId } from './nodes.ts';
import type {
  ApiNode,
  EmailNode,
  EventNode,
  EventsNode,
  FunctionNode,
  InvocationNode,
  TreeNode,
  WarmUpNode,
} from './nodes.ts';

const { Collapsed, Expanded, None } = vscode.TreeItemCollapsibleState;

/** What is shown of a function beside its name. */
export interface FunctionFacts {
  readonly name: string;
  readonly onSave: boolean;
  /** How it stands to the account, as far as that is known. */
  readonly deployed: WorkspaceState | undefined;
  readonly last: Invocation | undefined;
}

/** A function with the mark of its last result, and whether it runs on save. */
export function functionItem(
  node: FunctionNode,
  { name, onSave, deployed, last }: FunctionFacts,
): vscode.TreeItem {
  const item = itemFor(node, name, Collapsed);
  const state = deployed === undefined ? '' : deploymentStateText(deployed.state);
  const alias = deployed?.state === 'inStep' ? (deployed.alias ?? '') : '';
  const parts = [
    state,
    alias,
    onSave ? vscode.l10n.t('on save') : '',
    last === undefined ? '' : timeMark(last),
  ];
  item.description = joined(parts, ' · ');
  item.iconPath = new vscode.ThemeIcon(onSave ? 'sync' : 'symbol-function');
  const sentence = deployed === undefined ? '' : deploymentStateSentence(deployed.state);
  item.tooltip = joined([vscode.workspace.asRelativePath(node.manifest), sentence], '\n');
  item.contextValue = 'function';
  const words = [
    vscode.l10n.t('Function {0}', name),
    state,
    onSave ? vscode.l10n.t('invoked on save') : '',
    last === undefined ? '' : spoken(last),
  ];
  item.accessibilityInformation = { label: joined(words, ', ') };
  return item;
}

/** The group of a function's events. */
export function eventsItem(node: EventsNode): vscode.TreeItem {
  const item = itemFor(node, vscode.l10n.t('Events'), Expanded);
  item.iconPath = new vscode.ThemeIcon('symbol-event');
  item.contextValue = 'events';
  return item;
}

/** `API  GET /calc → PRODUCTION · differs`; what stands for the state in the menus follows its name. */
export function apiItem(node: ApiNode, routes = '', state: ApiState | undefined): vscode.TreeItem {
  const { t } = vscode.l10n;
  const item = itemFor(node, t('API'), None);
  const shown = state === 'missing' ? t('not deployed') : state === 'differs' ? t('differs') : '';
  item.description = joined([routes, shown], ' · ');
  item.iconPath = new vscode.ThemeIcon('globe');
  item.contextValue = joined(['api', state ?? ''], ' ');
  item.tooltip = state === 'differs' ? t('Deploy API makes the API as the manifest says.') : routes;
  item.accessibilityInformation = { label: joined([t('API'), item.description], ', ') };
  return item;
}

/** `Warm-up  every 5 minutes · on`; what stands for the state in the menus follows its name. */
export function warmUpItem(
  node: WarmUpNode,
  warmUp: ManifestEntry['warmUp'],
  state: WarmUpState | undefined,
): vscode.TreeItem {
  const { t } = vscode.l10n;
  const item = itemFor(node, t('Warm-up'), None);
  const words = { on: t('on'), off: t('off'), missing: t('not deployed') };
  const differs = state?.differs === true ? t('differs') : '';
  const shown = state === undefined ? '' : words[state.state];
  const description = joined([warmUp?.meaning ?? '', shown, differs], ' · ');
  item.description = description;
  item.iconPath = new vscode.ThemeIcon(state?.state === 'off' ? 'circle-slash' : 'flame');
  item.contextValue = joined(['warmUp', state?.state ?? '', differs === '' ? '' : 'differs'], ' ');
  const next = state?.state === 'on' ? t('Next runs: {0}', state.nextRuns) : '';
  const sentence =
    differs === ''
      ? ''
      : t('Rule, target or permission are not as the manifest says. Turn Warm-Up On puts that right.');
  item.tooltip = joined([warmUp?.alias === undefined ? '' : `→ ${warmUp.alias}`, next, sentence], '\n');
  item.accessibilityInformation = { label: joined([t('Warm-up'), description], ', ') };
  return item;
}

/** `E-mail  deployed · trips@ses.example.com`. */
export function emailItem(
  node: EmailNode,
  email: ManifestEntry['email'],
  state: WorkspaceState['email'],
): vscode.TreeItem {
  const title = vscode.l10n.t('E-mail');
  const item = itemFor(node, title, None);
  const description = joined([state?.text ?? '', email ?? ''], ' · ');
  item.description = description;
  item.iconPath = new vscode.ThemeIcon('mail');
  item.contextValue = node.kind;
  item.tooltip = state?.tooltip;
  item.accessibilityInformation = { label: joined([title, description], ', ') };
  return item;
}

/** An event with the mark of its last result: `rest.json  ✓ 35 · warm 2 ms`. */
export function eventItem(node: EventNode, last: Invocation | undefined): vscode.TreeItem {
  const uri = vscode.Uri.file(node.file);
  const name = baseName(node.file);
  const item = itemFor(node, name, None);
  item.description = last === undefined ? '' : resultMark(last);
  item.iconPath = new vscode.ThemeIcon('json');
  item.tooltip = vscode.workspace.asRelativePath(uri);
  item.contextValue = 'event';
  item.command = { command: 'vscode.open', title: vscode.l10n.t('Open Event'), arguments: [uri] };
  const words = [vscode.l10n.t('Event {0}', name), last === undefined ? '' : spoken(last)];
  item.accessibilityInformation = { label: joined(words, ', ') };
  return item;
}

/** An invocation: `calc  rest.json · warm 2 ms · local · 12:04 · 35`. */
export function invocationItem(node: InvocationNode, invocation: Invocation): vscode.TreeItem {
  const { functionName, event, source, startedAt, state } = invocation;
  const item = itemFor(node, functionName, None);
  const time = new Date(startedAt).toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' });
  const where = sourceText(source, state.kind === 'ended' ? state.outcome.executedVersion : undefined);
  // The icon is the mark here; what is longest comes last.
  const [came, result] =
    state.kind === 'ended'
      ? [timeMark(invocation).slice(2), shortResult(state.outcome)]
      : [stateText(invocation), ''];
  item.description = joined([eventName(event), came, where, time, result], ' · ');
  item.iconPath = stateIcon(invocation);
  const facts = invocationFacts(invocation).map(([name, value]) => `**${name}**: ${escaped(value)}`);
  item.tooltip = new vscode.MarkdownString(facts.join('  \n'));
  item.contextValue = `${source.kind === 'aws' ? 'awsInvocation' : 'invocation'} ${state.kind}`;
  if (state.kind === 'ended') {
    const command: CommandId = 'lambdaWorkbench.openResult';
    item.command = { command, title: vscode.l10n.t('Open Result'), arguments: [node] };
  }
  const words = [functionName, eventName(event), spoken(invocation), where, time];
  item.accessibilityInformation = { label: joined(words, ', ') };
  return item;
}

function itemFor(node: TreeNode, label: string, state: vscode.TreeItemCollapsibleState): vscode.TreeItem {
  const item = new vscode.TreeItem(label, state);
  item.id = nodeId(node);
  return item;
}

function stateIcon({ state }: Invocation): vscode.ThemeIcon {
  const coloured = (icon: string, colour: string) =>
    new vscode.ThemeIcon(icon, new vscode.ThemeColor(colour));
  switch (state.kind) {
    case 'running':
      return new vscode.ThemeIcon('loading~spin');
    case 'cancelled':
      return new vscode.ThemeIcon('circle-slash');
    case 'accepted':
      return new vscode.ThemeIcon('check');
    case 'failed':
      return coloured('warning', 'list.warningForeground');
    case 'ended':
      return state.outcome.status === 'success'
        ? coloured('pass', 'testing.iconPassed')
        : coloured('error', 'testing.iconFailed');
  }
}

/** Marks are read out as words. */
function spoken(invocation: Invocation): string {
  const { state } = invocation;
  const words = stateText(invocation);
  return state.kind === 'ended' ? `${words}, ${shortResult(state.outcome)}` : words;
}
