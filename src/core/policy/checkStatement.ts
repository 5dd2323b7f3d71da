import { t } from '@vscode/l10n';
import type { Node } from 'jsonc-parser';
import { propertiesOf, propertyAt, type JsonProperty } from '../jsonDocument.ts';
import { nearestName } from '../nearestName.ts';
import { shownName, type Problem, type ReportProblem } from '../problem.ts';
import { unknownPolicyKeys, type PolicyKind } from './policyKeys.ts';

const statementKeys = [
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
];

/** What IAM would refuse in one statement. */
export function checkStatement(node: Node, kind: PolicyKind, report: ReportProblem): Problem[] {
  const start = { offset: node.offset, length: 1 };
  if (node.type !== 'object') {
    return [report(node, 'policy.statementNotAnObject', t('A statement is an object.'))];
  }
  if ((node.children ?? []).length === 0) {
    return [report(start, 'policy.emptyStatement', t('The statement is empty.'))];
  }
  const rules = kind === 'trust' ? trustRules : permissionRules;
  return [
    ...unknownPolicyKeys(node, statementKeys, report),
    ...checkSid(node, report),
    ...checkEffect(node, report),
    ...oneOf(node, 'Action', 'NotAction', report).flatMap((found) =>
      'severity' in found
        ? [found]
        : checkMembers(found, kind === 'trust' ? checkTrustAction : checkAction, report),
    ),
    ...rules(node, report),
    ...checkCondition(node, report),
  ];
}

function permissionRules(node: Node, report: ReportProblem): Problem[] {
  const resources = oneOf(node, 'Resource', 'NotResource', report).flatMap((found) =>
    'severity' in found ? [found] : checkMembers(found, checkResource, report),
  );
  const sentence = t('A permissions policy has no principal: it speaks of the role it belongs to.');
  return [
    ...resources,
    ...forbidden(node, ['Principal', 'NotPrincipal'], 'policy.principal', sentence, report),
  ];
}

function trustRules(node: Node, report: ReportProblem): Problem[] {
  const principals = oneOf(node, 'Principal', 'NotPrincipal', report).flatMap((found) =>
    'severity' in found ? [found] : checkPrincipal(found, report),
  );
  const sentence = t('A trust policy has no resource: it speaks of the role it belongs to.');
  return [
    ...principals,
    ...forbidden(node, ['Resource', 'NotResource'], 'policy.resource', sentence, report),
  ];
}

const forbidden = (
  node: Node,
  names: readonly string[],
  code: string,
  sentence: string,
  report: ReportProblem,
): Problem[] =>
  names.flatMap((name) => {
    const property = propertyAt(node, name);
    return property === undefined ? [] : [report(property.key, code, sentence)];
  });

/** The property that the statement has of the two, or the problem that it has none or both. */
function oneOf(
  node: Node,
  name: string,
  opposite: string,
  report: ReportProblem,
): (JsonProperty | Problem)[] {
  const given = [name, opposite].flatMap((key) => propertyAt(node, key) ?? []);
  const [first, second] = given;
  if (first === undefined) {
    const start = { offset: node.offset, length: 1 };
    return [report(start, 'policy.missing', t('The statement has no {0}.', name))];
  }
  if (second === undefined) return [first];
  return [report(second.key, 'policy.both', t('A statement has either {0} or {1}.', name, opposite))];
}

const principalKinds = ['AWS', 'Service', 'Federated', 'CanonicalUser'];

function checkPrincipal({ name, value }: JsonProperty, report: ReportProblem): Problem[] {
  if (value.value === '*') return [];
  const kinds = propertiesOf(value);
  if (kinds.length === 0) {
    const sentence = t('{0} is "*" or an object such as {"Service": "lambda.amazonaws.com"}.', name);
    return [report(value, 'policy.principal', sentence)];
  }
  return kinds.flatMap((kind) => {
    if (principalKinds.includes(kind.name)) return checkMembers(kind, () => undefined, report);
    const nearest = nearestName(kind.name, principalKinds);
    const sentence = t('A principal is one of {0}, written like that.', principalKinds.join(', '));
    const suggestion = nearest === undefined ? undefined : JSON.stringify(nearest);
    return [report(kind.key, 'policy.principal', sentence, { suggestion })];
  });
}

function checkSid(node: Node, report: ReportProblem): Problem[] {
  const sid = propertyAt(node, 'Sid')?.value;
  if (sid === undefined || (sid.type === 'string' && /^[A-Za-z0-9]*$/.test(String(sid.value)))) return [];
  return [report(sid, 'policy.sid', t('Sid takes letters and digits only.'))];
}

function checkEffect(node: Node, report: ReportProblem): Problem[] {
  const effect = propertyAt(node, 'Effect');
  if (effect === undefined) {
    const start = { offset: node.offset, length: 1 };
    return [report(start, 'policy.missing', t('The statement has no {0}.', 'Effect'))];
  }
  const value: unknown = effect.value.value;
  if (value === 'Allow' || value === 'Deny') return [];
  const meant = ['Allow', 'Deny'].find((word) => word.toLowerCase() === String(value).toLowerCase());
  const suggestion = meant === undefined ? undefined : JSON.stringify(meant);
  const sentence = t('Effect is "Allow" or "Deny", written like that.');
  return [report(effect.value, 'policy.effect', sentence, { suggestion })];
}

/** The sentence that says what is wrong with one text, undefined when nothing is. */
type MemberCheck = (member: string, key: string) => string | undefined;

function checkMembers({ name, value }: JsonProperty, check: MemberCheck, report: ReportProblem): Problem[] {
  const members = value.type === 'array' ? (value.children ?? []) : [value];
  const code = `policy.${name.toLowerCase()}`;
  if (members.length === 0) return [report(value, code, t('{0} is an empty list.', name))];
  return members.flatMap((member) => {
    const sentence =
      member.type === 'string'
        ? check(String(member.value), name)
        : t('{0} is a text or a list of texts.', name);
    return sentence === undefined ? [] : [report(member, code, sentence)];
  });
}

const checkAction: MemberCheck = (action, key) => {
  if (action === '*' || /^[a-zA-Z0-9-]+:[a-zA-Z0-9*?-]+$/.test(action)) return undefined;
  return /^[a-zA-Z0-9*?-]*$/.test(action)
    ? t('{0} "{1}" has no service prefix, such as "s3:GetObject".', key, shownName(action))
    : t('{0} "{1}" is not a service prefix, a colon and an action.', key, shownName(action));
};

const checkTrustAction: MemberCheck = (action, key) =>
  checkAction(action, key) ??
  (/^(sts:|\*$)/i.test(action)
    ? undefined
    : t('A trust policy takes actions of STS only, such as sts:AssumeRole.'));

const checkResource: MemberCheck = (resource, key) =>
  resource === '*' || resource.startsWith('arn:')
    ? undefined
    : t('{0} "{1}" is neither an ARN nor "*".', key, shownName(resource));

function checkCondition(node: Node, report: ReportProblem): Problem[] {
  const condition = propertyAt(node, 'Condition')?.value;
  if (condition === undefined) return [];
  const operators = condition.type === 'object' ? (condition.children ?? []) : undefined;
  if (operators?.every((operator) => operator.children?.[1]?.type === 'object')) return [];
  const sentence = t('A condition is an object: operator, then key, then value.');
  return [report(condition, 'policy.condition', sentence)];
}
