import * as vscode from 'vscode';
import { pointerOf, versionsOf } from '../../core/aliases/aliasPointer.ts';
import { checkShift, percentageProblem, shareOf } from '../../core/aliases/trafficShift.ts';
import { aliasFailures } from '../../core/failures/aliasFailures.ts';
import type { AliasFacts } from '../../workflows/aliases/aliasFacts.ts';
import type { FlowStep } from '../../editor/multiStep.ts';
import {
  aliasQuestion,
  answersOf,
  askWhatIsMissing,
  functionQuestion,
  seenAlias,
  versionQuestion,
  withAnswer,
} from './aliasQuestions.ts';
import type { AliasAnswers } from './aliasQuestions.ts';
import type { AliasServices } from './aliasServices.ts';
import { carryOutAliasChange } from './carryOutAliasChange.ts';

/** `Lambda: Shift Traffic…`: a second version and its part of the calls. What Lambda would refuse is said before. */
export async function shiftTraffic(args: readonly unknown[], services: AliasServices): Promise<void> {
  const { t } = vscode.l10n;
  const title = t('Shift Traffic');
  const answers = await askWhatIsMissing(answersOf(args), [
    ['functionName', functionQuestion(title, services)],
    ['alias', aliasQuestion(title, services)],
    ['version', secondVersionQuestion(title, services)],
    ['text', percentageQuestion(title, services)],
  ]);
  if (answers === undefined) return;
  const { functionName, alias, version, text } = answers;
  const seen = await seenAlias(answers, services);
  const to = { version: seen.functionVersion, routing: { [version]: shareOf(text) ?? 0 } };
  await carryOutAliasChange({ act: 'shift', functionName, alias, seen, to }, services, {
    check: (facts) => checkVersions(alias, facts),
  });
}

/** Throws the rule of Lambda that a split between these versions would break. */
export function checkVersions(alias: string, { versions: [main, second = main] }: AliasFacts): void {
  if (main !== undefined && second !== undefined) checkShift(alias, main, second);
}

/** A published version that the alias does not point to; rejects where Lambda allows none. */
export const secondVersionQuestion = (
  title: string,
  services: Pick<AliasServices, 'accountView' | 'clock' | 'dialogs'>,
): FlowStep<AliasAnswers> =>
  versionQuestion(title, services, {
    placeholder: ({ alias }) => vscode.l10n.t('Version that gets a part of the traffic of {0}', alias),
    offered: (versions, alias, { functionName }) => {
      if (alias?.functionVersion === '$LATEST') throw aliasFailures.shiftFromLatest(alias.name, functionName);
      const main = alias?.functionVersion ?? '';
      const others = versions.filter((version) => version !== '$LATEST' && version !== main);
      if (others.length === 0) throw aliasFailures.onlyVersion(alias?.name ?? '', functionName);
      return others;
    },
  });

const percentageQuestion =
  (title: string, services: Pick<AliasServices, 'accountView' | 'dialogs'>): FlowStep<AliasAnswers> =>
  async (state, position) => {
    const [main, second] = versionsOf(pointerOf(await seenAlias(state, services)));
    const replaced =
      second === undefined || second === state.version
        ? ''
        : ` ${vscode.l10n.t('{0} gets no traffic any more: an alias splits between two versions at most.', second)}`;
    const question = {
      title,
      prompt:
        vscode.l10n.t(
          'Percentage of the traffic of {0} for version {1}; version {2} gets the rest.',
          state.alias,
          state.version,
          main ?? '',
        ) + replaced,
      value: state.text === '' ? '10' : state.text,
      validate: percentageProblem,
    };
    return withAnswer(state, 'text', await services.dialogs.input(question, position));
  };
