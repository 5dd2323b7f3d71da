import * as vscode from 'vscode';
import { parseStartTime } from '../../core/logs/startTime.ts';
import type { PickItem } from '../../editor/dialogs.ts';
import { back, runFlow } from '../../editor/multiStep.ts';
import type { FlowStep } from '../../editor/multiStep.ts';
import { accountArgument, askForFunction, qualifierRows } from '../account/accountTarget.ts';
import type { CommandServices } from '../commandServices.ts';
import { functionsNear } from '../invoke/functionForEvent.ts';
import { argumentNode, argumentUri } from '../targets/commandArgument.ts';
import { versionArgument } from '../version/versionTarget.ts';

/** The log of a function, of one qualifier or of all, from a time on: milliseconds since the epoch. */
export interface LogChoice {
  readonly functionName: string;
  readonly qualifier: string | undefined;
  readonly from: number;
}

type Services = Pick<CommandServices, 'accountView' | 'clock' | 'dialogs' | 'manifests'>;
type Step = FlowStep<LogChoice>;

const minute = 60_000;

/**
 * Which log: a row says function and qualifier, and is asked for the time only; the palette asks for all three. Undefined
 * when the person gave up.
 */
export async function chooseLog(
  args: readonly unknown[],
  title: string,
  services: Services,
): Promise<LogChoice | undefined> {
  const row = accountArgument(args);
  const node = argumentNode(args);
  const manifest = node?.kind === 'function' ? services.manifests.entry(node.manifest) : undefined;
  const named = row !== undefined && 'functionName' in row ? row.functionName : manifest?.functionName;
  const known = { functionName: named ?? '', qualifier: versionArgument(args), from: services.clock.now() };
  const steps = [startStep(title, services)];
  if (named === undefined) steps.unshift(functionStep(title, services), qualifierStep(title, services));
  return runFlow(known, steps);
}

const functionStep =
  (title: string, services: Services): Step =>
  async (state, position) => {
    const uri = argumentUri([]);
    const near = uri?.scheme === 'file' ? await functionsNear(uri.fsPath, services) : [];
    const answer = await askForFunction(title, services, position, near[0]?.functionName);
    return answer === undefined || answer === back ? answer : { ...state, functionName: answer };
  };

const qualifierStep =
  (title: string, services: Services): Step =>
  async (state, position) => {
    const { functionName } = state;
    const rows = async (): Promise<PickItem<string>[]> => {
      const { aliases, versions } = await qualifierRows(functionName, services);
      const all = { label: vscode.l10n.t('All Versions'), value: '' };
      return [all, ...aliases, { label: '$LATEST', value: '$LATEST' }, ...versions];
    };
    const placeholder = vscode.l10n.t('Whose lines of {0}?', functionName);
    const answer = await services.dialogs.pick<string>({ title, placeholder, items: rows() }, position);
    if (answer === undefined || answer === back) return answer;
    return { ...state, qualifier: answer === '' ? undefined : answer };
  };

const startStep =
  (title: string, { clock, dialogs }: Services): Step =>
  async (state, position) => {
    const { t } = vscode.l10n;
    const { functionName, qualifier } = state;
    const name = qualifier === undefined ? functionName : `${functionName}:${qualifier}`;
    // A question by itself is not counted.
    const place = position.total > 1 ? position : undefined;
    const items: PickItem<number>[] = [
      { label: t('From Now'), value: 0 },
      { label: t('The Last 5 Minutes'), value: 5 },
      { label: t('The Last Hour'), value: 60 },
      { label: t('The Last Day'), value: 24 * 60 },
      { label: t('From a Time…'), value: -1 },
    ];
    const placeholder = t('Which lines of {0} to begin with; new ones follow', name);
    const minutes = await dialogs.pick({ title, placeholder, items }, place);
    if (minutes === undefined || minutes === back) return minutes;
    if (minutes >= 0) return { ...state, from: clock.now() - minutes * minute };
    const text = await dialogs.input({
      title,
      prompt: t('A time such as 14:30 or 2026-11-28 14:30, with a Z behind it in UTC'),
      validate: (typed) =>
        parseStartTime(typed, clock.now()) === undefined
          ? t('This must be a time that has been, such as 14:30 or 2026-11-28 14:30.')
          : undefined,
    });
    if (text === undefined || text === back) return text;
    return { ...state, from: parseStartTime(text, clock.now()) ?? clock.now() };
  };
