import { functionArn } from '../functions/functionName.ts';
import { logGroupOf } from '../logs/functionLog.ts';
import { functionOfAction } from '../email/receiptRule.ts';
import type { ReceiptRuleSet } from '../email/receiptRule.ts';
import { emailRuleName } from '../email/emailNames.ts';
import type { EmailPlace, EmailStep } from '../email/emailPlan.ts';
import { planEmailRemoval } from '../email/emailPlan.ts';
import type { LiveEmailRule } from '../email/liveEmailRule.ts';
import type { DeployedTriggers } from '../import/deployedTriggers.ts';
import type { JsonValue } from '../json.ts';
import { hasStatement, statementsOf } from '../policy/servicePermission.ts';
import { routeName } from '../restApi/liveRestApi.ts';
import type { Route } from '../restApi/liveRestApi.ts';
import { routeStatementId } from '../restApi/restApiNames.ts';
import type { LiveTarget, LiveWarmUp } from '../warmUp/liveRule.ts';
import { planWarmUpRemoval } from '../warmUp/warmUpPlan.ts';
import type { WarmUpStep } from '../warmUp/warmUpPlan.ts';

/** A step is data: what is needed to run it and to say it. */
export type RemovalStep =
  | { readonly kind: 'warmUp'; readonly step: WarmUpStep }
  | { readonly kind: 'email'; readonly step: EmailStep }
  | { readonly kind: 'deleteRuleSet'; readonly ruleSet: string }
  | ({
      readonly kind: 'removeRoutes';
      readonly routes: readonly Route[];
      /** Whether their permissions go too. They tell which API there is: where they go with the function, it can be found until then. */
      readonly permissions: boolean;
    } & ApiStage)
  | { readonly kind: 'deleteFunction'; readonly functionName: string }
  | { readonly kind: 'deleteLogGroup'; readonly group: string }
  | { readonly kind: 'detachPolicy'; readonly role: string; readonly policyArn: string }
  | { readonly kind: 'deleteInlinePolicy'; readonly role: string; readonly policy: string }
  | { readonly kind: 'deleteRole'; readonly role: string };

/** What was found and can go, with what is to be done for it. */
export type RemovalItem = { readonly steps: readonly RemovalStep[] } & (
  | { readonly kind: 'warmUp'; readonly rule: string; readonly alias: string | undefined }
  /** A rule of somebody else: only its target goes. */
  | { readonly kind: 'target'; readonly rule: string; readonly alias: string | undefined }
  | { readonly kind: 'email'; readonly rule: LiveEmailRule; readonly own: boolean }
  | { readonly kind: 'ruleSet'; readonly ruleSet: string }
  /** `own`: each of its routes has a permission of ours. */
  | { readonly kind: 'api'; readonly api: string; readonly routes: readonly Route[]; readonly own: boolean }
  | {
      readonly kind: 'function';
      readonly functionName: string;
      readonly versions: number;
      readonly aliases: readonly string[];
      readonly permissions: number;
    }
  /** `shared`: other functions may write into it. */
  | { readonly kind: 'logGroup'; readonly group: string; readonly shared: boolean }
  | ({ readonly kind: 'role' } & Omit<LiveExecutionRole, 'inlinePolicies' | 'attachedPolicyArns'>)
);

interface ApiStage {
  readonly apiId: string;
  readonly api: string;
  readonly stage: string;
}

/** A role and what tells whether something else needs it. */
export interface LiveExecutionRole {
  readonly name: string;
  readonly inlinePolicies: readonly string[];
  readonly attachedPolicyArns: readonly string[];
  /** Other functions of the region that have it. */
  readonly usedBy: readonly string[];
  /** Milliseconds since the epoch; undefined where IAM knows of no use. */
  readonly lastUsed: number | undefined;
  /** Who may assume it, by its trust policy. */
  readonly trustedBy: readonly string[];
}

/** What a removal that got no further than the function knew of it. */
export interface KnownBelongings {
  readonly roleArn: string;
  readonly aliases: readonly string[];
  readonly logGroup?: string;
}

