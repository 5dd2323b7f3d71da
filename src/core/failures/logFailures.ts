import { t } from '@vscode/l10n';
import { Failure } from './failure.ts';

/** What stops a tail before it begins: one factory per failure. */
export const logFailures = {
  functionMissing: (functionName: string) =>
    new Failure(
      'logs.functionMissing',
      t('{0} is not deployed here, so there is no log of it. Deploy it first.', functionName),
    ),
  qualifierMissing: (functionName: string, qualifier: string) =>
    new Failure(
      'logs.qualifierMissing',
      t('{0} has no version or alias {1} here. Choose another one.', functionName, qualifier),
    ),
  nothingRan: (functionName: string) =>
    new Failure(
      'logs.nothingRan',
      t('{0} did not run, so its log has nothing of this invocation.', functionName),
    ),
  requestMissing: (requestId: string, functionName: string) =>
    new Failure(
      'logs.requestMissing',
      t(
        'The log of {1} has no line of request {0} yet. It is followed: look again in a while.',
        requestId,
        functionName,
      ),
    ),
};
