import * as vscode from 'vscode';
import { pointerOf, pointerTo, versionsOf } from '../../core/aliases/aliasPointer.ts';
import { aliasFailures } from '../../core/failures/aliasFailures.ts';
import { accountArgument } from '../account/accountTarget.ts';
import {
  aliasQuestion,
  answersOf,
  askWhatIsMissing,
  functionQuestion,
  seenAlias,
  versionQuestion,
} from './aliasQuestions.ts';
import type { AliasServices } from './aliasServices.ts';
import { carryOutAliasChange } from './carryOutAliasChange.ts';

/** `Lambda: Move Alias…`; of an alias and the version that it was dropped on, without a question. */
export async function moveAlias(args: readonly unknown[], services: AliasServices): Promise<void> {
  const { t } = vscode.l10n;
  const title = t('Move Alias');
  const answers = await askWhatIsMissing(withDropped(args), [
    ['functionName', functionQuestion(title, services)],
    ['alias', aliasQuestion(title, services)],
    [
      'version',
      versionQuestion(title, services, {
        placeholder: ({ alias }) => t('Version that {0} is to point to', alias),
        offered: (versions, alias) => {
          const now = alias === undefined ? [] : versionsOf(pointerOf(alias));
          // One of two versions is a place to move to; the only one is not.
          return now.length > 1 ? versions : versions.filter((version) => !now.includes(version));
        },
      }),
    ],
  ]);
  if (answers === undefined) return;
  const { functionName, alias, version } = answers;
  const seen = await seenAlias(answers, services);
  await carryOutAliasChange({ act: 'move', functionName, alias, seen, to: pointerTo(version) }, services);
}

function withDropped(args: readonly unknown[]) {
  const known = answersOf(args);
  const target = accountArgument(args.slice(1));
  if (target?.kind !== 'version') return known;
  if (target.functionName !== known.functionName) {
    throw aliasFailures.otherFunction(known.alias, known.functionName, target.functionName);
  }
  return { ...known, version: target.version };
}
