import { derivedName } from '../derivedName.ts';

/** Lambda's limit for statement ids. */
const longestStatementId = 100;
/** SES takes 64 letters, digits and "-_.", with a letter or digit at the end. */
const ruleNames = /^[\w.-]*[a-zA-Z0-9]$/;

/** The name that our rule for a function or its alias has in every rule set, and no other: neither can hold a dot. */
export const emailRuleName = (functionName: string, alias: string | undefined): string =>
  derivedName(`lambda-workbench-${functionName}${alias === undefined ? '' : `.${alias}`}`, 64, ruleNames);

/** Id of the permission for the rule of a set, in the resource policy of the function or of the alias. */
export const emailStatementId = (ruleSet: string, alias: string | undefined): string =>
  derivedName(
    `lambda-workbench-email-${ruleSet}${alias === undefined ? '' : `-${alias}`}`,
    longestStatementId,
    /^[\w-]+$/,
  );
