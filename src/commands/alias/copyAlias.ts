import * as vscode from 'vscode';
import { pointerOf } from '../../core/aliases/aliasPointer.ts';
import { aliasQuestion, answersOf, askWhatIsMissing, functionQuestion, seenAlias } from './aliasQuestions.ts';
import type { AliasServices } from './aliasServices.ts';
import { carryOutAliasChange } from './carryOutAliasChange.ts';
import { nameQuestion } from './createAlias.ts';

/** `Lambda: Copy Alias as…`: Lambda renames no alias, so a new one is made that points to the same. */
export async function copyAlias(args: readonly unknown[], services: AliasServices): Promise<void> {
  const title = vscode.l10n.t('Copy Alias');
  const prompt = vscode.l10n.t('Name of the new alias; permissions and triggers stay with the old one');
  const answers = await askWhatIsMissing(answersOf(args), [
    ['functionName', functionQuestion(title, services)],
    ['alias', aliasQuestion(title, services)],
    ['text', nameQuestion(title, prompt, services)],
  ]);
  if (answers === undefined) return;
  const original = await seenAlias(answers, services);
  const { functionName, text: alias } = answers;
  const { description } = original;
  const change = { act: 'create', functionName, alias, seen: undefined, to: pointerOf(original) } as const;
  await carryOutAliasChange({ ...change, description }, services);
}
