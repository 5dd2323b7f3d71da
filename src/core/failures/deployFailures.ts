import { t } from '@vscode/l10n';
import { Failure, isFailure } from './failure.ts';

/** What stops a deploy: one factory per failure. */
export const deployFailures = {
  imageFunction: (functionName: string) =>
    new Failure(
      'deploy.imageFunction',
      t(
        '{0} is deployed as a container image, so no zip can be uploaded to it. Give the manifest another functionName.',
        functionName,
      ),
    ),
  environmentTooLarge: (functionName: string, bytes: number) =>
    new Failure(
      'deploy.environmentTooLarge',
      t(
        'The environment of {0} would be {1} bytes of JSON, and Lambda takes 4,096. Remove variables, or read long values from a file or a parameter store.',
        functionName,
        bytes,
      ),
    ),
  wrongAccount: (functionName: string, pinned: string, actual: string, manifest: string | undefined) =>
    new Failure(
      'deploy.wrongAccount',
      t(
        '{0} belongs to account {1}, but the connection is to account {2}. Nothing was read or changed.',
        functionName,
        pinned,
        actual,
      ),
      { location: manifest === undefined ? undefined : { file: manifest }, actions: [switchConnection()] },
    ),
  wrongRegion: (functionName: string, pinned: string, actual: string, manifest: string | undefined) =>
    new Failure(
      'deploy.wrongRegion',
      t(
        '{0} belongs to region {1}, but the connection is to {2}. Nothing was read or changed.',
        functionName,
        pinned,
        actual,
      ),
      { location: manifest === undefined ? undefined : { file: manifest }, actions: [switchConnection()] },
    ),
  roleOfAnotherAccount: (
    functionName: string,
    roleArn: string,
    accountId: string,
    manifest: string | undefined,
  ) =>
    new Failure(
      'deploy.roleOfAnotherAccount',
      t(
        '{0} cannot have the role {1}: it belongs to another account than {2}, and Lambda takes none of those. Give a roleArn of this account, or a role to create.',
        functionName,
        roleArn,
        accountId,
      ),
      { location: manifest === undefined ? undefined : { file: manifest } },
    ),
  changedMeanwhile: (what: string) =>
    new Failure(
      'deploy.changedMeanwhile',
      t(
        '{0} was changed by someone else after the plan was made. Nothing of theirs was overwritten. Deploy again to see a new plan.',
        what,
      ),
    ),
  roleNotAssumable: (roleName: string, seconds: number) =>
    new Failure(
      'deploy.roleNotAssumable',
      t(
        'Lambda still cannot assume the role {0} after {1} s. Check that its trust policy lets lambda.amazonaws.com assume it, then deploy again.',
        roleName,
        seconds,
      ),
    ),
  waitTooLong: (functionName: string, seconds: number) =>
    new Failure(
      'deploy.waitTooLong',
      t(
        '{0} was still being updated by Lambda after {1} s. Deploying again continues from here.',
        functionName,
        seconds,
      ),
    ),
  functionFailed: (functionName: string, reason: string) =>
    new Failure(
      'deploy.functionFailed',
      t('Lambda could not bring {0} into service: {1}', functionName, reason),
    ),
  functionGone: (functionName: string) =>
    new Failure(
      'deploy.functionGone',
      t('{0} was deleted while it was being deployed. Deploy again to create it.', functionName),
    ),
  runtimeRetired: (
    functionName: string,
    runtime: string,
    state: 'retired' | 'updateOnly',
    successor: string | undefined,
  ) =>
    new Failure(
      'deploy.runtimeRetired',
      [
        state === 'retired'
          ? t('Lambda no longer accepts the runtime {1} of {0}.', functionName, runtime)
          : t('Lambda no longer creates functions with the runtime {1} of {0}.', functionName, runtime),
        successor === undefined
          ? t('Change "runtime" in the manifest.')
          : t('Change "runtime" in the manifest, for example to {0}.', successor),
      ].join(' '),
    ),
  stepFailed: (step: string, done: readonly string[], cause: Failure) =>
    new Failure(
      'deploy.stepFailed',
      [
        t('Could not {0}: {1}', step, cause.message),
        done.length === 0
          ? t('Nothing was changed by this deploy.')
          : t('Done before: {0}. Deploying again continues from here.', done.join(', ')),
      ].join(' '),
      { cause, actions: [...cause.actions, deployAgain()], location: cause.location },
    ),
};

/**
 * An error of planning or deploying the function of `file`, with what a person does next where a permission is missing:
 * ask for it, with a policy in hand.
 */
export function withPolicyToAskFor(error: unknown, file: string): unknown {
  if (!isFailure(error)) return error;
  if (!isFailure(error, 'aws.accessDenied') && !isFailure(error.cause, 'aws.accessDenied')) return error;
  const { code, message, location, cause, actions } = error;
  const copy = {
    kind: 'runCommand',
    title: t('Copy IAM Policy'),
    command: 'lambdaWorkbench.copyPlanPolicy',
    args: [file],
  } as const;
  return new Failure(code, message, { location, cause, actions: [copy, ...actions] });
}

const switchConnection = () =>
  ({
    kind: 'runCommand',
    title: t('Switch Connection…'),
    command: 'lambdaWorkbench.switchConnection',
  }) as const;

const deployAgain = () =>
  ({ kind: 'runCommand', title: t('Deploy Again'), command: 'lambdaWorkbench.deployAgain' }) as const;
