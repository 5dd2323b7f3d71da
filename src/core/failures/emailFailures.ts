import { t } from '@vscode/l10n';
import { createAlias, deployFunction } from './nextActions.ts';
import { Failure } from './failure.ts';
import { stepFailure } from './stepFailure.ts';

/** What stops a change of an e-mail rule, or a test e-mail: one factory per failure. */
export const emailFailures = {
  /** @param file of the manifest that has none; undefined where no manifest has */
  notInManifest: (file: string | undefined, name = '') => {
    const example = '"email": { "ruleSet": "default", "recipients": ["you@example.com"] }';
    return new Failure(
      'email.notInManifest',
      file === undefined
        ? t('No manifest of this workspace has "email". Add {0} to one.', example)
        : t('{0} has no "email". Add {1} to it.', name, example),
      { location: file === undefined ? undefined : { file } },
    );
  },
  functionMissing: (functionName: string, manifest: string | undefined) =>
    new Failure('email.functionMissing', t('{0} is not deployed here. Deploy it first.', functionName), {
      actions: [deployFunction(manifest)],
    }),
  aliasMissing: (alias: string, functionName: string) =>
    new Failure(
      'email.aliasMissing',
      t('{1} has no alias {0}, which "email" names. Create it, then try again.', alias, functionName),
      { actions: [createAlias(functionName)] },
    ),
  noInbound: (region: string, cause: Failure) =>
    new Failure(
      'email.noInbound',
      t(
        'SES is not known to receive mail in {0}, and it answers nothing about receipt rules there. Deploy the function to a region where it does, such as eu-west-1. {1}',
        region,
        cause.message,
      ),
      { cause, actions: cause.actions },
    ),
  permissionNotKept: (name: string) =>
    new Failure(
      'email.permissionNotKept',
      t('The policy of {0} does not let SES run it, although that was just added. Try again.', name),
    ),
  stepFailed: (step: string, done: readonly string[], cause: Failure) =>
    stepFailure('email.stepFailed', t('Nothing of the e-mail rule was changed.'), { step, done, cause }),
};
