import { shellWord } from '../shellWord.ts';
import type { DeployedReference } from './deployedReference.ts';

/** Where the AWS CLI is to go. */
export interface CliPlace {
  readonly region: string;
  readonly profile: string | undefined;
  readonly endpoint: string | undefined;
}

/**
 * What a person would type to invoke a deployed function with the AWS CLI, version 2.
 * @param payload path of the event's file, or its text
 */
export function awsInvokeText(
  { functionName, qualifier, type }: DeployedReference,
  payload: { readonly file: string } | { readonly text: string },
  { region, profile, endpoint }: CliPlace,
): string {
  const option = (name: string, value: string | undefined) =>
    value === undefined ? [] : [`--${name} ${shellWord(value)}`];
  const parts = [
    'aws lambda invoke',
    ...option('function-name', functionName),
    ...option('qualifier', qualifier),
    ...option('invocation-type', type),
    ...(type === 'RequestResponse' ? option('log-type', 'Tail') : []),
    '--cli-binary-format raw-in-base64-out',
    ...option('payload', 'file' in payload ? `file://${payload.file}` : payload.text),
    ...option('region', region),
    ...option('profile', profile),
    ...option('endpoint-url', endpoint),
    `${functionName}.json`,
  ];
  return parts.join(' ');
}
