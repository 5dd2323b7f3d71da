import { t } from '@vscode/l10n';
import { Failure } from './failure.ts';

/** What keeps a function from being debugged in a container: one factory per failure. */
export const debugFailures = {
  runtime: (functionName: string, runtime: string) =>
    new Failure(
      'debug.runtime',
      t(
        '{0} runs on {1}, which cannot be debugged locally; Node.js, Python and Java can. Invoke it instead, and read its log.',
        functionName,
        runtime,
      ),
    ),
  contract: (functionName: string, image: string) =>
    new Failure(
      'debug.contract',
      t(
        'The image {1} has no way in for a debugger. To debug {0}, name one of AWS’s own images in local.image.',
        functionName,
        image,
      ),
    ),
  extensionMissing: (functionName: string, { id, title }: { readonly id: string; readonly title: string }) =>
    new Failure(
      'debug.extensionMissing',
      t('Debugging {0} needs the extension {1}. Install it, and debug again.', functionName, title),
      {
        actions: [
          {
            kind: 'runCommand',
            title: t('Install {0}', title),
            command: 'workbench.extensions.installExtension',
            args: [id],
          },
        ],
      },
    ),
  notAttached: (functionName: string) =>
    new Failure(
      'debug.notAttached',
      t(
        'The debugger did not attach to {0}, so its container was removed. Check the attributes of the launch configuration, and debug again.',
        functionName,
      ),
    ),
  detached: (functionName: string) =>
    new Failure(
      'debug.detached',
      t(
        'The debugger let go of {0} before the function had answered, so its container was removed. Debug again.',
        functionName,
      ),
    ),
};
