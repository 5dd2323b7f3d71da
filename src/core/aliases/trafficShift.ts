import { t } from '@vscode/l10n';
import type { LiveFunction } from '../deployment/liveState.ts';
import { aliasFailures } from '../failures/aliasFailures.ts';

/**
 * Throws the rule of Lambda that a split between these versions would break (AWS.md, "Versions and aliases"), before
 * anything is changed.
 */
export function checkShift(alias: string, main: LiveFunction, second: LiveFunction): void {
  if (main.version === '$LATEST') throw aliasFailures.shiftFromLatest(alias, main.functionName);
  if (second.version === '$LATEST') throw aliasFailures.shiftToLatest(alias);
  if (main.version === second.version) throw aliasFailures.shiftToItself(alias, main.version);
  if (main.roleArn !== second.roleArn)
    throw aliasFailures.shiftAcrossRoles(alias, main.version, second.version);
  if (main.deadLetterTarget !== second.deadLetterTarget) {
    throw aliasFailures.shiftAcrossQueues(alias, main.version, second.version);
  }
}

/** A person's percentage as a share from 0 to 1; undefined when it is none that splits traffic. `10`, `10 %`, `2.5`, `2,5`. */
export function shareOf(text: string): number | undefined {
  const digits = /^\s*(\d{1,2}(?:[.,]\d)?)\s*%?\s*$/.exec(text)?.[1];
  if (digits === undefined) return undefined;
  const tenths = Math.round(Number(digits.replace(',', '.')) * 10);
  return tenths > 0 && tenths < 1000 ? tenths / 1000 : undefined;
}

/** What is wrong with a percentage; undefined when nothing is. */
export function percentageProblem(text: string): string | undefined {
  return shareOf(text) === undefined
    ? t('A percentage between 0 and 100 is expected, such as 10 or 2.5.')
    : undefined;
}
