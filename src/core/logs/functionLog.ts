import type { LiveFunction } from '../deployment/liveState.ts';

/** Where Lambda writes unless the function's LoggingConfig names another group. */
const defaultLogGroup = (functionName: string): string => `/aws/lambda/${functionName}`;

export const logGroupOf = ({ functionName, logGroup }: Pick<LiveFunction, 'functionName' | 'logGroup'>) =>
  logGroup ?? defaultLogGroup(functionName);

/** ARN as StartLiveTail takes it: without `:*`. Made of the ARN of a function in the same account and region. */
export function logGroupArn(functionArn: string, group: string): string {
  const [, partition = '', , region = '', account = ''] = functionArn.split(':');
  return `arn:${partition}:logs:${region}:${account}:log-group:${group}`;
}

/**
 * The version that wrote a stream, `$LATEST` or a number, from its name: `2026/11/28/[23]abc…`; in a group that the
 * function's configuration names `2026/11/28/calc[23]abc…`, as several functions may share one. Undefined for a stream
 * that another function wrote, or none.
 */
export function versionOfStream(stream: string, functionName: string): string | undefined {
  const [, name, version] =
    /^\d{4}\/\d\d\/\d\d\/([\w-]*)\[(\$LATEST|\d+)\]/.exec(stream) ?? ([] as readonly (string | undefined)[]);
  return name === '' || name === functionName ? version : undefined;
}
