import type { JsonValue } from '../json.ts';

/**
 * Whether two policy documents say the same to IAM, whatever their text: the order of keys, statements and list members
 * is free, one text equals a list of it, an account id its root's ARN, a number or boolean of a condition its text, and a
 * missing Version the oldest (IAM user guide, "Grammar of the IAM JSON policy language").
 */
export const equalPolicies = (a: JsonValue, b: JsonValue): boolean =>
  // IAM answers a document as it was put: mostly there is nothing to bring into a form of its own.
  JSON.stringify(a) === JSON.stringify(b) || canonicalPolicy(a) === canonicalPolicy(b);

type JsonObject = Readonly<Record<string, JsonValue>>;
const isObject = (value: JsonValue | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const listOf = (value: JsonValue): readonly JsonValue[] =>
  Array.isArray(value) ? (value as JsonValue[]) : [value];

function canonicalPolicy(document: JsonValue): string {
  if (!isObject(document)) return stableText(document);
  const { Statement: statements, ...rest } = document;
  const members = statements === undefined ? undefined : setOf(listOf(statements).map(canonicalStatement));
  return stableText({ Version: '2008-10-17', ...rest, ...(members && { Statement: members }) });
}

const actionOrResource = new Set(['Action', 'NotAction', 'Resource', 'NotResource']);
const principal = new Set(['Principal', 'NotPrincipal']);

function canonicalStatement(statement: JsonValue): JsonValue {
  if (!isObject(statement)) return statement;
  return mapValues(statement, (value, key) => {
    if (actionOrResource.has(key)) return setOf(listOf(value));
    if (principal.has(key)) return canonicalPrincipal(value);
    if (key === 'Condition' && isObject(value)) return mapValues(value, canonicalOperator);
    return value;
  });
}

function canonicalPrincipal(value: JsonValue): JsonValue {
  const byKind: JsonValue = value === '*' ? { AWS: '*' } : value;
  if (!isObject(byKind)) return byKind;
  return mapValues(byKind, (members, kind) =>
    setOf(listOf(members).map((member) => (kind === 'AWS' ? accountOf(member) : member))),
  );
}

const accountOf = (member: JsonValue): JsonValue =>
  typeof member === 'string' ? member.replace(/^arn:aws[a-z-]*:iam::(\d{12}):root$/, '$1') : member;

const canonicalOperator = (keys: JsonValue): JsonValue =>
  isObject(keys)
    ? mapValues(keys, (values) =>
        setOf(listOf(values).map((value) => (typeof value === 'object' ? value : String(value)))),
      )
    : keys;

const mapValues = (object: JsonObject, map: (value: JsonValue, key: string) => JsonValue): JsonObject =>
  Object.fromEntries(Object.entries(object).map(([key, value]) => [key, map(value, key)]));

/** A list as a set: each member once, in an order of their texts. */
function setOf(members: readonly JsonValue[]): JsonValue {
  const byText = new Map(members.map((member) => [stableText(member), member]));
  return [...byText.keys()].sort().map((text) => byText.get(text) ?? null);
}

/** JSON text with sorted keys. */
function stableText(value: JsonValue): string {
  return JSON.stringify(value, (_key, part: JsonValue) =>
    isObject(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
      : part,
  );
}
