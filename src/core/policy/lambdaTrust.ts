import type { JsonValue } from '../json.ts';

type JsonObject = Readonly<Record<string, JsonValue>>;
const isObject = (value: JsonValue | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const texts = (value: JsonValue | undefined): string[] =>
  (Array.isArray(value) ? (value as JsonValue[]) : [value]).filter((member) => typeof member === 'string');

const assumeActions = new Set(['sts:assumerole', 'sts:*', 'sts:assume*', '*']);

/**
 * Whether one of the statements of a trust policy lets the Lambda service assume the role. Conditions are not judged:
 * whether they hold is known only when the role is assumed.
 */
export const letsLambdaAssume = (statements: readonly JsonValue[]): boolean =>
  statements.some((statement) => {
    if (!isObject(statement) || statement['Effect'] !== 'Allow') return false;
    const actions = texts(statement['Action']).map((action) => action.toLowerCase());
    if (!actions.some((action) => assumeActions.has(action))) return false;
    const principal = statement['Principal'];
    if (principal === '*') return true;
    if (!isObject(principal)) return false;
    return (
      texts(principal['Service']).includes('lambda.amazonaws.com') || texts(principal['AWS']).includes('*')
    );
  });
