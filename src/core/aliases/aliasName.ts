import { t } from '@vscode/l10n';

/** Alias names as Lambda accepts them: `(?!^[0-9]+$)([a-zA-Z0-9-_]+)`, at most 128 characters. */
export const aliasNamePattern = /^(?!\d+$)[a-zA-Z0-9-_]{1,128}$/;

/** What is wrong with the name of an alias that is to be made beside these; undefined when nothing is. */
export function aliasNameProblem(name: string, taken: readonly string[]): string | undefined {
  if (!aliasNamePattern.test(name)) {
    return t('An alias is named by letters, digits, "-" and "_", not by digits only.');
  }
  return taken.includes(name) ? t('There is an alias {0} already.', name) : undefined;
}
