import * as vscode from 'vscode';
import { aliasNameProblem } from '../../core/aliases/aliasName.ts';
import { pointerTo } from '../../core/aliases/aliasPointer.ts';
import type { FlowStep } from '../../editor/multiStep.ts';
import {
  answersOf,
  askWhatIsMissing,
  functionQuestion,
  versionQuestion,
  withAnswer,
} from './aliasQuestions.ts';
import type { AliasAnswers } from './aliasQuestions.ts';
import type { AliasServices } from './aliasServices.ts';
import { carryOutAliasChange } from './carryOutAliasChange.ts';

/** `Lambda: Create Alias…`: name, version, description. */
export async function createAlias(args: readonly unknown[], services: AliasServices): Promise<void> {
  const title = vscode.l10n.t('Create Alias');
  const { t } = vscode.l10n;
  const answers = await askWhatIsMissing({ ...answersOf(args), alias: '' }, [
    ['functionName', functionQuestion(title, services)],
    ['text', nameQuestion(title, t('Name of the alias, such as DEV'), services)],
    [
      'version',
      versionQuestion(title, services, {
        placeholder: ({ text }) => t('Version that {0} points to', text),
        offered: (versions) => versions,
      }),
    ],
    ['description', descriptionQuestion(title, services)],
  ]);
  if (answers === undefined) return;
  const { functionName, text: alias, version, description } = answers;
  const change = { act: 'create', functionName, alias, seen: undefined, to: pointerTo(version) } as const;
  await carryOutAliasChange({ ...change, description }, services);
}

/** A name that no alias of the function has. */
export const nameQuestion =
  (
    title: string,
    prompt: string,
    services: Pick<AliasServices, 'accountView' | 'dialogs'>,
  ): FlowStep<AliasAnswers> =>
  async (state, position) => {
    const { catalog } = await services.accountView();
    const taken = (await catalog.aliasesOf(state.functionName)).map(({ name }) => name);
    const question = {
      title,
      prompt,
      value: state.text,
      validate: (text: string) => aliasNameProblem(text, taken),
    };
    return withAnswer(state, 'text', await services.dialogs.input(question, position));
  };

const descriptionQuestion =
  (title: string, { dialogs }: Pick<AliasServices, 'dialogs'>): FlowStep<AliasAnswers> =>
  async (state, position) => {
    const question = {
      title,
      prompt: vscode.l10n.t('Description of {0}; may be left empty', state.text),
      value: state.description,
      validate: (text: string) =>
        text.length > 256 ? vscode.l10n.t('Lambda takes 256 characters.') : undefined,
    };
    return withAnswer(state, 'description', await dialogs.input(question, position));
  };