/** What was read of a function and of all that belongs to it. */
export interface LiveBelongings {
  /** Undefined: it is gone, and a removal before did not get further. */
  readonly function: { readonly versions: number } | undefined;
  /** Of the function and of each alias. */
  readonly qualifiers: readonly {
    readonly alias: string | undefined;
    readonly policy: JsonValue | undefined;
    readonly warmUp: Omit<LiveWarmUp, 'policy'>;
  }[];
  /** Targets of each schedule rule that runs it, by the rule's name. */
  readonly targets: ReadonlyMap<string, readonly LiveTarget[]>;
  readonly triggers: DeployedTriggers;
  /** By their names: those that a rule for it is in. */
  readonly ruleSets: ReadonlyMap<string, ReceiptRuleSet>;
  /** Name of the active one; null: none is; undefined: it could not be read. */
  readonly activeRuleSet: string | null | undefined;
  /** Name of the group that its log is in; undefined where there is none. */
  readonly logGroup: string | undefined;
  readonly role: LiveExecutionRole | undefined;
}

/**
 * All that can go, in the order in which nothing is left that runs what is gone: what runs the function, the function, what
 * it ran with.
 */
export function planRemoval(
  live: LiveBelongings,
  place: Omit<EmailPlace, 'alias' | 'ruleSet'>,
): RemovalItem[] {
  const emails = emailItems(live, place);
  return [
    ...warmUpItems(live, place),
    ...targetItems(live, place),
    ...emails,
    ...ruleSetItems(live, emails),
    ...apiItems(live),
    ...functionItems(live, place.functionName),
    ...logGroupItems(live, place.functionName),
    ...roleItems(live.role),
  ];
}

function warmUpItems(
  { qualifiers }: LiveBelongings,
  place: Omit<EmailPlace, 'alias' | 'ruleSet'>,
): RemovalItem[] {
  return qualifiers.flatMap(({ alias, policy, warmUp }): RemovalItem[] => {
    const steps = planWarmUpRemoval({ ...warmUp, policy }, { ...place, alias });
    if (warmUp.rule === undefined) return [];
    const rule = steps.flatMap((step) => (step.kind === 'deleteRule' ? [step.rule] : []))[0] ?? '';
    return [{ kind: 'warmUp', rule, alias, steps: steps.map((step) => ({ kind: 'warmUp', step })) }];
  });
}

function targetItems(live: LiveBelongings, place: Omit<EmailPlace, 'alias' | 'ruleSet'>): RemovalItem[] {
  const own = warmUpItems(live, place).flatMap((item) => (item.kind === 'warmUp' ? [item.rule] : []));
  return live.triggers.rules.flatMap(({ name: rule, alias }): RemovalItem[] => {
    if (own.includes(rule)) return [];
    const arn = functionArn(place, alias);
    const targets = live.targets.get(rule)?.filter((target) => target.arn === arn) ?? [];
    if (targets.length === 0) return [];
    return [
      {
        kind: 'target',
        rule,
        alias,
        steps: [{ kind: 'warmUp', step: { kind: 'removeTargets', rule, targets } }],
      },
    ];
  });
}

/** A rule of somebody else can go where it does nothing but run the function. */
function emailItems(
  { triggers, ruleSets, qualifiers }: LiveBelongings,
  place: Omit<EmailPlace, 'alias' | 'ruleSet'>,
): RemovalItem[] {
  return triggers.emails.flatMap((rule): RemovalItem[] => {
    const { alias, ruleSet, name } = rule;
    const rules = ruleSets.get(ruleSet)?.rules ?? [];
    const own = name === emailRuleName(place.functionName, alias);
    const of = { ...place, alias, ruleSet };
    const arn = functionArn(place, alias);
    const actions = rules.find((one) => one.name === name)?.actions ?? [];
    if (!own && actions.some((action) => functionOfAction(action) !== arn)) return [];
    const policy = qualifiers.find((one) => one.alias === alias)?.policy;
    const steps: EmailStep[] = own
      ? planEmailRemoval({ rules, policy }, of)
      : [{ kind: 'deleteRule', ruleSet, rule: name }];
    return [{ kind: 'email', rule, own, steps: steps.map((step) => ({ kind: 'email', step })) }];
  });
}

