import { textHash } from '../textHash.ts';

/** EventBridge takes 64 characters of letters, digits and ".-_". */
const longestRuleName = 64;
/** Lambda's limit for statement ids. */
const longestStatementId = 100;

/** Id of the rule's only target that is ours. */
export const warmUpTargetId = 'lambda-workbench-warm';

/** The name that our rule for a function or its alias has, and no other: neither of them can hold a dot. */
export const warmUpRuleName = (functionName: string, alias: string | undefined): string =>
  shortened(
    `lambda-workbench-warm-${functionName}${alias === undefined ? '' : `.${alias}`}`,
    longestRuleName,
  );

/** Id of the permission for that rule, in the resource policy of the function or of the alias. */
export const warmUpStatementId = (alias: string | undefined): string =>
  shortened(`lambda-workbench-warm${alias === undefined ? '' : `-${alias}`}`, longestStatementId);

/** Ends in a hash of the whole where it is too long: two names never become the same by cutting. */
function shortened(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 9)}-${textHash(text)}`;
}
