import { qualifiedName } from '../functions/functionName.ts';
import { t } from '@vscode/l10n';
import type { PlanLine } from '../deployment/planText.ts';
import { scheduleMeaning } from './scheduleMeaning.ts';
import type { WarmUpStep } from './warmUpPlan.ts';

const line = (symbol: PlanLine['symbol'], level: PlanLine['level'], text: string): PlanLine => ({
  symbol,
  level,
  text,
});

/** The state of a rule, as people say it. */
export const onOrOff = (enabled: boolean): string => (enabled ? t('on') : t('off'));

/** The plan of a warm-up in lines: what is created, changed and removed. */
export function warmUpLines(steps: readonly WarmUpStep[]): PlanLine[] {
  return steps.flatMap((step): PlanLine[] => {
    switch (step.kind) {
      case 'putRule':
        return ruleLines(step);
      case 'addPermission': {
        const text = t('permission for the rule to run {0}', qualifiedName(step.functionName, step.alias));
        return [line(step.replaces ? '~' : '+', 0, step.replaces ? t('{0}: replaced', text) : text)];
      }
      case 'putTarget':
        return [
          line(step.from === undefined ? '+' : '~', 0, t('target {0}', resourceOf(step.to.arn))),
          ...(step.to.input === undefined || step.to.input === step.from?.input
            ? []
            : [line(step.from?.input === undefined ? '+' : '~', 1, t('input from the manifest'))]),
        ];
      case 'disableRule':
        return [line('~', 0, t('rule {0}: on → off', step.rule))];
      case 'removeTargets':
        return step.targets.map(({ arn }) => line('-', 0, t('target {0}', resourceOf(arn))));
      case 'deleteRule':
        return [line('-', 0, t('rule {0}', step.rule))];
      case 'removePermission':
        return [
          line('-', 0, t('permission for the rule to run {0}', qualifiedName(step.functionName, step.alias))),
        ];
    }
  });
}

function ruleLines({ rule, from, to }: Extract<WarmUpStep, { kind: 'putRule' }>): PlanLine[] {
  const schedule = `${scheduleMeaning(to.schedule)} (${to.schedule})`;
  if (from === undefined)
    return [line('+', 0, t('rule {0}', rule)), line('+', 1, schedule), line('+', 1, onOrOff(to.enabled))];
  return [
    line('~', 0, t('rule {0}', rule)),
    ...(from.schedule === to.schedule
      ? []
      : [line('~', 1, `${from.schedule ?? t('no schedule')} → ${schedule}`)]),
    ...(from.enabled === to.enabled
      ? []
      : [line('~', 1, `${onOrOff(from.enabled)} → ${onOrOff(to.enabled)}`)]),
  ];
}

/** `calc:PRODUCTION` of a function's ARN; another ARN as it is. */
const resourceOf = (arn: string): string => /:function:(.+)$/.exec(arn)?.[1] ?? arn;

/** What a step does, as the end of "Could not …" and as a progress line. */
export function warmUpPhrase(step: WarmUpStep): string {
  switch (step.kind) {
    case 'putRule':
      return step.from === undefined ? t('create rule {0}', step.rule) : t('update rule {0}', step.rule);
    case 'addPermission':
      return t('let the rule run {0}', qualifiedName(step.functionName, step.alias));
    case 'putTarget':
      return t('set the target of rule {0}', step.rule);
    case 'disableRule':
      return t('turn rule {0} off', step.rule);
    case 'removeTargets':
      return t('remove the targets of rule {0}', step.rule);
    case 'deleteRule':
      return t('delete rule {0}', step.rule);
    case 'removePermission':
      return t('remove the permission to run {0}', qualifiedName(step.functionName, step.alias));
  }
}
