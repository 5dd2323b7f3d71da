import * as vscode from 'vscode';
import { actProgress } from '../../core/aliases/aliasChange.ts';
import type { AliasAct } from '../../core/aliases/aliasChange.ts';
import { configurationDifference } from '../../core/aliases/configurationDifference.ts';
import { equalPointers, pointerOf, pointerTo } from '../../core/aliases/aliasPointer.ts';
import { nextAlias } from '../../core/aliases/promotion.ts';
import type { AliasRun } from '../../workflows/aliases/aliasRun.ts';
import { readSetting } from '../../editor/settings.ts';
import { planPromotion, publishShown } from '../../workflows/aliases/promotion.ts';
import type { Promotion } from '../../workflows/aliases/promotion.ts';
import { smokeTestsOf } from './aliasGate.ts';
import { placeOf } from './aliasPlace.ts';
import { chooseAlias } from './aliasQuestions.ts';
import type { AliasServices } from './aliasServices.ts';
import { carryOutAliasChange, underProgress } from './carryOutAliasChange.ts';
import { confirmAliasChange } from './confirmAliasChange.ts';

/**
 * `Lambda: Promote…`: the next alias of the setting `promotionOrder` takes what this one points to, published first where
 * that is `$LATEST`. Always asked, as the version brings its configuration along.
 */
export async function promoteAlias(args: readonly unknown[], services: AliasServices): Promise<void> {
  const { t } = vscode.l10n;
  const chosen = await chooseAlias(args, t('Promote'), services);
  if (chosen === undefined) return;
  const { functionName, seen } = chosen;
  const next = nextAlias(seen, readSetting('promotionOrder'));
  const title = actProgress({ act: 'promote', functionName, alias: next });
  const { connection, plan, smokeTests } = await underProgress(title, services, async (run) => {
    const found = await planPromotion(functionName, seen.functionVersion, next, run.connection, run);
    const tests = await smokeTestsOf(functionName, next, placeOf(found.source), services);
    return { connection: run.connection, plan: found, smokeTests: tests };
  });
  const { source } = plan;
  const publishes = source.version === '$LATEST';
  const isThere = plan.next !== undefined && equalPointers(pointerOf(plan.next), pointerTo(source.version));
  // Nothing is asked where nothing changes: that is said below.
  if ((publishes || !isThere) && !(await confirm(seen.name, next, plan, smokeTests, services))) return;
  const publish = (run: AliasRun) => {
    run.onWaiting(t('publishing $LATEST…'));
    return publishShown(source, t('promoted from {0} to {1}', seen.name, next), run);
  };
  const { version } = publishes ? await underProgress(title, services, publish, connection) : source;
  if (publishes) services.functionChanged(functionName);
  const act: AliasAct = plan.next === undefined ? 'create' : 'promote';
  const change = { act, functionName, alias: next, seen: plan.next, to: pointerTo(version) };
  await carryOutAliasChange(change, services, { confirmed: true });
}

function confirm(
  from: string,
  next: string,
  { source, next: live, now }: Promotion,
  smokeTests: readonly { readonly event: string }[],
  { dialogs }: AliasServices,
): Promise<boolean> {
  const { t } = vscode.l10n;
  const { functionName } = source;
  const publishes = source.version === '$LATEST';
  const to = publishes ? t('a new version, published from $LATEST') : source.version;
  const button = publishes ? t('Publish and Move {0}', next) : t('Move {0} to {1}', next, source.version);
  const message = readSetting('protectedAliases').includes(next)
    ? t('{0} is a protected alias. Promote {1} of {2} to {0}?', next, from, functionName)
    : t('Promote {0} of {1} to {2}?', from, functionName, next);
  const question = {
    functionName,
    alias: next,
    live,
    to,
    place: placeOf(source),
    smokeTests: smokeTests.map(({ event }) => event),
    difference: now === undefined ? undefined : configurationDifference(now, source),
  };
  return confirmAliasChange(message, button, question, dialogs);
}
