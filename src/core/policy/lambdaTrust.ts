import type { JsonValue } from '../json.ts';

type JsonObject = Readonly<Record<string, JsonValue>>;
const isObject = (value: JsonValue | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const texts = (value: JsonValue | undefined): string[] =>
  (Array.isArray(value) ? (value as JsonValue[]) : [value]).filter((member) => typeof member === 'string');

const assumeActions = new Set(['sts:assumerole', 'sts:*', 'sts:assume*', '*']);

/**
 * Whether the statements of a trust policy let the Lambda service assume the role: one allows it and none denies it.
 * Whether a condition holds is known only when the role is assumed: one that allows is trusted, one that denies is not.
 */
export function letsLambdaAssume(statements: readonly JsonValue[]): boolean {
  const about = statements.filter(isObject).filter(isAboutLambda);
  return (
    about.some((statement) => statement['Effect'] === 'Allow') &&
    !about.some((statement) => statement['Effect'] === 'Deny' && statement['Condition'] === undefined)
  );
}

function isAboutLambda(statement: JsonObject): boolean {
  const actions = texts(statement['Action']).map((action) => action.toLowerCase());
  if (!actions.some((action) => assumeActions.has(action))) return false;
  const principal = statement['Principal'];
  if (principal === '*') return true;
  if (!isObject(principal)) return false;
  return (
    texts(principal['Service']).includes('lambda.amazonaws.com') || texts(principal['AWS']).includes('*')
  );
}
