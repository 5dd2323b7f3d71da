import * as vscode from 'vscode';
import { withProgress } from '../../editor/progress.ts';
import type { CommandServices } from '../commandServices.ts';

/** `Lambda: Start Local Sandbox`: starts it and connects this workspace to it; the profile that was set is kept. */
export async function startSandbox({
  connection,
  log,
}: Pick<CommandServices, 'connection' | 'log'>): Promise<void> {
  const before = connection.usesSandbox;
  await connection.useSandbox(true);
  try {
    const { endpoint } = await withProgress(vscode.l10n.t('Starting the local sandbox'), (signal, report) =>
      connection.open({ signal, onProgress: report }),
    );
    log.info(`Connected to the local sandbox at ${endpoint ?? ''}`);
  } catch (error) {
    await connection.useSandbox(before);
    throw error;
  }
}
