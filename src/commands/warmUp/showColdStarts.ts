import * as vscode from 'vscode';
import { coldStartsText } from '../../core/logs/coldStarts.ts';
import { relativeTime } from '../../core/relativeTime.ts';
import { warmUpRuleName } from '../../core/warmUp/warmUpNames.ts';
import { withProgress } from '../../editor/progress.ts';
import { readColdStarts } from '../../workflows/logs/readColdStarts.ts';
import { chooseWarmUp } from './chooseWarmUp.ts';
import { turnedOnAt } from './confirmWarmUp.ts';
import type { WarmUpServices } from './warmUpServices.ts';

const day = 24 * 60 * 60_000;

/** `Lambda: Show Cold Starts`: their share in a day before the warm-up was turned on and since, by the function's log. */
export async function showColdStarts(args: readonly unknown[], services: WarmUpServices): Promise<void> {
  const { t } = vscode.l10n;
  const { clock, connection, dialogs, log } = services;
  const target = await chooseWarmUp(args, t('Show Cold Starts'), services);
  if (target === undefined) return;
  const { functionName, alias } = target;
  const rule = warmUpRuleName(functionName, alias);
  const now = clock.now();
  const title = t('Counting the cold starts of {0}', functionName);
  const { since, before, after } = await withProgress(title, async (signal, report) => {
    const opened = await connection.open({ signal, onProgress: report });
    const identity = await opened.identity.callerIdentity({ signal });
    const on = turnedOnAt({ identity, region: opened.region, rule }, services);
    const times = [{ from: Math.max(on ?? 0, now - day), to: now }];
    if (on !== undefined) times.push({ from: on - day, to: on });
    const [last, first] = await readColdStarts(functionName, times, opened, { signal });
    return { since: on, after: last, before: first };
  });
  const lately = after === undefined ? '' : coldStartsText(after);
  const sentence =
    since === undefined || before === undefined
      ? t(
          'Cold starts of {0}: {1} in the last 24 hours. When its warm-up was turned on is not known here.',
          functionName,
          lately,
        )
      : t(
          "Cold starts of {0}: {1} in the 24 hours before its warm-up was turned on ({2}), {3} since then, in the last 24 hours at most. The rule's own calls count.",
          functionName,
          coldStartsText(before),
          relativeTime(since, now),
          lately,
        );
  log.info(sentence);
  void dialogs.notify('info', sentence, []);
}
