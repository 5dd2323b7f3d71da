import { t } from '@vscode/l10n';
import { isFailure } from '../../core/failures/failure.ts';
import { removalFailures } from '../../core/failures/removalFailures.ts';
import type { DeployedTriggers } from '../../core/import/deployedTriggers.ts';
import { memberOf, statementsOf, textsOf } from '../../core/policy/servicePermission.ts';
import type { JsonValue } from '../../core/json.ts';
import { logGroupOf } from '../../core/logs/functionLog.ts';
import type { KnownBelongings, LiveBelongings, LiveExecutionRole } from '../../core/removal/removalPlan.ts';
import { warmUpRuleName } from '../../core/warmUp/warmUpNames.ts';
import { inTurn } from '../email/inTurn.ts';
import type { TurnContext } from '../email/inTurn.ts';
import { readTriggers } from '../import/readTriggers.ts';
import type { AwsConnection, CallOptions } from '../ports.ts';
import type { TriggerGateway } from '../portsForTriggers.ts';

export interface FoundBelongings {
  readonly live: LiveBelongings;
  /** For a removal that does not get further than the function. */
  readonly known: KnownBelongings;
  /** Sentences about what could not be read, and therefore stays. */
  readonly notes: readonly string[];
}

interface ReadContext extends TurnContext {
  readonly connection: AwsConnection;
}

/**
 * Reads a function and all that belongs to it. What may not be read is said, and stays. Rejects with
 * `removal.functionMissing` where there is no function, and nothing known of one.
 */
export async function readBelongings(
  functionName: string,
  accountId: string,
  before: KnownBelongings | undefined,
  context: ReadContext,
): Promise<FoundBelongings> {
  const { connection } = context;
  const { functions, aliases, triggers } = connection;
  const latest = await functions.readFunction(functionName, undefined, context);
  if (latest === undefined && before === undefined) throw removalFailures.functionMissing(functionName);
  const notes = new Set<string>();
  const unlessDenied = <T>(read: Promise<T>): Promise<T | undefined> =>
    read.catch((error: unknown) => {
      if (!isFailure(error, 'aws.accessDenied')) throw error;
      notes.add(error.message);
      return undefined;
    });
  const names =
    latest === undefined
      ? (before?.aliases ?? [])
      : (await aliases.listAliases(functionName, context)).map(({ name }) => name);
  const ruleSets = new Map<
    string,
    LiveBelongings['ruleSets'] extends ReadonlyMap<string, infer S> ? S : never
  >();
  const readRuleSet = async (name: string) => {
    const found = await inTurn(context, () => connection.email.readRuleSet(name, context));
    if (found !== undefined) ruleSets.set(name, found);
    return found;
  };
  // The reading of the triggers makes a note of trouble and goes on: here that would leave a rule behind that nobody finds.
  const troubles: unknown[] = [];
  const noting = <T>(read: Promise<T>): Promise<T> =>
    read.catch((error: unknown) => {
      if (!isFailure(error, 'aws.accessDenied')) troubles.push(error);
      throw error;
    });
  const watched: TriggerGateway = {
    ...triggers,
    readPolicy: (...call) => noting(triggers.readPolicy(...call)),
    readRestApi: (...call) => noting(triggers.readRestApi(...call)),
    listRuleNames: (...call) => noting(triggers.listRuleNames(...call)),
    readRule: (...call) => noting(triggers.readRule(...call)),
  };
  const none: DeployedTriggers = { apis: [], routes: [], warmUps: [], rules: [], emails: [], notes: [] };
  const roleArn = latest?.roleArn ?? before?.roleArn ?? '';
  const group = latest === undefined ? before?.logGroup : logGroupOf(latest);
  const [versions, qualifiers, found, logGroup, role] = await Promise.all([
    latest === undefined ? [] : functions.listVersions(functionName, context),
    Promise.all(
      [undefined, ...names].map(async (alias) => ({
        alias,
        policy: await unlessDenied(triggers.readPolicy(functionName, alias, context)),
        warmUp: await readWarmUp(warmUpRuleName(functionName, alias), connection, context),
      })),
    ),
    latest === undefined
      ? none
      : readTriggers(functionName, latest.arn, names, watched, context, (name) => noting(readRuleSet(name))),
    group === undefined
      ? undefined
      : unlessDenied(
          connection.logs
            .readRetention(group, context)
            .then((retention) => (retention === 'missing' ? undefined : group)),
        ),
    unlessDenied(readRole(roleArn, functionName, accountId, connection, context)),
  ]);
  if (troubles.length > 0) throw troubles[0];
  const targets = await Promise.all(
    found.rules.map(
      async ({ name }) =>
        [name, (await unlessDenied(connection.rules.readTargets(name, context))) ?? []] as const,
    ),
  );
  const activeRuleSet =
    ruleSets.size === 0
      ? undefined
      : await unlessDenied(
          inTurn(context, async () => (await connection.email.readActiveRuleSet(context))?.name ?? null),
        );
  return {
    live: {
      function: latest && { versions: versions.length },
      ...{ qualifiers, targets: new Map(targets), triggers: found, ruleSets, activeRuleSet, logGroup, role },
    },
    known: { roleArn, aliases: names, logGroup: group },
    notes: [
      ...[...notes].map((note) => t('Not all could be read, and what was not stays. {0}', note)),
      ...found.notes,
    ],
  };
}

