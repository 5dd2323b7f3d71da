import * as vscode from 'vscode';
import { formatBytes } from '../../core/quantities.ts';
import { back } from '../../editor/multiStep.ts';
import { withLateProgress, withProgress } from '../../editor/progress.ts';
import { deleteVersion as remove, requireUnused } from '../../workflows/versions/deleteVersion.ts';
import { readVersion } from '../../workflows/versions/readCode.ts';
import { accountArgument, accountFunction } from '../account/accountTarget.ts';
import type { CommandServices } from '../commandServices.ts';
import { confirmDeletion, placeOf } from './confirmDeletion.ts';
import { pickVersion } from './versionTarget.ts';

type Services = Pick<
  CommandServices,
  'accountView' | 'dialogs' | 'clock' | 'connection' | 'functionChanged' | 'log'
>;

/** `Lambda: Delete Version…`: one that nothing points to, after a question. */
export async function deleteVersion(args: readonly unknown[], services: Services): Promise<void> {
  const { clock, connection, functionChanged, log } = services;
  const { t } = vscode.l10n;
  const functionName = await accountFunction(args, t('Delete Version'), services);
  if (functionName === undefined) return;
  const version = await chosenVersion(args, functionName, services);
  if (version === undefined) return;
  const stop = new AbortController();
  const looking = t('Looking at what points to version {0} of {1}', version, functionName);
  const { opened, live, place } = await withLateProgress(looking, stop, async (report) => {
    const { signal } = stop;
    const opened = await connection.open({ signal, onProgress: report });
    const [live, place] = await Promise.all([
      readVersion(functionName, version, { connection: opened }, { signal }),
      placeOf(opened, { signal }),
      requireUnused(functionName, version, { connection: opened }, { signal }),
    ]);
    return { opened, live, place };
  });
  const agreed = await confirmDeletion(
    t('Delete version {0} of {1}?', version, functionName),
    [
      `${t('Function')}: ${functionName}`,
      `${t('Version')}: ${version}`,
      ...(live.description === '' ? [] : [`${t('Description')}: ${live.description}`]),
      `${t('Code storage')}: ${formatBytes(live.codeSize)}`,
      t('No alias points to it.'),
    ],
    place,
    t('Delete Version {0} of {1}', version, functionName),
    services,
  );
  if (!agreed) return;
  // With the connection that the question was about, whatever is chosen meanwhile.
  const title = t('Deleting version {0} of {1}', version, functionName);
  const deleting = withProgress(title, (signal) =>
    remove(functionName, version, { connection: opened, clock }, { signal }),
  );
  await deleting.finally(() => functionChanged(functionName));
  log.info(`Deleted version ${version} of ${functionName}`);
  vscode.window.setStatusBarMessage(t('Version {0} of {1} deleted', version, functionName), 5000);
}

async function chosenVersion(
  args: readonly unknown[],
  functionName: string,
  services: Services,
): Promise<string | undefined> {
  const node = accountArgument(args);
  if (node?.kind === 'version' && node.version !== '$LATEST') return node.version;
  const question = {
    functionName,
    title: vscode.l10n.t('Delete Version of {0}', functionName),
    placeholder: vscode.l10n.t('Version to delete'),
    latest: false,
  };
  const answer = await pickVersion(question, services);
  return answer === back ? undefined : answer;
}
