import { t } from '@vscode/l10n';
import { Failure } from './failure.ts';

/**
 * A plan that stopped at a step: which, why, and what was done before. The command can be run again.
 * @param untouched the sentence that says so when nothing was done
 */
export const stepFailure = (
  code: string,
  untouched: string,
  {
    step,
    done,
    cause,
    actions = [],
  }: {
    readonly step: string;
    readonly done: readonly string[];
    readonly cause: Failure;
    readonly actions?: Failure['actions'];
  },
): Failure =>
  new Failure(
    code,
    [
      t('Could not {0}: {1}', step, cause.message),
      done.length === 0
        ? untouched
        : t('Done before: {0}. Running the command again continues from here.', done.join(', ')),
    ].join(' '),
    { cause, actions: [...cause.actions, ...actions], location: cause.location },
  );
