import { t } from '@vscode/l10n';
import type { Node } from 'jsonc-parser';
import { propertiesOf } from '../jsonDocument.ts';
import { nearestName } from '../nearestName.ts';
import { shownName, type Problem, type ReportProblem } from '../problem.ts';

/** `trust`: who may assume a role. `permissions`: what the role may do (inline and managed policies). */
export type PolicyKind = 'trust' | 'permissions';

/** Keys that IAM does not know at this place; their case counts. */
export const unknownPolicyKeys = (node: Node, known: readonly string[], report: ReportProblem): Problem[] =>
  propertiesOf(node).flatMap(({ name, key }) => {
    if (known.includes(name)) return [];
    const nearest = nearestName(name, known);
    const sentence =
      nearest === undefined
        ? t('"{0}" is no key of a policy here.', shownName(name))
        : t('"{0}" is no key of a policy here. Did you mean "{1}"?', shownName(name), nearest);
    const suggestion = nearest === undefined ? undefined : JSON.stringify(nearest);
    return [report(key, 'policy.unknownKey', sentence, { suggestion })];
  });
