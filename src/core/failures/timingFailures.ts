import { t } from '@vscode/l10n';
import { Failure } from './failure.ts';

/** What stops a measurement: one factory per failure. */
export const timingFailures = {
  functionFails: (functionName: string, error: string) =>
    new Failure(
      'timings.functionFails',
      t(
        '{0} fails with this event: {1}. The times of failing calls say little, so measuring was stopped. Choose an event that it can answer.',
        functionName,
        error,
      ),
    ),
  nothingToDraw: () =>
    new Failure(
      'timings.nothingToDraw',
      t('No invocation of this session has figures yet. Invoke a function, here or in AWS, and draw again.'),
    ),
};
