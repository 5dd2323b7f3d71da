import { t } from '@vscode/l10n';
import type { Problem } from '../problem.ts';
import { formatBytes } from '../quantities.ts';
import { Failure } from './failure.ts';

/** What stops an invocation before anything is started: one factory per failure. */
export const invocationFailures = {
  eventInvalid: (name: string, file: string | undefined, { message, line, column }: Problem) =>
    new Failure(
      'invocation.eventInvalid',
      t('{0} is no JSON, line {1}: {2} Nothing was started.', name, line, message),
      file === undefined ? {} : { location: { file, line, column } },
    ),
  eventGone: (name: string) =>
    new Failure(
      'invocation.eventGone',
      t('The event {0} is gone, so it cannot be sent again. Choose another one.', name),
      {
        actions: [
          { kind: 'runCommand', title: t('Choose Event…'), command: 'lambdaWorkbench.invokeLocally' },
        ],
      },
    ),
  functionGone: (file: string) =>
    new Failure(
      'invocation.functionGone',
      t('{0} is gone, so its function cannot be run. Choose another one.', file),
    ),
  noFunctionFor: (name: string) =>
    new Failure(
      'invocation.noFunctionFor',
      t(
        'No function of this workspace can take {0}: there is no lambda.json, and no handler is open. Open your handler and run the command again.',
        name,
      ),
    ),
  eventTooLarge: (bytes: number, limit: number, asynchronous: boolean) =>
    new Failure(
      'invocation.eventTooLarge',
      asynchronous
        ? t(
            'The event has {0}, and Lambda takes {1} asynchronously. Nothing was sent. Make it smaller, or wait for the result, which takes 6 MB.',
            formatBytes(bytes),
            formatBytes(limit),
          )
        : t(
            'The event has {0}, and Lambda takes {1}. Nothing was sent. Make it smaller, or send it by way of S3.',
            formatBytes(bytes),
            formatBytes(limit),
          ),
    ),
  notInAws: () =>
    new Failure(
      'invocation.notInAws',
      t('This invocation ran in a container of this machine: copy its docker run command instead.'),
    ),
  notLocal: () =>
    new Failure(
      'invocation.notLocal',
      t('This invocation ran in AWS: copy it as a command of the AWS CLI instead.'),
    ),
  notKept: () =>
    new Failure(
      'invocation.notKept',
      t('The result of this invocation is no longer kept. Invoke the function again.'),
    ),
  nothingToCompare: (functionName: string, event: string) =>
    new Failure(
      'invocation.nothingToCompare',
      t(
        '{0} has answered {1} only once in this session, so there is nothing to compare with.',
        functionName,
        event,
      ),
    ),
  noInvocation: () =>
    new Failure(
      'invocation.none',
      t('Nothing has been invoked in this session. Open an event and invoke its function first.'),
    ),
  noResponseBody: () =>
    new Failure(
      'invocation.noResponseBody',
      t('This result is no response with a body: it needs the keys statusCode and body.'),
    ),
};
