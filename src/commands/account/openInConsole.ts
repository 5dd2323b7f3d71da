import * as vscode from 'vscode';
import { consoleUrl } from '../../core/consoleUrl.ts';
import { accountFailures } from '../../core/failures/accountFailures.ts';
import { withProgress } from '../../editor/progress.ts';
import type { CommandServices } from '../commandServices.ts';
import { accountArgument, accountFunction } from './accountTarget.ts';

type Services = Pick<CommandServices, 'accountView' | 'dialogs' | 'clock' | 'connection'>;

/** `Lambda: Copy ARN`: of a function, or qualified of a version or an alias. */
export async function copyArn(args: readonly unknown[], services: Services): Promise<void> {
  const arn = await arnOf(args, vscode.l10n.t('Copy ARN'), services);
  if (arn === undefined) return;
  await vscode.env.clipboard.writeText(arn);
  vscode.window.setStatusBarMessage(vscode.l10n.t('Copied {0}', arn), 5000);
}

/** `Lambda: Open in Console`. An endpoint that is not AWS has none. */
export async function openInConsole(args: readonly unknown[], services: Services): Promise<void> {
  const title = vscode.l10n.t('Open in Console');
  const arn = await arnOf(args, title, services);
  if (arn === undefined) return;
  const { endpoint } = await withProgress(title, (signal) => services.connection.open({ signal }));
  const url = endpoint === undefined ? consoleUrl(arn) : undefined;
  if (url === undefined) throw accountFailures.noConsole();
  await vscode.env.openExternal(vscode.Uri.parse(url, true));
}

async function arnOf(
  args: readonly unknown[],
  title: string,
  services: Services,
): Promise<string | undefined> {
  const node = accountArgument(args);
  const functionName = await accountFunction(args, title, services);
  if (functionName === undefined) return undefined;
  const arn = (await services.accountView()).catalog.function(functionName)?.arn;
  if (arn === undefined) return undefined;
  if (node?.kind === 'alias') return `${arn}:${node.alias}`;
  return node?.kind === 'version' ? `${arn}:${node.version}` : arn;
}
