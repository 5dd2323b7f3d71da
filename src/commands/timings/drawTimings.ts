import * as vscode from 'vscode';
import { timingFailures } from '../../core/failures/timingFailures.ts';
import { historyChart } from '../../core/timings/timings.ts';
import { back } from '../../editor/multiStep.ts';
import { showTimings } from '../../editor/providers/timingsPanel.ts';
import type { CommandServices } from '../commandServices.ts';
import { argumentNode } from '../targets/commandArgument.ts';

/** `Lambda: Draw Times of Invocations…`: of the row's function, or of one that has figures in this session. */
export async function drawTimings(
  args: readonly unknown[],
  { history, dialogs }: Pick<CommandServices, 'history' | 'dialogs'>,
): Promise<void> {
  const node = argumentNode(args);
  const own = node?.kind === 'invocation' ? history.get(node.id)?.functionName : undefined;
  const names = [...new Set(history.all().map(({ functionName }) => functionName))];
  const charts = (own === undefined ? names : [own]).flatMap(
    (name) => historyChart(name, history.all()) ?? [],
  );
  const [only, ...others] = charts;
  if (only === undefined) throw timingFailures.nothingToDraw();
  const chosen =
    others.length === 0
      ? only
      : await dialogs.pick({
          title: vscode.l10n.t('Draw Times of Invocations'),
          placeholder: vscode.l10n.t('Function'),
          items: charts.map((chart) => ({ label: chart.title, value: chart })),
        });
  if (chosen !== undefined && chosen !== back) showTimings(chosen, dialogs);
}
