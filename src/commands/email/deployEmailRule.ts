import * as vscode from 'vscode';
import { emailRuleName } from '../../core/email/emailNames.ts';
import type { EmailStep } from '../../core/email/emailPlan.ts';
import { emailLines, emailWarning } from '../../core/email/emailText.ts';
import { qualifiedName } from '../../core/functions/functionName.ts';
import { carryOutEmail } from '../../workflows/email/carryOutEmail.ts';
import { planEmail } from '../../workflows/email/planEmail.ts';
import type { EmailTarget, PlannedEmail } from '../../workflows/email/planEmail.ts';
import type { CommandServices } from '../commandServices.ts';
import { confirmPlan, isKnownPlan } from '../plans/confirmPlan.ts';
import { carryOutWithReport, planWithReport } from '../plans/planWithReport.ts';
import type { PlannedHere } from '../plans/planWithReport.ts';
import { chooseEmail } from './emailTarget.ts';
import type { EmailServices } from './emailTarget.ts';

type Where = Pick<PlannedEmail, 'identity' | 'region'>;

/** What a rule is remembered by, once its first plan was confirmed here. */
export const emailRuleKey = ({ identity, region }: Where, ruleSet: string, rule: string): string =>
  [identity.accountId, region, ruleSet, rule].join('/');

/** Whether an e-mail rule was deployed from this workspace before. */
export const isKnownEmailRule = (
  where: Where,
  { functionName, alias, ruleSet }: Pick<EmailTarget, 'functionName' | 'alias' | 'ruleSet'>,
  services: Pick<CommandServices, 'memory'>,
): boolean => isKnownPlan(emailRuleKey(where, ruleSet, emailRuleName(functionName, alias)), services);

/** `Lambda: Deploy E-mail Rule`: makes or updates the rule as the manifest says. Activating its rule set is asked apart. */
export async function deployEmailRule(args: readonly unknown[], services: EmailServices): Promise<void> {
  const { t } = vscode.l10n;
  const target = await chooseEmail(args, t('Deploy E-mail Rule'), services);
  if (target === undefined) return;
  const { functionName, alias } = target;
  const { clock, dialogs, log } = services;
  const name = qualifiedName(functionName, alias);
  const planning = t('Planning the e-mail rule of {0}', name);
  const there = await planWithReport(planning, services, (connection, options) =>
    planEmail(target, { connection, clock }, options),
  );
  const { planned, place } = there;
  const { steps, warnings, identity, region } = planned;
  const button = t('Deploy E-mail Rule of {0}', name);
  const facts = warnings.map(emailWarning);
  if (steps.length > 0) {
    const question = {
      ...{
        key: emailRuleKey(planned, target.ruleSet, planned.rule),
        steps,
        lines: emailLines(steps),
        button,
        facts,
      },
      ...{ functionName, alias, accountId: identity.accountId, region },
      message: t('Let mail run {0} in {1}?', name, place),
      document: [t('{0} e-mail rule plan', name), `${name} · ${place}`] as const,
    };
    if (!(await confirmPlan(question, services))) return;
    if (!(await carryOut(button, steps, there, name, services))) return;
  }
  const activated = await activate(there, name, services);
  // What the person has been asked about, or has just read, is not said again.
  const left = warnings.flatMap((warning) =>
    warning.kind === 'notActive' && activated ? [] : [emailWarning(warning)],
  );
  const done =
    steps.length > 0 || activated
      ? t('The e-mail rule of {0} is deployed', name)
      : t('The e-mail rule of {0} is as the manifest says: nothing to do', name);
  const sentence = [left.length > 0 ? `${done}.` : done, ...left].join(' ');
  log.info(sentence);
  if (steps.length === 0) services.functionChanged(functionName);
  const test = t('Send Test E-mail…');
  const chosen = dialogs.notify(left.length > 0 ? 'warning' : 'info', sentence, [test]);
  void chosen.then((pressed) =>
    pressed === test
      ? vscode.commands.executeCommand('lambdaWorkbench.sendTestEmail', target.manifestFile)
      : undefined,
  );
}

/** Only one rule set is active at a time: making another one it ends the rules of the one before. True when it was made it. */
async function activate(
  there: PlannedHere<PlannedEmail>,
  name: string,
  services: EmailServices,
): Promise<boolean> {
  const { t } = vscode.l10n;
  const { activation, identity, region } = there.planned;
  if (activation === undefined) return false;
  const { ruleSet, from } = activation;
  const button = t('Activate {0}', ruleSet);
  const detail = [
    from === null
      ? t('No receipt rule set is active in this region, so no mail runs a function.')
      : t('The rules of {0}, which is active now, do not run any more.', from),
    '',
    `${t('Account')}: ${identity.accountId}`,
    `${t('Region')}: ${region}`,
  ].join('\n');
  const message = t('Make {0} the active receipt rule set?', ruleSet);
  const close = t('Leave It as It Is');
  const question = { message, detail, buttons: [button], warning: from !== null, close };
  if ((await services.dialogs.confirm(question)) !== button) return false;
  return carryOut(button, [activation], there, name, services);
}

async function carryOut(
  title: string,
  steps: readonly EmailStep[],
  { planned, connection }: PlannedHere<PlannedEmail>,
  name: string,
  services: EmailServices,
): Promise<boolean> {
  const { clock, functionChanged } = services;
  const cancelled = (done: string) =>
    vscode.l10n.t(
      'The change of the e-mail rule of {0} was cancelled. Done before: {1}. Running the command again continues from here.',
      name,
      done,
    );
  try {
    return await carryOutWithReport(
      { title, name, cancelled },
      (options) => carryOutEmail(steps, { connection, clock }, options),
      services,
    );
  } finally {
    functionChanged(planned.target.functionName);
  }
}
