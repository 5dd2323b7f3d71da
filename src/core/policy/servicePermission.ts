import type { JsonValue } from '../json.ts';

/** The service that runs a function, and for what of the account. */
export interface ServiceSource {
  /** Such as `events.amazonaws.com`. */
  readonly principal: string;
  readonly sourceArn: string;
  /** Set where the service says it with its calls: a permission may then ask for it too. */
  readonly sourceAccount?: string;
}

/**
 * How a resource policy stands to a permission: there (whoever wrote it), missing, or another statement has our id.
 * Without it the service calls in vain.
 */
export function permissionState(
  policy: JsonValue | undefined,
  statementId: string,
  source: ServiceSource,
): 'there' | 'missing' | 'different' {
  if (statementsOf(policy).some((statement) => allows(statement, source))) return 'there';
  return hasStatement(policy, statementId) ? 'different' : 'missing';
}

/** Whether a statement of a resource policy has this id. */
export const hasStatement = (policy: JsonValue | undefined, statementId: string): boolean =>
  statementsOf(policy).some((statement) => memberOf(statement, 'Sid') === statementId);

/** The statements of a policy; none where it is no policy. */
export const statementsOf = (policy: JsonValue | undefined): readonly JsonValue[] =>
  [memberOf(policy, 'Statement') ?? []].flat();

export const memberOf = (value: JsonValue | undefined, name: string): JsonValue | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, JsonValue>>)[name]
    : undefined;

/** The member of an object as a list: a policy may write one text by itself. */
export const textsOf = (value: JsonValue | undefined, name: string): readonly string[] =>
  [memberOf(value, name) ?? []].flat().filter((one) => typeof one === 'string');

/** As AddPermission writes it, or in another form that says the same. The resource is what the policy is of. */
function allows(statement: JsonValue, { principal, sourceArn, sourceAccount }: ServiceSource): boolean {
  const bounds = Object.entries(memberOf(statement, 'Condition') ?? {}).flatMap(([operator, keys]) =>
    Object.keys((keys ?? {}) as object).map((key) => {
      const wanted =
        key.toLowerCase() === 'aws:sourcearn'
          ? sourceArn
          : key.toLowerCase() === 'aws:sourceaccount'
            ? sourceAccount
            : undefined;
      return (
        wanted !== undefined &&
        /^(Arn|String)(Like|Equals)$/.test(operator) &&
        textsOf(keys as JsonValue, key).includes(wanted)
      );
    }),
  );
  return (
    memberOf(statement, 'Effect') === 'Allow' &&
    textsOf(memberOf(statement, 'Principal'), 'Service').includes(principal) &&
    textsOf(statement, 'Action').some((action) => /^lambda:(InvokeFunction|\*)$/.test(action)) &&
    bounds.length > 0 &&
    bounds.every(Boolean)
  );
}
