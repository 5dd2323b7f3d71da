import { t } from '@vscode/l10n';
import { Failure } from './failure.ts';

/** Why the local sandbox (MiniStack, an AWS emulator) cannot do what was asked: one factory per failure. */
export const sandboxFailures = {
  notInstalled: () =>
    new Failure(
      'sandbox.notInstalled',
      t(
        'MiniStack is not installed. Install it, or name its executable in the setting for the local sandbox.',
      ),
    ),
  commandMissing: (command: string, cause?: unknown) =>
    new Failure(
      'sandbox.commandMissing',
      t(
        'The MiniStack executable {0} does not exist or cannot be run. Correct the setting for the local sandbox, or clear it.',
        command,
      ),
      { cause },
    ),
  pythonMissing: (cause?: unknown) =>
    new Failure(
      'sandbox.pythonMissing',
      t('MiniStack needs Python, and no python3 is on the PATH. Install Python 3.10 or newer and try again.'),
      { cause },
    ),
  venvMissing: () =>
    new Failure(
      'sandbox.venvMissing',
      t(
        'Python has no venv module, which MiniStack is installed with. Install it (on Debian and Ubuntu: the package python3-venv) and try again.',
      ),
    ),
  downloadFailed: () =>
    new Failure(
      'sandbox.downloadFailed',
      t(
        'MiniStack could not be downloaded from the Python package index. Check the network, the proxy and pip’s settings, and try again.',
      ),
    ),
  installFailed: (reason: string) =>
    new Failure(
      'sandbox.installFailed',
      t('Installing MiniStack failed ({0}). Nothing was kept; try again.', reason),
    ),
  startFailed: (reason: string) =>
    new Failure(
      'sandbox.startFailed',
      t(
        'The local sandbox ended while it was starting ({0}). Start it again, or install MiniStack anew.',
        reason,
      ),
    ),
  startTimedOut: (seconds: number) =>
    new Failure(
      'sandbox.startTimedOut',
      t('The local sandbox did not answer within {0} s and was stopped. Start it again.', seconds),
    ),
  dataInUse: () =>
    new Failure(
      'sandbox.dataInUse',
      t(
        'The sandbox of another window is using the kept data. Stop it there, or start this one without keeping data.',
      ),
    ),
  notRunning: () => new Failure('sandbox.notRunning', t('The local sandbox is not running. Start it first.')),
  mailboxUnreadable: (host: string, cause: unknown) =>
    new Failure(
      'sandbox.mailboxUnreadable',
      t('No mailbox could be read at {0}. Only MiniStack, which the local sandbox runs, has one.', host),
      { cause },
    ),
};
