import type { JsonValue } from '../json.ts';
import { equalPolicies } from '../policy/equalPolicies.ts';

const memberOf = (value: JsonValue | undefined, name: string): JsonValue | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, JsonValue>>)[name]
    : undefined;

/**
 * How a resource policy stands to the permission of a rule, or of another source: there (whoever wrote it), missing, or
 * another statement has our id. Without it the rule fires in vain, and nobody is told.
 */
export function permissionState(
  policy: JsonValue | undefined,
  statementId: string,
  sourceArn: string,
  principal = 'events.amazonaws.com',
): 'there' | 'missing' | 'different' {
  const statements = [memberOf(policy, 'Statement') ?? []].flat() as readonly JsonValue[];
  if (statements.some((statement) => allows(statement, sourceArn, principal))) return 'there';
  return hasStatement(policy, statementId) ? 'different' : 'missing';
}

/** Whether a statement of a resource policy has this id. */
export const hasStatement = (policy: JsonValue | undefined, statementId: string): boolean =>
  ([memberOf(policy, 'Statement') ?? []].flat() as readonly JsonValue[]).some(
    (statement) => memberOf(statement, 'Sid') === statementId,
  );

/** As AddPermission writes it, or in another form that says the same. The resource is what the policy is of. */
function allows(statement: JsonValue, sourceArn: string, principal: string): boolean {
  const parts = {
    Effect: memberOf(statement, 'Effect') ?? null,
    Principal: memberOf(statement, 'Principal') ?? null,
    Action: memberOf(statement, 'Action') ?? null,
    Condition: memberOf(statement, 'Condition') ?? null,
  };
  return ['ArnLike', 'ArnEquals', 'StringEquals', 'StringLike'].some((operator) =>
    ['AWS:SourceArn', 'aws:SourceArn'].some((key) =>
      ['lambda:InvokeFunction', 'lambda:*'].some((action) =>
        equalPolicies(
          { Statement: parts },
          {
            Statement: {
              Effect: 'Allow',
              Principal: { Service: principal },
              Action: action,
              Condition: { [operator]: { [key]: sourceArn } },
            },
          },
        ),
      ),
    ),
  );
}
