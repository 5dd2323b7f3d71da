import * as vscode from 'vscode';
import { renderLines } from '../core/deployment/planText.ts';
import type { PlanLine } from '../core/deployment/planText.ts';
import type { Dialogs } from '../editor/dialogs.ts';
import { back } from '../editor/multiStep.ts';

/** A modal that is longer does not fit a laptop's screen. */
const longest = 18;

export interface ChangeQuestion {
  readonly message: string;
  /** What a person must have read, above the lines of the plan. */
  readonly facts?: readonly string[];
  readonly lines: readonly PlanLine[];
  /** Name the act and its object. */
  readonly button: string;
  readonly refusal: string;
  readonly warning: boolean;
}

/**
 * Asks whether to carry out a plan; true = go ahead. `showPlan` opens the whole plan in an editor, the question then stays
 * above it.
 */
export async function confirmChange(
  question: ChangeQuestion,
  showPlan: () => Promise<void>,
  dialogs: Dialogs,
): Promise<boolean> {
  const { message, facts = [], lines, button, warning } = question;
  const show = vscode.l10n.t('Show Plan');
  const detail = [...facts, ...(facts.length > 0 ? [''] : []), shorten(lines)].join('\n');
  const chosen = await dialogs.confirm({ message, detail, buttons: [button, show], warning });
  return chosen === button || (chosen === show && (await askAbovePlan(question, showPlan, dialogs)));
}

/** What changes comes first when not all lines fit; the differences of policies are then only in the whole plan. */
function shorten(lines: readonly PlanLine[]): string {
  const outline = lines.filter(({ level }) => level < 2);
  const changing = outline.filter(({ symbol }) => symbol !== '=');
  const fitting = [lines, outline].find(({ length }) => length <= longest) ?? changing;
  if (fitting.length <= longest) return renderLines(fitting);
  const rest = fitting.length - longest;
  return `${renderLines(fitting.slice(0, longest))}\n${vscode.l10n.t('… and {0} more lines', rest)}`;
}

/** A quick pick rather than a second modal: the plan can be scrolled while it is open. */
async function askAbovePlan(
  { button, refusal }: ChangeQuestion,
  showPlan: () => Promise<void>,
  dialogs: Dialogs,
): Promise<boolean> {
  await showPlan();
  const items = [
    { label: `$(cloud-upload) ${button}`, value: true },
    { label: `$(close) ${refusal}`, value: false },
  ];
  const answer = await dialogs.pick({
    title: vscode.l10n.t('{0}?', button),
    placeholder: vscode.l10n.t('The plan is open below'),
    items,
    keepOpen: true,
  });
  return answer !== back && answer === true;
}
