import type { LiveStage } from './liveRestApi.ts';

/** The stage variable that a qualifier stands for: `${stageVariables.lambdaAlias}` → `lambdaAlias`. */
export const stageVariableOf = (qualifier: string | undefined): string | undefined =>
  /^\$\{stageVariables\.(\w+)\}$/.exec(qualifier ?? '')?.[1];

/** What a qualifier is in a stage: itself, or what the stage names; itself too where the stage names nothing. */
export function aliasInStage(qualifier: string | undefined, { variables }: LiveStage): string | undefined {
  const variable = stageVariableOf(qualifier);
  return variable === undefined ? qualifier : (variables[variable] ?? qualifier);
}
