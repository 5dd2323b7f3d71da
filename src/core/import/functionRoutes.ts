import type { JsonValue } from '../json.ts';

/**
 * Ids of the APIs that a function's resource policy lets run it: of the SourceArn
 * `arn:PARTITION:execute-api:REGION:ACCOUNT:API/STAGE/METHOD/path`, in whatever form the policy says it. Never throws.
 */
export function apisOfPolicy(policy: JsonValue | undefined): string[] {
  const ids = conditionTexts(policy).flatMap((text) => {
    const id = /^arn:aws[a-z-]*:execute-api:[a-z0-9-]*:\d*:([a-z0-9]+)(?:\/|$)/.exec(text)?.[1];
    return id === undefined ? [] : [id];
  });
  return [...new Set(ids)].sort();
}

/** Every text in the conditions of a policy's statements that allow something. */
export function conditionTexts(policy: JsonValue | undefined): string[] {
  const statements = [memberOf(policy, 'Statement')].flat();
  return statements.flatMap((statement) =>
    memberOf(statement, 'Effect') === 'Allow' ? texts(memberOf(statement, 'Condition')) : [],
  );
}

function texts(value: JsonValue | undefined): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null
    ? Object.values(value as Readonly<Record<string, JsonValue>>).flatMap(texts)
    : [];
}

function memberOf(value: JsonValue | undefined, name: string): JsonValue | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, JsonValue>>)[name]
    : undefined;
}

/**
 * What of a function an integration runs: its ARN and the qualifier, of
 * `arn:PARTITION:apigateway:REGION:lambda:path/2015-03-31/functions/FUNCTION_ARN[:QUALIFIER]/invocations`. Undefined for
 * everything else.
 */
export function functionOfUri(
  uri: string | undefined,
): { readonly arn: string; readonly qualifier: string | undefined } | undefined {
  const target = /:lambda:path\/[\d-]+\/functions\/(.+)\/invocations$/.exec(uri ?? '')?.[1];
  if (target === undefined) return undefined;
  const parts = target.split(':');
  return {
    arn: parts.slice(0, 7).join(':'),
    qualifier: parts.length > 7 ? parts.slice(7).join(':') : undefined,
  };
}