/** Sets that would be empty, and that no mail goes through. */
function ruleSetItems(
  { ruleSets, activeRuleSet }: LiveBelongings,
  emails: readonly RemovalItem[],
): RemovalItem[] {
  const going = emails.flatMap((item) => (item.kind === 'email' && item.own ? [item.rule] : []));
  return [...ruleSets.values()].flatMap(({ name: ruleSet, rules }): RemovalItem[] => {
    const left = rules.filter(
      ({ name }) => !going.some((rule) => rule.ruleSet === ruleSet && rule.name === name),
    );
    if (left.length > 0 || activeRuleSet === undefined || activeRuleSet === ruleSet) return [];
    return [{ kind: 'ruleSet', ruleSet, steps: [{ kind: 'deleteRuleSet', ruleSet }] }];
  });
}

/** Routes are of all stages, and each stage is deployed without them. */
function apiItems({ triggers, qualifiers }: LiveBelongings): RemovalItem[] {
  const ids = [...new Set(triggers.routes.map(({ apiId }) => apiId))];
  return ids.map((apiId): RemovalItem => {
    const found = triggers.routes.filter((route) => route.apiId === apiId);
    const api = found[0]?.api ?? '';
    const routes = [...new Map(found.map((route) => [routeName(route), route])).values()].map(
      ({ method, path }) => ({ method, path }),
    );
    const own = routes.every((route) =>
      qualifiers.some(({ alias, policy }) => hasStatement(policy, routeStatementId(apiId, route, alias))),
    );
    const stages = [...new Set(found.map(({ stage }) => stage))];
    const steps = stages.map(
      (stage) => ({ kind: 'removeRoutes', apiId, api, stage, routes, permissions: true }) as const,
    );
    return { kind: 'api', api, routes, own, steps };
  });
}

function logGroupItems({ logGroup: group }: LiveBelongings, functionName: string): RemovalItem[] {
  if (group === undefined) return [];
  const shared = group !== logGroupOf({ functionName });
  return [{ kind: 'logGroup', group, shared, steps: [{ kind: 'deleteLogGroup', group }] }];
}

function functionItems({ function: live, qualifiers }: LiveBelongings, functionName: string): RemovalItem[] {
  if (live === undefined) return [];
  const aliases = qualifiers.flatMap(({ alias }) => alias ?? []);
  const permissions = qualifiers.reduce((sum, { policy }) => sum + statementsOf(policy).length, 0);
  const steps = [{ kind: 'deleteFunction', functionName } as const];
  return [{ kind: 'function', functionName, versions: live.versions, aliases, permissions, steps }];
}

function roleItems(live: LiveExecutionRole | undefined): RemovalItem[] {
  if (live === undefined) return [];
  const { name: role, inlinePolicies, attachedPolicyArns, ...facts } = live;
  const steps: RemovalStep[] = [
    ...attachedPolicyArns.map((policyArn) => ({ kind: 'detachPolicy', role, policyArn }) as const),
    ...inlinePolicies.map((policy) => ({ kind: 'deleteInlinePolicy', role, policy }) as const),
    { kind: 'deleteRole', role },
  ];
  return [{ kind: 'role', name: role, ...facts, steps }];
}

/** Whether an item goes unless a person says no: what is ours, and the function itself. */
export function goesByItself(item: RemovalItem): boolean {
  switch (item.kind) {
    case 'warmUp':
    case 'function':
      return true;
    case 'email':
    case 'api':
      return item.own;
    case 'target':
    case 'ruleSet':
    case 'logGroup':
    case 'role':
      return false;
  }
}

/** Steps of what was chosen, in order. Permissions go with the function; where it stays each goes with its rule. */
export function removalSteps(chosen: readonly RemovalItem[]): RemovalStep[] {
  const all = chosen.some(({ kind }) => kind === 'function');
  return chosen
    .flatMap(({ steps }) => steps)
    .filter((one) => !(all && 'step' in one && one.step.kind === 'removePermission'))
    .map((one) => (all && one.kind === 'removeRoutes' ? { ...one, permissions: false } : one));
}
