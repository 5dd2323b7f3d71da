import { t } from '@vscode/l10n';
import type { PlanLine } from '../deployment/planText.ts';
import { emailPhrase, recipientsText } from '../email/emailText.ts';
import { relativeTime } from '../relativeTime.ts';
import { qualifiedName } from '../functions/functionName.ts';
import { warmUpPhrase } from '../warmUp/warmUpText.ts';
import { routeName } from '../restApi/liveRestApi.ts';
import type { RemovalItem, RemovalStep } from './removalPlan.ts';

/** What goes, as the row of a question and as a line of the plan. */
export function removalName(item: RemovalItem): string {
  switch (item.kind) {
    case 'warmUp':
      return t('warm-up rule {0}', item.rule);
    case 'target':
      return t('target of the rule {0}', item.rule);
    case 'email':
      return t('e-mail rule {0} of the rule set {1}', item.rule.name, item.rule.ruleSet);
    case 'ruleSet':
      return t('receipt rule set {0}', item.ruleSet);
    case 'api':
      return item.routes.length === 1
        ? t('1 route of the API {0}', item.api)
        : t('{0} routes of the API {1}', item.routes.length, item.api);
    case 'function':
      return t('function {0}', item.functionName);
    case 'logGroup':
      return t('log group {0}', item.group);
    case 'role':
      return t('role {0}', item.name);
  }
}

/** What a person should know before it goes. @param now milliseconds since the epoch */
export function removalFacts(item: RemovalItem, functionName: string, now: number): string {
  switch (item.kind) {
    case 'warmUp':
      return t('for {0}', qualifiedName(functionName, item.alias));
    case 'target':
      return t('for {0}; somebody else made the rule, which stays', qualifiedName(functionName, item.alias));
    case 'email': {
      const recipients = recipientsText(item.rule.recipients);
      return item.own ? recipients : t('{0}; somebody else made it', recipients);
    }
    case 'ruleSet':
      return t('empty then, and not active');
    case 'api': {
      const routes = item.routes.map(routeName).join(', ');
      return item.own ? routes : t('{0}; somebody else made it', routes);
    }
    case 'logGroup':
      return item.shared
        ? t('all of its entries; other functions may write into it')
        : t('all of its entries');
    case 'function':
      return [
        item.versions === 1 ? t('1 version') : t('{0} versions', item.versions),
        item.aliases.length === 0 ? t('no alias') : item.aliases.join(', '),
        item.permissions === 1 ? t('1 permission') : t('{0} permissions', item.permissions),
      ].join(' · ');
    case 'role':
      return [
        item.usedBy.length === 0
          ? t('no other function in this region')
          : t('also of {0}', item.usedBy.join(', ')),
        item.lastUsed === undefined
          ? t('no use known')
          : t('last used {0}', relativeTime(item.lastUsed, now)),
        t('trusted by {0}', item.trustedBy.join(', ')),
      ].join(' · ');
  }
}

/** Lines of the plan: what goes, and what stays although it was found. */
export function removalLines(items: readonly RemovalItem[], chosen: readonly RemovalItem[]): PlanLine[] {
  const line = (symbol: '-' | '=', text: string): PlanLine => ({ symbol, level: 0, text });
  const stays = (item: RemovalItem) => line('=', t('{0}: stays', removalName(item)));
  return [
    ...items.filter((item) => chosen.includes(item)).map((item) => line('-', removalName(item))),
    ...items.filter((item) => !chosen.includes(item)).map(stays),
  ];
}

/** What a step does, as the end of "Could not …" and as a progress line. */
export function removalPhrase(step: RemovalStep): string {
  switch (step.kind) {
    case 'warmUp':
      return warmUpPhrase(step.step);
    case 'email':
      return emailPhrase(step.step);
    case 'deleteRuleSet':
      return t('delete receipt rule set {0}', step.ruleSet);
    case 'removeRoutes':
      return t('remove routes from stage {0} of the API {1}', step.stage, step.api);
    case 'deleteLogGroup':
      return t('delete log group {0}', step.group);
    case 'deleteFunction':
      return t('delete function {0}', step.functionName);
    case 'detachPolicy':
      return t(
        'detach {0} from role {1}',
        step.policyArn.slice(step.policyArn.lastIndexOf('/') + 1),
        step.role,
      );
    case 'deleteInlinePolicy':
      return t('delete inline policy {0} of role {1}', step.policy, step.role);
    case 'deleteRole':
      return t('delete role {0}', step.role);
  }
}
