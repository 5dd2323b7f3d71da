import { Refusal } from './awsRefusal.ts';
import { objectMember, stringMember } from './awsUpstream.ts';

type Statement = Record<string, unknown>;

/** Throws IAM's MalformedPolicyDocument for a trust policy that it does not take. */
export function checkTrustPolicy(document: string): void {
  const statements = parseStatements(document, 'This policy contains invalid Json');
  if (document.length > 2048) throw limit('Cannot exceed quota for ACLSizePerRole: 2048');
  for (const statement of statements) {
    checkStatement(statement);
    if ('Resource' in statement || 'NotResource' in statement)
      throw malformed('Has prohibited field Resource');
    if (!('Principal' in statement)) throw malformed('Missing required field Principal');
    if (listOf(statement['Action']).some((action) => !/^sts:/i.test(action) && action !== '*')) {
      throw malformed('AssumeRole policy may only specify STS AssumeRole actions.');
    }
  }
}

/** Throws IAM's MalformedPolicyDocument for an inline policy that it does not take. */
export function checkIdentityPolicy(document: string, roleName: string): void {
  const statements = parseStatements(document, 'Syntax errors in policy.');
  if (document.replace(/\s/g, '').length > 10_240) {
    throw limit(`Maximum policy size of 10240 bytes exceeded for role ${roleName}`);
  }
  for (const statement of statements) {
    checkStatement(statement);
    if ('Principal' in statement) throw malformed('Policy document should not specify a principal.');
    if (!('Resource' in statement) && !('NotResource' in statement)) {
      throw malformed('Policy statement must contain resources.');
    }
  }
}

/** True when some statement lets lambda.amazonaws.com call sts:AssumeRole. Conditions are not looked at. */
export function trustsLambda(document: string): boolean {
  let statements: Statement[];
  try {
    statements = parseStatements(document, '');
  } catch {
    return false;
  }
  return statements.some((statement) => {
    const principal = statement['Principal'];
    const services =
      principal === '*' ? ['lambda.amazonaws.com'] : listOf(objectMember(statement, 'Principal')['Service']);
    const actions = listOf(statement['Action']).map((action) => action.toLowerCase());
    return (
      statement['Effect'] === 'Allow' &&
      services.includes('lambda.amazonaws.com') &&
      actions.some((action) => ['sts:assumerole', 'sts:*', '*'].includes(action))
    );
  });
}

function parseStatements(document: string, notJson: string): Statement[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(document);
  } catch {
    throw malformed(notJson);
  }
  if (!isObject(parsed)) throw malformed('Syntax errors in policy.');
  const version = parsed['Version'];
  const known = version === undefined || version === '2012-10-17' || version === '2008-10-17';
  const written = parsed['Statement'];
  const statements = Array.isArray(written) ? written : [written];
  if (!known || statements.length === 0 || !statements.every(isObject))
    throw malformed('Syntax errors in policy.');
  if (Object.keys(parsed).some((key) => !['Version', 'Id', 'Statement'].includes(key))) {
    throw malformed('Syntax errors in policy.');
  }
  return statements;
}

function checkStatement(statement: Statement): void {
  const effect = stringMember(statement, 'Effect');
  if (effect !== 'Allow' && effect !== 'Deny') throw malformed('Syntax errors in policy.');
  const actions = listOf(statement['Action'] ?? statement['NotAction']);
  if (actions.length === 0) throw malformed('Policy statement must contain actions.');
  if (actions.some((action) => action !== '*' && !/^[\w-]+:.+/.test(action))) {
    throw malformed('Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.');
  }
}

function listOf(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).filter((entry) => typeof entry === 'string');
}

function isObject(value: unknown): value is Statement {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function malformed(message: string): Refusal {
  return new Refusal({ code: 'MalformedPolicyDocument', message, status: 400 });
}

function limit(message: string): Refusal {
  return new Refusal({ code: 'LimitExceeded', message, status: 409 });
}
