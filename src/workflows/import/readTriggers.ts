import { t } from '@vscode/l10n';
import { receiptRulesOfPolicy } from '../../core/email/liveEmailRule.ts';
import type { LiveEmailRule } from '../../core/email/liveEmailRule.ts';
import { functionOfAction } from '../../core/email/receiptRule.ts';
import type { ReceiptRuleSet } from '../../core/email/receiptRule.ts';
import { isFailure } from '../../core/failures/failure.ts';
import type {
  ApiKey,
  DeployedRoute,
  DeployedTriggers,
  WarmUpKey,
} from '../../core/import/deployedTriggers.ts';
import { apisOfPolicy, functionOfUri } from '../../core/import/functionRoutes.ts';
import type { LiveRestApi } from '../../core/restApi/liveRestApi.ts';
import { aliasInStage, stageVariableOf } from '../../core/restApi/stageAlias.ts';
import type { ScheduleRule } from '../../core/warmUp/liveRule.ts';
import type { JsonValue } from '../../core/json.ts';
import type { CallOptions } from '../ports.ts';
import type { TriggerGateway } from '../portsForTriggers.ts';

/**
 * What may not be read, or is nowhere to be read, is said once and no reason to stop: a function is more than what runs it.
 */
type UnlessRefused = <T>(read: Promise<T>) => Promise<T | undefined>;

/**
 * REST routes, schedule rules and receipt rules that run a function or one of its aliases. APIs and receipt rules are found
 * by the function's permissions, what runs it by what it is in there.
 * @param arn of the function, without qualifier
 * @param readRuleSet of SES, one after the other; undefined: receipt rules are not looked for
 */
export async function readTriggers(
  functionName: string,
  arn: string,
  aliases: readonly string[],
  triggers: TriggerGateway,
  options: CallOptions,
  readRuleSet?: (name: string) => Promise<ReceiptRuleSet | undefined>,
): Promise<DeployedTriggers> {
  const notes = new Set<string>();
  const unlessRefused: UnlessRefused = (read) =>
    read.catch((error: unknown) => {
      if (!isFailure(error) || isFailure(error, 'aws.throttled')) throw error;
      notes.add(t('What runs the function could not be read in full. {0}', error.message));
      return undefined;
    });
  const qualifiers = [undefined, ...aliases];
  const policies = await Promise.all(
    qualifiers.map((qualifier) => unlessRefused(triggers.readPolicy(functionName, qualifier, options))),
  );
  const ids = [...new Set(policies.flatMap(apisOfPolicy))].sort();
  const sets = new Map<string, Promise<ReceiptRuleSet | undefined>>();
  const readSet = (name: string) => {
    const reading = sets.get(name) ?? readRuleSet?.(name) ?? Promise.resolve(undefined);
    sets.set(name, reading);
    return reading;
  };
  const [apis, rules, emails] = await Promise.all([
    Promise.all(ids.map(async (id) => ({ id, api: await unlessRefused(triggers.readRestApi(id, options)) }))),
    Promise.all(qualifiers.map((qualifier) => readRules(qualifier, arn, triggers, unlessRefused, options))),
    Promise.all(
      qualifiers.map((qualifier, index) =>
        readEmails(qualifier, arn, policies[index], async (name) => unlessRefused(readSet(name))),
      ),
    ),
  ]);
  const keys = apis.flatMap(({ id, api }) => {
    if (api === undefined) {
      notes.add(t('The API {0} may run the function, and no REST API that can be read has this id.', id));
      return [];
    }
    return apiKeys(api, arn, aliases, notes);
  });
  const routes = apis.flatMap(({ api }) => (api === undefined ? [] : routesOf(api, arn)));
  return {
    apis: keys,
    routes,
    warmUps: rules.flat().map(warmUpKey),
    rules: rules.flat(),
    emails: emails.flat(),
    notes: [...notes],
  };
}

