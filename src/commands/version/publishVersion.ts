import * as vscode from 'vscode';
import { back } from '../../editor/multiStep.ts';
import { withProgress } from '../../editor/progress.ts';
import { publishVersion as publish } from '../../workflows/versions/publishVersion.ts';
import { accountFunction } from '../account/accountTarget.ts';
import type { CommandServices } from '../commandServices.ts';

type Services = Pick<
  CommandServices,
  'accountView' | 'dialogs' | 'clock' | 'connection' | 'functionChanged' | 'log'
>;

/** Longest description that PublishVersion takes, in characters. */
const longest = 256;

/** `Lambda: Publish Version…`: makes a version of `$LATEST` as it is now, or says which one it is already. */
export async function publishVersion(args: readonly unknown[], services: Services): Promise<void> {
  const { dialogs, clock, connection, functionChanged, log } = services;
  const { t } = vscode.l10n;
  const functionName = await accountFunction(args, t('Publish Version'), services);
  if (functionName === undefined) return;
  const description = await dialogs.input({
    title: t('Publish Version of {0}', functionName),
    prompt: t('Description of the version. Empty: the one of the function.'),
    validate: (text) => (text.length > longest ? t('At most {0} characters.', longest) : undefined),
  });
  if (description === undefined || description === back) return;
  const publishing = withProgress(t('Publishing a version of {0}', functionName), async (signal, report) => {
    const opened = await connection.open({ signal, onProgress: report });
    const dependencies = { connection: opened, clock };
    const given = description === '' ? undefined : description;
    return publish(functionName, given, dependencies, { signal, onWaiting: report });
  });
  // Also after a failure: the version may be there.
  const { version, existed, arn } = await publishing.finally(() => functionChanged(functionName));
  const sentence = existed
    ? t('{0} is unchanged: still version {1}', functionName, version)
    : t('Version {0} of {1} published', version, functionName);
  log.info(sentence);
  const unused = existed && description !== '' ? ` ${t('Its description stays as it was.')}` : '';
  const copy = t('Copy ARN');
  void dialogs
    .notify('info', unused === '' ? sentence : `${sentence}.${unused}`, [copy])
    .then(async (chosen) => {
      if (chosen === copy) await vscode.env.clipboard.writeText(arn);
    });
}
