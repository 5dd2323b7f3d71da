import { t } from '@vscode/l10n';
import { Failure } from './failure.ts';

/** Which call it was, as IAM names its action, such as `lambda:CreateFunction`, and what it was about. */
export interface CallSubject {
  readonly operation: string;
  /** Name of the function, role, … for the sentence. */
  readonly resource: string;
}

/**
 * Answers of AWS that a person or a workflow acts on: one factory per failure. `reason` is AWS's own text only where
 * that text cannot repeat a secret (aws/answerText decides).
 */
export const awsFailures = {
  uncertain: ({ operation, resource }: CallSubject, cause?: unknown) =>
    new Failure(
      'aws.uncertain',
      t(
        'The answer to {0} for {1} was lost, so it may or may not have been carried out. Running again finds out.',
        operation,
        resource,
      ),
      { cause },
    ),
  unavailable: ({ operation }: CallSubject, cause?: unknown) =>
    new Failure(
      'aws.unavailable',
      t('AWS could not answer {0} because of an error of its own. Try again in a while.', operation),
      {
        cause,
      },
    ),
  throttled: ({ operation }: CallSubject, cause?: unknown) =>
    new Failure(
      'aws.throttled',
      t('AWS refuses {0} because of too many calls in this account. Try again in a minute.', operation),
      {
        cause,
      },
    ),
  accessDenied: (
    { operation, resource }: CallSubject,
    missing: string | undefined,
    who: string | undefined,
    cause?: unknown,
  ) =>
    new Failure(
      'aws.accessDenied',
      missing === undefined || missing === operation
        ? t(
            '{0} may not call {1} for {2}. Ask for that permission, or switch the connection.',
            who ?? t('This connection'),
            operation,
            resource,
          )
        : t(
            '{0} may not call {1} for {2}, because the permission {3} is missing. Ask for it, or switch the connection.',
            who ?? t('This connection'),
            operation,
            resource,
            missing,
          ),
      {
        cause,
        actions: [
          { kind: 'runCommand', title: t('Switch Connection…'), command: 'lambdaWorkbench.switchConnection' },
        ],
      },
    ),
  alreadyExists: ({ resource }: CallSubject, cause?: unknown) =>
    new Failure('aws.alreadyExists', t('{0} already exists in AWS.', resource), { cause }),
  notFound: ({ operation, resource }: CallSubject, cause?: unknown) =>
    new Failure(
      'aws.notFound',
      t('{0} was refused: AWS does not find {1}, or something that it names.', operation, resource),
      { cause },
    ),
  inProgress: ({ operation, resource }: CallSubject, cause?: unknown) =>
    new Failure(
      'aws.inProgress',
      t(
        '{0} is refused while another change of {1} is in progress. Try again in a while.',
        operation,
        resource,
      ),
      {
        cause,
      },
    ),
  preconditionFailed: ({ resource }: CallSubject, cause?: unknown) =>
    new Failure('aws.preconditionFailed', t('{0} was changed by someone else in the meantime.', resource), {
      cause,
    }),
  roleNotAssumable: ({ resource }: CallSubject, cause?: unknown) =>
    new Failure(
      'aws.roleNotAssumable',
      t(
        'Lambda cannot assume the execution role of {0}, or it may not use its key. A new role takes a while; otherwise check its trust policy.',
        resource,
      ),
      { cause },
    ),
  functionRefused: ({ operation, resource }: CallSubject, cause?: unknown) =>
    new Failure(
      'aws.functionRefused',
      t(
        '{0} was refused for {1}: SES may not run its function, or does not find it in this region.',
        operation,
        resource,
      ),
      { cause },
    ),
  runtimeRetired: ({ resource }: CallSubject, runtime: string, cause?: unknown) =>
    new Failure(
      'aws.runtimeRetired',
      t(
        'Lambda no longer accepts the runtime {0} of {1}. Change "runtime" in the manifest.',
        runtime,
        resource,
      ),
      { cause },
    ),
  tooLarge: ({ operation, resource }: CallSubject, cause?: unknown) =>
    new Failure(
      'aws.tooLarge',
      t(
        '{0} was refused because the archive of {1} is too large: Lambda takes 50 MB as a direct upload. Exclude files from it.',
        operation,
        resource,
      ),
      { cause },
    ),
  environmentRefused: ({ operation, resource }: CallSubject, cause?: unknown) =>
    new Failure(
      'aws.environmentRefused',
      t(
        '{0} was refused because of the environment of {1}: more than 4 KB, a reserved name, or a name that Lambda does not take.',
        operation,
        resource,
      ),
      { cause },
    ),
  environmentUnreadable: ({ resource }: CallSubject, code: string) =>
    new Failure(
      'aws.environmentUnreadable',
      t(
        'Lambda could not decrypt the environment of {0} ({1}). Nothing is planned on it, because deployed variables would be lost: ask for kms:Decrypt on its key.',
        resource,
        code,
      ),
    ),
  invalid: ({ operation, resource }: CallSubject, reason: string | undefined, cause?: unknown) =>
    new Failure(
      'aws.invalid',
      reason === undefined
        ? t('{0} was refused for {1}: AWS does not accept what it was given.', operation, resource)
        : t('{0} was refused for {1}: {2}', operation, resource, reason),
      { cause },
    ),
  refused: (
    { operation, resource }: CallSubject,
    name: string,
    reason: string | undefined,
    cause?: unknown,
  ) =>
    new Failure(
      'aws.refused',
      reason === undefined
        ? t('{0} was refused for {1} ({2}).', operation, resource, name)
        : t('{0} was refused for {1} ({2}): {3}', operation, resource, name, reason),
      { cause },
    ),
  unreadable: ({ operation }: CallSubject, host: string, cause?: unknown) =>
    new Failure(
      'aws.unreadable',
      t(
        'What {0} answered to {1} is no answer of AWS. Check the endpoint and the proxy of the connection.',
        host,
        operation,
      ),
      { cause },
    ),
  noAnswer: ({ operation, resource }: CallSubject, what: string) =>
    new Failure(
      'aws.noAnswer',
      t(
        'The answer to {0} for {1} lacks {2}. Is the endpoint one that speaks AWS?',
        operation,
        resource,
        what,
      ),
    ),
};