/** A permission alone is no rule: one that is gone, or runs something else, is none. */
async function readEmails(
  alias: string | undefined,
  arn: string,
  policy: JsonValue | undefined,
  readSet: (name: string) => Promise<ReceiptRuleSet | undefined>,
): Promise<LiveEmailRule[]> {
  const target = alias === undefined ? arn : `${arn}:${alias}`;
  const found = await Promise.all(
    receiptRulesOfPolicy(policy).map(async ({ ruleSet, name }) => {
      const rule = (await readSet(ruleSet))?.rules.find((one) => one.name === name);
      if (rule?.actions.some((action) => functionOfAction(action) === target) !== true) return [];
      const { recipients, enabled } = rule;
      return [{ name, ruleSet, alias, recipients, enabled }];
    }),
  );
  return found.flat();
}

async function readRules(
  alias: string | undefined,
  arn: string,
  triggers: TriggerGateway,
  unlessRefused: UnlessRefused,
  options: CallOptions,
): Promise<ScheduleRule[]> {
  const target = alias === undefined ? arn : `${arn}:${alias}`;
  const names = (await unlessRefused(triggers.listRuleNames(target, options))) ?? [];
  const rules = await Promise.all(names.map((name) => unlessRefused(triggers.readRule(name, options))));
  return rules.flatMap((rule, index) => {
    if (rule?.schedule === undefined) return [];
    const { schedule, enabled } = rule;
    return [{ name: names[index] ?? '', alias, schedule, enabled }];
  });
}

const warmUpKey = ({ schedule, alias, enabled }: ScheduleRule): WarmUpKey => ({
  schedule,
  ...(alias === undefined ? {} : { alias }),
  ...(enabled ? {} : { enabled: false }),
});

/** What of the API runs the function, in every stage. */
function routesOf(api: LiveRestApi, arn: string): DeployedRoute[] {
  return api.stages.flatMap((stage) =>
    api.resources.flatMap(({ path, methods: found }) =>
      found.flatMap(({ method, uri }): DeployedRoute[] => {
        const runs = functionOfUri(uri);
        if (runs?.arn !== arn) return [];
        const alias = aliasInStage(runs.qualifier, stage);
        return [{ apiId: api.id, api: api.name, stage: stage.name, url: stage.url, alias, method, path }];
      }),
    ),
  );
}

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'ANY'] as const;

/** One key for each alias that routes of the API run, those with most routes first. */
function apiKeys(
  { name, stages, resources }: LiveRestApi,
  arn: string,
  aliases: readonly string[],
  notes: Set<string>,
): ApiKey[] {
  const byQualifier = new Map<string | undefined, ApiKey['routes']>();
  const [stage, ...others] = stages;
  const all = resources.flatMap(({ path, methods: found }) => found.map((one) => ({ ...one, path })));
  for (const { method, path, uri } of all) {
    const runs = functionOfUri(uri);
    const known = methods.find((one) => one === method);
    if (runs?.arn !== arn || known === undefined) continue;
    const same = byQualifier.get(runs.qualifier) ?? [];
    byQualifier.set(runs.qualifier, [...same, { method: known, path }]);
  }
  if (byQualifier.size > 0 && stage === undefined) {
    notes.add(t('The API {0} runs the function and has no stage.', name));
    return [];
  }
  if (byQualifier.size > 0 && others.length > 0) {
    notes.add(
      t(
        'The API {0} has more stages than {1}: {2}.',
        name,
        stage?.name ?? '',
        others.map((other) => other.name).join(', '),
      ),
    );
  }
  return [...byQualifier]
    .sort(([, a], [, b]) => b.length - a.length)
    .flatMap(([qualifier, found]) => {
      const stageVariable = stageVariableOf(qualifier);
      const alias = stage === undefined ? qualifier : aliasInStage(qualifier, stage);
      if (alias !== undefined && !aliases.includes(alias)) {
        notes.add(t('Routes of the API {0} run {1} of the function, which is no alias.', name, alias));
        return [];
      }
      return [
        {
          name,
          stage: stage?.name ?? '',
          routes: found,
          ...(alias === undefined ? {} : { alias }),
          ...(stageVariable === undefined ? {} : { stageVariable }),
        },
      ];
    });
}
