import type { CallerIdentity } from '../deployment/liveState.ts';

/** A function, and where it is. */
export interface FunctionPlace {
  readonly functionName: string;
  readonly identity: Pick<CallerIdentity, 'accountId' | 'partition'>;
  readonly region: string;
}

/** What a function, or a version or alias of it, is called in sentences: `calc`, `calc:PRODUCTION`. */
export const qualifiedName = (functionName: string, qualifier: string | undefined): string =>
  qualifier === undefined ? functionName : `${functionName}:${qualifier}`;

/** ARN of a function, or of a version or alias of it. */
export const functionArn = (
  { functionName, identity, region }: FunctionPlace,
  qualifier: string | undefined,
): string =>
  `arn:${identity.partition}:lambda:${region}:${identity.accountId}:function:${qualifiedName(functionName, qualifier)}`;
