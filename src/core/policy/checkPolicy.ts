import { t } from '@vscode/l10n';
import type { Node } from 'jsonc-parser';
import type { JsonValue } from '../json.ts';
import { propertyAt, readJsonDocument, valueOf } from '../jsonDocument.ts';
import { hasErrors, type Problem, type ReportProblem } from '../problem.ts';
import { checkStatement } from './checkStatement.ts';
import { letsLambdaAssume } from './lambdaTrust.ts';
import { unknownPolicyKeys, type PolicyKind } from './policyKeys.ts';

const currentVersion = '2012-10-17';
const oldVersion = '2008-10-17';
/** Characters without white space (IAM quotas): of all inline policies of a role, of a trust policy at most. */
const longest: Readonly<Record<PolicyKind, number>> = { permissions: 10_240, trust: 4096 };
const documentKeys = ['Version', 'Id', 'Statement'];

/** Everything that IAM would refuse in a policy document, and what it would read otherwise than meant. Never throws. */
export const checkPolicy = (text: string, kind: PolicyKind): Problem[] => [
  ...readPolicy(text, kind).problems,
];

/** A policy document with its problems; the document is absent when one of them is an error. */
export function readPolicy(
  text: string,
  kind: PolicyKind,
): { readonly document?: JsonValue; readonly problems: readonly Problem[] } {
  const { root, problems: syntax, report } = readJsonDocument(text, { comments: false });
  if (root === undefined) return { problems: syntax };
  const problems = [...syntax, ...checkLength(text, kind, report), ...checkDocument(root, kind, report)].sort(
    (a, b) => a.offset - b.offset,
  );
  return hasErrors(problems) ? { problems } : { document: valueOf(root), problems };
}

function checkLength(text: string, kind: PolicyKind, report: ReportProblem): Problem[] {
  if (text.length <= longest[kind]) return [];
  const length = text.replace(/\s/g, '').length;
  if (length <= longest[kind]) return [];
  const sentence = t('The policy has {0} characters, IAM takes {1}.', length, longest[kind]);
  return [report({ offset: 0, length: 1 }, 'policy.tooLong', sentence)];
}

function checkDocument(root: Node, kind: PolicyKind, report: ReportProblem): Problem[] {
  if (root.type !== 'object') {
    return [report(root, 'policy.notAnObject', t('A policy is an object with Version and Statement.'))];
  }
  const problems = [...unknownPolicyKeys(root, documentKeys, report), ...checkVersion(root, report)];
  const statement = propertyAt(root, 'Statement');
  if (statement === undefined) {
    const sentence = t('Statement is missing: a policy without one says nothing.');
    return [...problems, report({ offset: root.offset, length: 1 }, 'policy.noStatement', sentence)];
  }
  const { key, value } = statement;
  const statements = value.type === 'array' ? (value.children ?? []) : [value];
  if (statements.length === 0) {
    return [...problems, report(value, 'policy.noStatement', t('Statement is an empty list.'))];
  }
  problems.push(...statements.flatMap((node) => checkStatement(node, kind, report)));
  problems.push(...repeatedSids(statements, report));
  if (kind === 'trust' && !hasErrors(problems) && !letsLambdaAssume(statements.map(valueOf))) {
    const sentence = t(
      'Lambda cannot assume the role: no statement allows sts:AssumeRole to the service lambda.amazonaws.com.',
    );
    problems.push(report(key, 'policy.lambdaNotTrusted', sentence));
  }
  return problems;
}

function checkVersion(root: Node, report: ReportProblem): Problem[] {
  const version = propertyAt(root, 'Version')?.value;
  const suggestion = JSON.stringify(currentVersion);
  if (version === undefined) {
    const sentence = t(
      'Version is missing: IAM then takes {0}, without policy variables. Add {1}.',
      oldVersion,
      currentVersion,
    );
    return [
      report({ offset: root.offset, length: 1 }, 'policy.noVersion', sentence, { severity: 'warning' }),
    ];
  }
  if (version.value === currentVersion) return [];
  if (version.value === oldVersion) {
    const sentence = t('Version {0} knows no policy variables. Use {1}.', oldVersion, currentVersion);
    return [report(version, 'policy.oldVersion', sentence, { severity: 'warning', suggestion })];
  }
  const sentence = t(
    'Version is a version of the policy language, not of this policy: use {0}.',
    currentVersion,
  );
  return [report(version, 'policy.unknownVersion', sentence, { suggestion })];
}

function repeatedSids(statements: readonly Node[], report: ReportProblem): Problem[] {
  const seen = new Set<unknown>();
  return statements.flatMap((statement) => {
    const sid = propertyAt(statement, 'Sid')?.value;
    if (sid === undefined || sid.type !== 'string' || sid.value === '') return [];
    const again = seen.has(sid.value);
    seen.add(sid.value);
    return again ? [report(sid, 'policy.repeatedSid', t('Another statement has the same Sid.'))] : [];
  });
}