async function readWarmUp(rule: string, { triggers, rules }: AwsConnection, options: CallOptions) {
  const denied = (error: unknown) => {
    // Said by the reading of the triggers.
    if (!isFailure(error, 'aws.accessDenied')) throw error;
    return undefined;
  };
  const [live, targets] = await Promise.all([
    triggers.readRule(rule, options).catch(denied),
    rules.readTargets(rule, options).catch(denied),
  ]);
  return { rule: live, targets: targets ?? [] };
}

/** Undefined for a role that is gone, or of another account. */
async function readRole(
  arn: string,
  functionName: string,
  accountId: string,
  connection: AwsConnection,
  options: CallOptions,
): Promise<LiveExecutionRole | undefined> {
  const [, account, name] = /^arn:[^:]+:iam::(\d*):role\/(?:.*\/)?([^/]+)$/.exec(arn) ?? [];
  if (name === undefined || account !== accountId) return undefined;
  const { roles } = connection;
  const role = await roles.readRole(name, options);
  if (role === undefined) return undefined;
  const [inlinePolicies, attachedPolicyArns, usedBy] = await Promise.all([
    roles.listInlinePolicyNames(name, options),
    roles.listAttachedPolicyArns(name, options),
    functionsOfRole(arn, connection, options),
  ]);
  return {
    ...{ name, inlinePolicies, attachedPolicyArns, lastUsed: role.lastUsed },
    usedBy: usedBy.filter((other) => other !== functionName),
    trustedBy: principalsOf(role.trustPolicy),
  };
}

async function functionsOfRole(
  roleArn: string,
  { catalog }: AwsConnection,
  options: CallOptions,
): Promise<string[]> {
  const names: string[] = [];
  let next: string | undefined;
  do {
    const page = await catalog.listFunctions(next, options);
    for (const one of page.functions) if (one.roleArn === roleArn) names.push(one.functionName);
    next = page.next;
  } while (next !== undefined);
  return names.sort();
}

/** Whom the statements of a trust policy name. */
function principalsOf(policy: JsonValue): string[] {
  const named = statementsOf(policy).flatMap((statement) => {
    const principal = memberOf(statement, 'Principal');
    if (typeof principal === 'string') return [principal];
    return Object.keys(principal ?? {}).flatMap((kind) => textsOf(principal, kind));
  });
  return [...new Set(named)];
}
