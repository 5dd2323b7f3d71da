import * as vscode from 'vscode';
import { nextRunsText, scheduleMeaning } from '../../core/warmUp/scheduleMeaning.ts';
import { planToTurnOff, planWarmUpOn } from '../../workflows/warmUp/planWarmUp.ts';
import { carryOutWithReport, planWithReport } from './carryOutWithReport.ts';
import { chooseWarmUp, wantedWarmUp } from './chooseWarmUp.ts';
import { confirmWarmUp, rememberTurnedOn } from './confirmWarmUp.ts';
import type { WarmUpServices } from './warmUpServices.ts';

/** `Lambda: Turn Warm-Up On`: makes or updates the rule as the manifest says, and turns it on unless that says no. */
export async function turnWarmUpOn(args: readonly unknown[], services: WarmUpServices): Promise<void> {
  const { t } = vscode.l10n;
  const chosen = await chooseWarmUp(args, t('Turn Warm-Up On'), services);
  if (chosen === undefined) return;
  const { target, spec } = await wantedWarmUp(chosen, services);
  const here = await planWithReport(target, services, (connection, options) =>
    planWarmUpOn(target, spec, connection, options),
  );
  const { planned, place, name } = here;
  const stays = spec.enabled === false;
  if (planned.steps.length === 0) {
    const sentence = stays
      ? t('The warm-up of {0} is off, as "enabled" in the manifest says: nothing to do', name)
      : t('The warm-up of {0} is on already: nothing to do', name);
    services.log.info(sentence);
    services.functionChanged(target.functionName);
    void services.dialogs.notify('info', sentence, []);
    return;
  }
  const button = stays ? t('Update Warm-Up of {0}', name) : t('Turn On Warm-Up of {0}', name);
  const meaning = scheduleMeaning(spec.schedule);
  const next = nextRunsText(spec.schedule, services.clock.now()) ?? '';
  const facts = [
    stays
      ? t('"enabled" is false in the manifest: the rule is there and does not run.')
      : t('Next runs: {0}', next),
    t('It keeps one execution environment warm: calls that come at the same time still meet cold starts.'),
  ];
  const message = stays
    ? t('Update the warm-up of {0} in {1}?', name, place)
    : t('Call {0} {1} in {2}?', name, meaning, place);
  if (!(await confirmWarmUp(here, { message, button, facts }, services))) return;
  if (!(await carryOutWithReport(button, here, services))) return;
  if (!stays && planned.live.rule?.enabled !== true)
    rememberTurnedOn(planned, services.clock.now(), services);
  say(stays ? t('Warm-up of {0} updated', name) : t('Warm-up of {0} is on: {1}', name, meaning));
}

/** `Lambda: Turn Warm-Up Off`: the rule stays, and does not run. */
export async function turnWarmUpOff(args: readonly unknown[], services: WarmUpServices): Promise<void> {
  const { t } = vscode.l10n;
  const target = await chooseWarmUp(args, t('Turn Warm-Up Off'), services);
  if (target === undefined) return;
  const here = await planWithReport(target, services, (connection, options) =>
    planToTurnOff(target, connection, options),
  );
  const { planned, place, name } = here;
  if (planned.steps.length === 0) {
    services.functionChanged(target.functionName);
    void services.dialogs.notify('info', t('The warm-up of {0} is off already: nothing to do', name), []);
    return;
  }
  const button = t('Turn Off Warm-Up of {0}', name);
  const message = t('Turn the warm-up of {0} off in {1}?', name, place);
  if (!(await confirmWarmUp(here, { message, button, facts: [] }, services))) return;
  if (!(await carryOutWithReport(button, here, services))) return;
  rememberTurnedOn(planned, undefined, services);
  say(t('Warm-up of {0} is off', name));
}

/** What the tree shows too, for a person who does not look at it. */
function say(sentence: string): void {
  vscode.window.setStatusBarMessage(sentence, 5000);
}
