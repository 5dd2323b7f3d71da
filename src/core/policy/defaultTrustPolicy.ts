import type { JsonValue } from '../json.ts';

/** Lets Lambda assume the role, and nobody else: the trust policy of a role whose manifest names none. */
export const defaultTrustPolicy: JsonValue = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};
