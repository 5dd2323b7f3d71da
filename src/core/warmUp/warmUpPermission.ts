import type { JsonValue } from '../json.ts';
import { permissionState as stateOf } from '../policy/servicePermission.ts';

/** How a resource policy stands to the permission of a rule. Without it the rule fires in vain, and nobody is told. */
export const permissionState = (
  policy: JsonValue | undefined,
  statementId: string,
  ruleArn: string,
): ReturnType<typeof stateOf> =>
  stateOf(policy, statementId, { principal: 'events.amazonaws.com', sourceArn: ruleArn });
