import * as vscode from 'vscode';
import { aliasTarget } from '../../core/functions/aliasText.ts';
import type { FunctionSummary } from '../../core/functions/functionSummary.ts';
import { relativeTime } from '../../core/relativeTime.ts';
import type { PickItem } from '../../editor/dialogs.ts';
import { back } from '../../editor/multiStep.ts';
import type { Answer, StepPosition } from '../../editor/multiStep.ts';
import { isAccountNode } from '../../tree/accountNodes.ts';
import type { AccountNode } from '../../tree/accountNodes.ts';
import type { CommandServices } from '../commandServices.ts';

/** The row of the Functions view that a command was called on; undefined when it was called elsewhere. */
export function accountArgument([first]: readonly unknown[]): AccountNode | undefined {
  return isAccountNode(first) ? first : undefined;
}

/**
 * The function that a command is about: the row's, or one that is picked of all in the account. Undefined when the person
 * gave up.
 */
export async function accountFunction(
  args: readonly unknown[],
  title: string,
  services: Pick<CommandServices, 'accountView' | 'dialogs' | 'clock'>,
): Promise<string | undefined> {
  const node = accountArgument(args);
  if (node !== undefined && 'functionName' in node) return node.functionName;
  return pickFunction(title, services);
}

/** Asks for one of the account's functions; undefined when the person gave up. */
export async function pickFunction(
  title: string,
  services: Pick<CommandServices, 'accountView' | 'dialogs' | 'clock'>,
): Promise<string | undefined> {
  const answer = await askForFunction(title, services);
  return answer === back ? undefined : answer;
}

/** The same as a step of a flow. The list grows while the pages are read; the proposed one comes first. */
export async function askForFunction(
  title: string,
  { accountView, dialogs, clock }: Pick<CommandServices, 'accountView' | 'dialogs' | 'clock'>,
  position?: StepPosition,
  proposed?: string,
): Promise<Answer<string>> {
  const { catalog } = await accountView();
  const rows = () => {
    const all = catalog.functions.map((summary) => functionRow(summary, clock.now()));
    const first = all.filter(({ value }) => value === proposed);
    return [...first, ...all.filter(({ value }) => value !== proposed)];
  };
  return dialogs.pick<string>(
    {
      title,
      placeholder: vscode.l10n.t('Function'),
      items: catalog.begin().then(rows),
      more: async (show, signal) => {
        const stop = catalog.onDidChange(() => show(rows()));
        try {
          await catalog.loadAll(signal);
        } finally {
          stop();
        }
      },
    },
    position,
  );
}

function functionRow(summary: FunctionSummary, now: number): PickItem<string> {
  const { functionName, runtime, lastModified } = summary;
  const changed = lastModified === undefined ? [] : [relativeTime(lastModified, now)];
  return { label: functionName, description: [runtime, ...changed].join(' · '), value: functionName };
}

/** The aliases and the versions of a function as rows of a question for a qualifier. */
export async function qualifierRows(
  functionName: string,
  { accountView }: Pick<CommandServices, 'accountView'>,
): Promise<{ readonly aliases: PickItem<string>[]; readonly versions: PickItem<string>[] }> {
  const { catalog } = await accountView();
  const [aliases, versions] = await Promise.all([
    catalog.aliasesOf(functionName),
    catalog.versionsOf(functionName),
  ]);
  return {
    aliases: aliases.map((alias) => ({
      label: alias.name,
      description: `→ ${aliasTarget(alias)}`,
      value: alias.name,
    })),
    versions: versions.map(({ version, description }) => ({ label: version, description, value: version })),
  };
}
