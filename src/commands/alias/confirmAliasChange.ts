import * as vscode from 'vscode';
import { actText, pointerText } from '../../core/aliases/aliasChange.ts';
import type { AliasChange } from '../../core/aliases/aliasChange.ts';
import { pointerOf } from '../../core/aliases/aliasPointer.ts';
import type { LiveAlias } from '../../core/deployment/liveState.ts';
import type { PlanLine } from '../../core/deployment/planText.ts';
import { renderLines } from '../../core/deployment/planText.ts';
import type { Dialogs } from '../../editor/dialogs.ts';
import type { AliasPlace } from './aliasPlace.ts';

/** What a person must have read before an alias changes. */
export interface AliasQuestion {
  readonly functionName: string;
  readonly alias: string;
  /** Undefined for one that is to be made. */
  readonly live: LiveAlias | undefined;
  /** A version, or what it will be. */
  readonly to: string;
  readonly place: AliasPlace;
  /** Events that a version must answer first. */
  readonly smokeTests: readonly string[];
  /** What else is to be known: lines of name and value. */
  readonly more?: readonly string[];
  /** What becomes different for callers. */
  readonly difference?: readonly PlanLine[];
}

/** The modal for a change that is asked for first: names function, alias, from, to, account and region. */
export async function confirmAliasChange(
  message: string,
  button: string,
  question: AliasQuestion,
  dialogs: Dialogs,
): Promise<boolean> {
  const { difference } = question;
  const detail = [...factLines(question), ...differenceLines(difference)];
  const chosen = await dialogs.confirm({
    message,
    detail: detail.join('\n'),
    buttons: [button],
    warning: true,
  });
  return chosen === button;
}

function differenceLines(difference: readonly PlanLine[] | undefined): string[] {
  if (difference === undefined) return [];
  return difference.length === 0
    ? ['', vscode.l10n.t('Code and configuration are the same.')]
    : ['', vscode.l10n.t('What becomes different:'), renderLines(difference)];
}

function factLines({ functionName, alias, live, to, place, smokeTests, more = [] }: AliasQuestion): string[] {
  const { t } = vscode.l10n;
  const from = live === undefined ? t('nothing, it is created') : pointerText(pointerOf(live));
  const facts = [
    `${t('Function')}: ${functionName}`,
    `${t('Alias')}: ${alias}`,
    `${t('From')}: ${from}`,
    `${t('To')}: ${to}`,
    `${t('Account')}: ${place.account}`,
    `${t('Region')}: ${place.region}`,
    ...more,
  ];
  return smokeTests.length === 0 ? facts : [...facts, `${t('Smoke tests first')}: ${smokeTests.join(', ')}`];
}

/**
 * Somebody moved the alias after the person saw it: who wins is for the person to say. True = move anyway; nothing is done
 * without an answer.
 */
export async function settleRace(
  change: AliasChange,
  theirs: LiveAlias,
  place: AliasPlace,
  dialogs: Dialogs,
): Promise<boolean> {
  const { t } = vscode.l10n;
  const { functionName, alias, seen, to } = change;
  const now = pointerText(pointerOf(theirs));
  const lines = [
    `${t('Function')}: ${functionName}`,
    `${t('Alias')}: ${alias}`,
    ...(seen === undefined ? [] : [`${t('You saw')}: ${pointerText(pointerOf(seen))}`]),
    `${t('It is now')}: ${now}${theirs.description === '' ? '' : ` (${theirs.description})`}`,
    `${t('You want')}: ${pointerText(to)}`,
    `${t('Account')}: ${place.account}`,
    `${t('Region')}: ${place.region}`,
  ];
  const anyway = t('{0} Anyway', actText(change));
  const chosen = await dialogs.confirm({
    message: t('{0} of {1} was changed by someone else meanwhile.', alias, functionName),
    detail: lines.join('\n'),
    buttons: [t('Keep {0}', now), anyway],
    warning: true,
  });
  return chosen === anyway;
}
