import * as vscode from 'vscode';
import type { CommandServices } from '../commandServices.ts';
import { accountArgument, pickFunction } from './accountTarget.ts';

/** `Lambda: Refresh Functions`: what the view shows is read again. */
export async function refreshFunctions({ accountView }: Pick<CommandServices, 'accountView'>): Promise<void> {
  (await accountView()).catalog.refresh();
}

/** The row "Load more…" of the Functions view. */
export async function loadMoreFunctions({
  accountView,
}: Pick<CommandServices, 'accountView'>): Promise<void> {
  await (await accountView()).catalog.loadMore();
}

/** `Lambda: Find Function…`: picks one of all functions and shows it in the view, filtered or not. */
export async function findFunction(
  services: Pick<CommandServices, 'accountView' | 'dialogs' | 'clock'>,
): Promise<void> {
  const functionName = await pickFunction(vscode.l10n.t('Find Function'), services);
  if (functionName === undefined) return;
  const view = await services.accountView();
  const shown = functionName.toLowerCase();
  const hidden = view.filter.toLowerCase().split(/\s+/);
  if (!hidden.every((word) => shown.includes(word))) view.filter = '';
  await view.reveal(functionName);
}

/** `Lambda: Filter Functions…`: the words that names must hold; empty shows all. */
export async function filterFunctions({
  dialogs,
  accountView,
}: Pick<CommandServices, 'dialogs' | 'accountView'>): Promise<void> {
  const view = await accountView();
  const text = await dialogs.input({
    title: vscode.l10n.t('Filter Functions'),
    prompt: vscode.l10n.t('Words that the names must hold; empty shows all functions.'),
    value: view.filter,
  });
  if (typeof text === 'string') view.filter = text.trim();
}

/** `Lambda: Clear Filter`: shows all functions again. */
export async function clearFunctionFilter({
  accountView,
}: Pick<CommandServices, 'accountView'>): Promise<void> {
  (await accountView()).filter = '';
}

/** Keeps a function on top of the view, or no longer. */
export async function pinFunction(
  args: readonly unknown[],
  pinned: boolean,
  { accountView }: Pick<CommandServices, 'accountView'>,
): Promise<void> {
  const node = accountArgument(args);
  if (node?.kind === 'accountFunction') (await accountView()).pin(node.functionName, pinned);
}

/** The value of a variable, when the person asks for it: in a box of its own, where it can be copied, and nowhere else. */
export async function showVariable(
  args: readonly unknown[],
  { accountView, dialogs }: Pick<CommandServices, 'accountView' | 'dialogs'>,
): Promise<void> {
  const node = accountArgument(args);
  if (node?.kind !== 'variable') return;
  const { catalog } = await accountView();
  const { environment } = await catalog.configurationOf(node.functionName);
  await dialogs.input({
    title: node.variable,
    prompt: vscode.l10n.t('Value of {0} in {1}, to look at and copy.', node.variable, node.functionName),
    value: environment[node.variable] ?? '',
  });
}
