import { functionArn } from '../functions/functionName.ts';
import type { CallerIdentity } from '../deployment/liveState.ts';
import { textHash } from '../textHash.ts';
import type { Route } from './liveRestApi.ts';

/** The function or alias that routes run, and where. */
export interface RestApiPlace {
  readonly functionName: string;
  readonly alias: string | undefined;
  readonly identity: Pick<CallerIdentity, 'accountId' | 'partition'>;
  readonly region: string;
}

/** What an integration runs; with a stage variable, the alias that the stage names. */
export function integrationUri(place: RestApiPlace, stageVariable: string | undefined): string {
  const { alias, identity, region } = place;
  const qualifier = stageVariable === undefined ? alias : `\${stageVariables.${stageVariable}}`;
  const target = functionArn(place, qualifier);
  return `arn:${identity.partition}:apigateway:${region}:lambda:path/2015-03-31/functions/${target}/invocations`;
}

/** Who the permission of a route is for: its method and path in every stage of the API. */
export function routeSourceArn(
  apiId: string,
  { method, path }: Route,
  { identity, region }: RestApiPlace,
): string {
  const verb = method === 'ANY' ? '*' : method;
  return `arn:${identity.partition}:execute-api:${region}:${identity.accountId}:${apiId}/*/${verb}${path.replace(/\{[^}]*\}/g, '*')}`;
}

/** Id of that permission, in the resource policy of the function or of the alias: the same every time. */
export const routeStatementId = (apiId: string, { method, path }: Route, alias: string | undefined): string =>
  `lambda-workbench-api-${apiId}-${method}-${textHash(`${path} ${alias ?? ''}`)}`;

/** Marks the OPTIONS methods that are ours, as their `operationName`. */
export const corsOperation = 'LambdaWorkbenchCors';

/** Description of the APIs that we make. */
export const ourDescription = 'Made by Lambda Workbench.';

const prefix = 'Lambda Workbench: ';
/** Characters that a deployment's description may have by our own measure. */
const longestDescription = 1000;

/** The part of a deployment's description that says which routes of a function it was made from. */
const markOf = (functionName: string, digest: string): string => `${functionName}@${digest}`;

/** Whether a deployment was made from these routes of the function. */
export const isDeployedFrom = (
  description: string | undefined,
  functionName: string,
  digest: string,
): boolean => marksIn(description).includes(markOf(functionName, digest));

/** Whether a deployment was made from routes of the function at all. */
export const isMarked = (description: string | undefined, functionName: string): boolean =>
  marksIn(description).some((mark) => mark.startsWith(`${functionName}@`));

/** Description of a new deployment; the marks of other functions, whose routes are deployed along, are kept. */
export function deploymentDescription(
  former: string | undefined,
  functionName: string,
  digest: string,
): string {
  const others = marksIn(former).filter((mark) => !mark.startsWith(`${functionName}@`));
  const marks = [markOf(functionName, digest), ...others].join(', ');
  return `${prefix}${marks}`
    .slice(0, longestDescription)
    .replace(/, [^,]*$/, (last) => (/@[0-9a-f]{8}$/.test(last) ? last : ''));
}

const marksIn = (description = ''): string[] =>
  description.startsWith(prefix) ? description.slice(prefix.length).split(', ') : [];
