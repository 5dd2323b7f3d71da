import { t } from '@vscode/l10n';
import { Failure } from './failure.ts';

/** What stops a build of dependencies or code. */
export const buildFailures = {
  /** Something would have to be made, and nobody asked for that: no state is known. */
  notMade: (functionName: string) =>
    new Failure(
      'build.notMade',
      t('The dependencies of {0} are not built as they are now. Deploy, package or invoke it.', functionName),
    ),
};
