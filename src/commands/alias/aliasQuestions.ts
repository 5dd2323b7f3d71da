import * as vscode from 'vscode';
import { pointerText } from '../../core/aliases/aliasChange.ts';
import { pointerOf } from '../../core/aliases/aliasPointer.ts';
import type { LiveAlias } from '../../core/deployment/liveState.ts';
import { aliasFailures } from '../../core/failures/aliasFailures.ts';
import { aliasesOn } from '../../core/functions/aliasText.ts';
import type { VersionSummary } from '../../core/functions/versionSummary.ts';
import { relativeTime } from '../../core/relativeTime.ts';
import type { PickItem } from '../../editor/dialogs.ts';
import { back, runFlow } from '../../editor/multiStep.ts';
import type { Answer, FlowStep } from '../../editor/multiStep.ts';
import { accountArgument, askForFunction } from '../account/accountTarget.ts';
import type { AliasServices } from './aliasServices.ts';

/** What a command on an alias knows so far; empty where it does not. */
export interface AliasAnswers {
  readonly functionName: string;
  readonly alias: string;
  readonly version: string;
  /** What was typed: a name, a percentage. */
  readonly text: string;
  readonly description: string;
}

type Services = Pick<AliasServices, 'accountView' | 'clock' | 'dialogs'>;
type Step = FlowStep<AliasAnswers>;

/** What the row tells that a command was called on. */
export function answersOf(args: readonly unknown[]): AliasAnswers {
  const node = accountArgument(args);
  return {
    functionName: node !== undefined && 'functionName' in node ? node.functionName : '',
    alias: node?.kind === 'alias' ? node.alias : '',
    version: node?.kind === 'version' ? node.version : '',
    text: '',
    description: '',
  };
}

/** Asks what is not known yet, as one flow with a way back. Undefined when the person gave up. */
export function askWhatIsMissing(
  known: AliasAnswers,
  steps: readonly (readonly [key: keyof AliasAnswers, step: Step])[],
): Promise<AliasAnswers | undefined> {
  return runFlow(
    known,
    steps.filter(([key]) => known[key] === '').map(([, step]) => step),
  );
}

/** The state with an answer in it; giving up and the way back stay what they are. */
export const withAnswer = (
  state: AliasAnswers,
  key: keyof AliasAnswers,
  answer: Answer<string>,
): Answer<AliasAnswers> => (answer === undefined || answer === back ? answer : { ...state, [key]: answer });

export const functionQuestion =
  (title: string, services: Services): Step =>
  async (state, position) =>
    withAnswer(state, 'functionName', await askForFunction(title, services, position));

/** One of the function's aliases; `wanted` leaves out those that the command is of no use for. */
export const aliasQuestion =
  (title: string, services: Services, wanted: (alias: LiveAlias) => boolean = () => true): Step =>
  async (state, position) => {
    const { catalog } = await services.accountView();
    const rows = async (): Promise<PickItem<string>[]> => {
      const all = await catalog.aliasesOf(state.functionName);
      if (all.length === 0) throw aliasFailures.none(state.functionName);
      const some = all.filter(wanted);
      if (some.length === 0) throw aliasFailures.noneWeighted(state.functionName);
      return some.map((alias) => ({
        label: alias.name,
        description: `→ ${pointerText(pointerOf(alias))}`,
        value: alias.name,
      }));
    };
    const question = { title, placeholder: vscode.l10n.t('Alias of {0}', state.functionName), items: rows() };
    return withAnswer(state, 'alias', await services.dialogs.pick<string>(question, position));
  };

interface VersionChoice {
  readonly placeholder: (state: AliasAnswers) => string;
  /** Which versions make sense for the alias; throws where none does. */
  readonly offered: (
    versions: readonly string[],
    alias: LiveAlias | undefined,
    state: AliasAnswers,
  ) => readonly string[];
}

/** `$LATEST` and the published versions, newest first, with the aliases on each. */
export const versionQuestion =
  (title: string, services: Services, { placeholder, offered }: VersionChoice): Step =>
  async (state, position) => {
    const { catalog } = await services.accountView();
    const rows = async (): Promise<PickItem<string>[]> => {
      const [versions, aliases] = await Promise.all([
        catalog.versionsOf(state.functionName),
        catalog.aliasesOf(state.functionName),
      ]);
      const alias = aliases.find(({ name }) => name === state.alias);
      const known = new Map(versions.map((summary) => [summary.version, summary]));
      return offered(['$LATEST', ...known.keys()], alias, state).map((version) =>
        versionRow(version, known.get(version), aliases, services.clock.now()),
      );
    };
    const question = { title, placeholder: placeholder(state), items: rows() };
    return withAnswer(state, 'version', await services.dialogs.pick<string>(question, position));
  };

function versionRow(
  version: string,
  summary: VersionSummary | undefined,
  aliases: readonly LiveAlias[],
  now: number,
): PickItem<string> {
  const names = aliasesOn(version, aliases).join(', ');
  const date = summary?.lastModified === undefined ? '' : relativeTime(summary.lastModified, now);
  const parts = [names, date, summary?.description ?? ''].filter((part) => part !== '');
  return { label: version, description: parts.join(' · '), value: version };
}

/** The alias as the person saw it last; rejects with `alias.gone`. */
export async function seenAlias(
  { functionName, alias }: Pick<AliasAnswers, 'functionName' | 'alias'>,
  { accountView }: Pick<AliasServices, 'accountView'>,
): Promise<LiveAlias> {
  const { catalog } = await accountView();
  const found = (await catalog.aliasesOf(functionName)).find(({ name }) => name === alias);
  if (found === undefined) throw aliasFailures.gone(alias, functionName);
  return found;
}

/** The alias that a command is about: the row's, or one that is picked. Undefined when the person gave up. */
export async function chooseAlias(
  args: readonly unknown[],
  title: string,
  services: Services,
  wanted?: (alias: LiveAlias) => boolean,
): Promise<{ readonly functionName: string; readonly seen: LiveAlias } | undefined> {
  const answers = await askWhatIsMissing(answersOf(args), [
    ['functionName', functionQuestion(title, services)],
    ['alias', aliasQuestion(title, services, wanted)],
  ]);
  if (answers === undefined) return undefined;
  return { functionName: answers.functionName, seen: await seenAlias(answers, services) };
}
