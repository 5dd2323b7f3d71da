import * as vscode from 'vscode';
import { isFailure } from '../../core/failures/failure.ts';
import { readSetting } from '../../editor/settings.ts';
import type { ConnectOptions } from '../../workflows/currentConnection.ts';
import type { CommandServices } from '../commandServices.ts';

/**
 * The sandbox's base URL; started when it does not run, and installed when the person agrees. Rejects with an AbortError
 * when they do not.
 */
export async function ensureSandbox(
  { sandbox, dialogs, log }: Pick<CommandServices, 'sandbox' | 'dialogs' | 'log'>,
  { signal, onProgress }: ConnectOptions,
): Promise<string> {
  const local = await sandbox();
  if (local.endpoint !== undefined) return local.endpoint;
  const keepData = readSetting('sandbox.keepData');
  const options = { signal, keepData, onProgress };
  try {
    return await local.start(options);
  } catch (error) {
    if (!isFailure(error, 'sandbox.notInstalled')) throw error;
  }
  const install = vscode.l10n.t('Install MiniStack');
  const chosen = await dialogs.confirm({
    message: vscode.l10n.t('The local sandbox needs MiniStack, which is not installed.'),
    detail: vscode.l10n.t(
      "MiniStack is an AWS emulator (MIT licence). It and boto3 are installed from the Python package index into the extension's own storage; nothing else on this machine changes. It takes about half a minute.",
    ),
    buttons: [install],
    warning: false,
  });
  if (chosen !== install) throw new DOMException('Not installed', 'AbortError');
  await local.install({ signal, onProgress });
  log.info('MiniStack installed');
  return local.start(options);
}
