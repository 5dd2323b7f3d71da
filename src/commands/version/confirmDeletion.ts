import * as vscode from 'vscode';
import type { AwsConnection, CallOptions } from '../../workflows/ports.ts';
import type { CommandServices } from '../commandServices.ts';

/** Where something is deleted, as a question says it. */
export interface Place {
  readonly accountId: string;
  readonly region: string;
}

export async function placeOf(connection: AwsConnection, options: CallOptions): Promise<Place> {
  const { accountId } = await connection.identity.callerIdentity(options);
  return { accountId, region: connection.region };
}

/** Asks before versions are deleted; true = go ahead. `facts` are what a person must have read. */
export async function confirmDeletion(
  message: string,
  facts: readonly string[],
  { accountId, region }: Place,
  button: string,
  { dialogs }: Pick<CommandServices, 'dialogs'>,
): Promise<boolean> {
  const { t } = vscode.l10n;
  const detail = [
    ...facts,
    `${t('Account')}: ${accountId}`,
    `${t('Region')}: ${region}`,
    '',
    t('This cannot be undone.'),
  ].join('\n');
  return (await dialogs.confirm({ message, detail, buttons: [button], warning: true })) === button;
}
