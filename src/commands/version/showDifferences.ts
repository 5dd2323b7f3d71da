import * as vscode from 'vscode';
import { codeAddress, factsAddress } from '../../core/versions/codeAddress.ts';
import type { CodeIdentity, FileFacts } from '../../core/versions/codeAddress.ts';
import { back } from '../../editor/multiStep.ts';
import { codeUri } from '../../editor/providers/codeFiles.ts';
import { mostTogether } from '../../workflows/versions/compareCode.ts';
import type { ShownChange } from '../../workflows/versions/compareCode.ts';
import type { CommandServices } from '../commandServices.ts';

/** Something that is on one side only has no other. */
export interface Difference {
  /** What a list calls it. */
  readonly name: string;
  readonly before: vscode.Uri | undefined;
  readonly after: vscode.Uri | undefined;
}

/** One side of a comparison of code. */
export interface CodeSide {
  /** What the side is called: a version, or the workspace. */
  readonly name: string;
  readonly uri: (path: string) => vscode.Uri;
}

/** @param folder that both sides show before the paths of files */
export const deployedSide = (identity: CodeIdentity, folder: string): CodeSide => ({
  name: identity.version,
  uri: (path) => codeUri(codeAddress(identity, path, folder)),
});

/** What is shown of changes: the files, or what can be said of them where they are not for reading. */
export function differencesOf(
  changes: readonly ShownChange[],
  before: CodeSide,
  after: CodeSide,
  folder: string,
): Difference[] {
  return changes.map(({ change, readable }) => {
    const { path } = change;
    const uri = (side: CodeSide, file: FileFacts | undefined) => {
      if (file === undefined) return undefined;
      return readable ? side.uri(path) : codeUri(factsAddress(file, path, folder, side.name));
    };
    return {
      name: path,
      before: uri(before, 'before' in change ? change.before : undefined),
      after: uri(after, 'after' in change ? change.after : undefined),
    };
  });
}

/**
 * Shows differences in VS Code's own diff editors: one alone, some together in one tab; of very many the person picks, as
 * each would be opened at once.
 */
export async function showDifferences(
  title: string,
  differences: readonly Difference[],
  { dialogs }: Pick<CommandServices, 'dialogs'>,
): Promise<void> {
  if (differences.length <= mostTogether) {
    await open(title, differences);
    return;
  }
  const first = differences.slice(0, mostTogether);
  const together = {
    label: vscode.l10n.t('$(diff-multiple) The first {0} of {1}', first.length, differences.length),
    value: first,
  };
  const items = differences.map((difference) => ({
    label: difference.name,
    description: kindText(difference),
    value: [difference],
  }));
  const chosen = await dialogs.pick<readonly Difference[]>({
    title,
    placeholder: vscode.l10n.t('Changed file to look at'),
    items: [together, ...items],
  });
  if (chosen !== undefined && chosen !== back) await open(title, chosen);
}

function kindText({ before, after }: Difference): string {
  if (before === undefined) return vscode.l10n.t('added');
  return after === undefined ? vscode.l10n.t('removed') : vscode.l10n.t('changed');
}

async function open(title: string, differences: readonly Difference[]): Promise<void> {
  const [only, ...others] = differences;
  if (only?.before !== undefined && only.after !== undefined && others.length === 0) {
    const name = `${only.name} · ${title}`;
    await vscode.commands.executeCommand('vscode.diff', only.before, only.after, name, { preview: true });
    return;
  }
  const resources = differences.map(({ before, after }) => [after ?? before, before, after]);
  await vscode.commands.executeCommand('vscode.changes', title, resources);
}
