import { t } from '@vscode/l10n';
import type { NextAction } from './failure.ts';

/** Asks which version the alias is to point to. */
export const moveAlias = (functionName: string, alias: string): NextAction => ({
  kind: 'runCommand',
  title: t('Move Alias…'),
  command: 'lambdaWorkbench.moveAlias',
  args: [{ kind: 'alias', functionName, alias }],
});

/** Asks for name and version of a new alias. */
export const createAlias = (functionName: string): NextAction => ({
  kind: 'runCommand',
  title: t('Create Alias…'),
  command: 'lambdaWorkbench.createAlias',
  args: [{ kind: 'accountFunction', functionName }],
});

/** For what needs a function that is not deployed yet. @param manifest absolute path; undefined: the person chooses */
export const deployFunction = (manifest: string | undefined): NextAction => ({
  kind: 'runCommand',
  title: t('Deploy Function…'),
  command: 'lambdaWorkbench.deployFunction',
  args: manifest === undefined ? [] : [manifest],
});
