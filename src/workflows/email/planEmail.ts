import { functionArn } from '../../core/functions/functionName.ts';
import type { CallerIdentity } from '../../core/deployment/liveState.ts';
import { emailRuleName } from '../../core/email/emailNames.ts';
import { domainsOf, planEmailRule } from '../../core/email/emailPlan.ts';
import type { EmailPlace, EmailPlan, LiveEmail } from '../../core/email/emailPlan.ts';
import { receivesMail } from '../../core/email/inboundRegions.ts';
import { emailFailures } from '../../core/failures/emailFailures.ts';
import { isFailure } from '../../core/failures/failure.ts';
import { checkRegion, startIdentifying } from '../pinnedPlace.ts';
import type { AwsConnection, CallOptions, Clock } from '../ports.ts';
import { inTurn } from './inTurn.ts';
import type { TurnContext } from './inTurn.ts';

/** The function, or an alias of it, that mail is to run; a manifest may pin account and region. */
export interface EmailTarget {
  readonly functionName: string;
  readonly alias: string | undefined;
  readonly ruleSet: string;
  readonly recipients: readonly string[];
  readonly accountId?: string;
  readonly region?: string;
  /** Absolute path of the manifest. */
  readonly manifestFile: string;
}

/** What there is, and what to do. */
export interface PlannedEmail extends EmailPlan {
  readonly target: EmailTarget;
  readonly identity: CallerIdentity;
  readonly region: string;
  readonly rule: string;
  readonly live: LiveEmail;
}

interface PlanOptions extends CallOptions {
  readonly onWaiting?: (text: string) => void;
}

/**
 * Reads rule set, permission and domains, and plans the rule as the manifest says; writes nothing. Rejects with
 * `email.functionMissing`, `email.aliasMissing` or `email.noInbound`, and in another account or region than the manifest
 * pins before anything else is read.
 */
export async function planEmail(
  target: EmailTarget,
  { connection, clock }: { readonly connection: AwsConnection; readonly clock: Clock },
  options: PlanOptions,
): Promise<PlannedEmail> {
  const { functionName, alias, ruleSet, recipients } = target;
  const place = await emailPlace(target, connection, options);
  const { triggers } = connection;
  const context = { connection, clock, ...options };
  const aws = connection.endpoint === undefined;
  const [, policy, sets, unverified] = await Promise.all([
    requireFunction(target, connection, options),
    triggers.readPolicy(functionName, alias, options),
    readRuleSets(ruleSet, context).catch((error: unknown) => {
      // What SES answers where it receives no mail is nothing that a person could make sense of.
      const said = isFailure(error) && !isFailure(error, 'aws.accessDenied', 'aws.throttled');
      throw said && aws && !receivesMail(place.region) ? emailFailures.noInbound(place.region, error) : error;
    }),
    unlessDenied(readUnverified(recipients, connection, options)),
  ]);
  const live = { ...sets, policy, unverified };
  const { identity, region } = place;
  const rule = emailRuleName(functionName, alias);
  return { ...planEmailRule(recipients, live, place, aws), target, identity, region, rule, live };
}

/** Where a manifest's function is, without reading anything of it. Rejects where the manifest pins another place. */
async function emailPlace(
  target: EmailTarget,
  connection: AwsConnection,
  options: CallOptions,
): Promise<EmailPlace & { readonly identity: CallerIdentity }> {
  const { functionName, alias, ruleSet, manifestFile } = target;
  const pinned = { manifest: target, manifestFile };
  checkRegion(pinned, connection);
  const { identifying } = await startIdentifying(pinned, connection, options);
  return { functionName, alias, ruleSet, identity: await identifying, region: connection.region };
}

/**
 * ARN of what mail runs, for the event of a test e-mail. Rejects where the manifest pins another place, and with
 * `email.functionMissing` or `email.aliasMissing`.
 */
export async function emailFunction(
  target: EmailTarget,
  connection: AwsConnection,
  options: CallOptions,
): Promise<string> {
  const place = await emailPlace(target, connection, options);
  await requireFunction(target, connection, options);
  return functionArn(place, place.alias);
}

async function requireFunction(
  { functionName, alias, manifestFile }: EmailTarget,
  { functions }: AwsConnection,
  options: CallOptions,
): Promise<void> {
  const [existing, liveAlias] = await Promise.all([
    functions.readFunction(functionName, undefined, options),
    alias === undefined ? undefined : functions.readAlias(functionName, alias, options),
  ]);
  if (existing === undefined) throw emailFailures.functionMissing(functionName, manifestFile);
  if (alias !== undefined && liveAlias === undefined) throw emailFailures.aliasMissing(alias, functionName);
}

/** The active set is read first: mostly it is the one that is meant, and one call less has to wait for its turn. */
async function readRuleSets(
  ruleSet: string,
  context: TurnContext,
): Promise<Pick<LiveEmail, 'rules' | 'active'>> {
  const { connection } = context;
  const active = await unlessDenied(
    inTurn(context, async () => (await connection.email.readActiveRuleSet(context)) ?? null),
  );
  if (active?.name === ruleSet) return { active: ruleSet, rules: active.rules };
  const found = await inTurn(context, () => connection.email.readRuleSet(ruleSet, context));
  return { active: active === null ? null : active?.name, rules: found?.rules };
}

async function readUnverified(
  recipients: readonly string[],
  { email }: AwsConnection,
  options: CallOptions,
): Promise<string[]> {
  const domains = domainsOf(recipients);
  if (domains.length === 0) return [];
  const verified = new Set(await email.verifiedIdentities([...new Set(domains.flat())], options));
  return domains.flatMap(([domain = '', ...above]) =>
    [domain, ...above].some((one) => verified.has(one)) ? [] : [domain],
  );
}

/** Undefined for what may not be read: only what depends on it is not said. */
const unlessDenied = <T>(read: Promise<T>): Promise<T | undefined> =>
  read.catch((error: unknown) => {
    if (isFailure(error, 'aws.accessDenied')) return undefined;
    throw error;
  });
