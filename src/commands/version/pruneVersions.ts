import * as vscode from 'vscode';
import { isCancellation } from '../../core/failures/failure.ts';
import { versionFailures } from '../../core/failures/versionFailures.ts';
import type { AccountUsage } from '../../core/functions/functionSummary.ts';
import type { VersionSummary } from '../../core/functions/versionSummary.ts';
import { formatBytes } from '../../core/quantities.ts';
import { freedBytes } from '../../core/versions/pruning.ts';
import { withLateProgress, withProgress } from '../../editor/progress.ts';
import type { AwsConnection } from '../../workflows/ports.ts';
import { pruneVersions as prune, readPrunable } from '../../workflows/versions/pruneVersions.ts';
import type { Prunable } from '../../workflows/versions/pruneVersions.ts';
import { accountFunction } from '../account/accountTarget.ts';
import type { CommandServices } from '../commandServices.ts';
import { confirmDeletion, placeOf } from './confirmDeletion.ts';
import { keepVersions } from './keepVersions.ts';
import { versionRow } from './versionTarget.ts';

type Services = Pick<
  CommandServices,
  'accountView' | 'dialogs' | 'clock' | 'connection' | 'functionChanged' | 'log' | 'manifests' | 'files'
>;

/** `Lambda: Prune Versions…`: deletes those that the person chooses among the versions that no alias uses. */
export async function pruneVersions(args: readonly unknown[], services: Services): Promise<void> {
  const { t } = vscode.l10n;
  const functionName = await accountFunction(args, t('Prune Versions'), services);
  if (functionName === undefined) return;
  const keep = await keepVersions(functionName, services);
  const title = t('Looking for versions of {0} that no alias uses', functionName);
  const stop = new AbortController();
  const { opened, prunable, place } = await withLateProgress(title, stop, async (report) => {
    const { signal } = stop;
    const opened = await services.connection.open({ signal, onProgress: report });
    const [prunable, place] = await Promise.all([
      readPrunable(functionName, keep, { connection: opened }, { signal }),
      placeOf(opened, { signal }),
    ]);
    return { opened, prunable, place };
  });
  if (prunable.candidates.length === 0) {
    throw versionFailures.nothingToPrune(functionName, prunable.published);
  }
  const chosen = await choose(functionName, prunable, services);
  if (chosen === undefined || chosen.length === 0) return;
  const names = chosen.map(({ version }) => version);
  const agreed = await confirmDeletion(
    chosen.length === 1
      ? t('Delete version {0} of {1}?', names.join(), functionName)
      : t('Delete {0} versions of {1}?', chosen.length, functionName),
    [
      `${t('Function')}: ${functionName}`,
      `${t('Versions')}: ${names.join(', ')}`,
      `${t('Code storage')}: ${formatBytes(freedBytes(chosen))}`,
    ],
    place,
    chosen.length === 1
      ? t('Delete Version {0} of {1}', names.join(), functionName)
      : t('Delete {0} Versions of {1}', chosen.length, functionName),
    services,
  );
  if (agreed) await carryOut(functionName, names, opened, services);
}

function choose(
  functionName: string,
  { candidates, usage }: Prunable,
  { dialogs, clock }: Pick<Services, 'dialogs' | 'clock'>,
): Promise<readonly VersionSummary[] | undefined> {
  const { t } = vscode.l10n;
  return dialogs.pickMany({
    title: t('Prune Versions of {0}', functionName),
    placeholder: t('Versions to delete; no alias uses them'),
    items: candidates.map(({ summary, old }) => ({
      ...versionRow(summary, [], clock.now()),
      value: summary,
      picked: old,
    })),
    meaning: (chosen) => {
      const frees = t('frees {0}', formatBytes(freedBytes(chosen)));
      return usage === undefined ? frees : `${frees} · ${usageText(usage)}`;
    },
  });
}

function usageText({ codeSize, codeSizeLimit }: AccountUsage): string {
  return vscode.l10n.t('the account stores {0} of {1}', formatBytes(codeSize), formatBytes(codeSizeLimit));
}

async function carryOut(
  functionName: string,
  versions: readonly string[],
  connection: AwsConnection,
  { clock, dialogs, functionChanged, log }: Services,
): Promise<void> {
  const { t } = vscode.l10n;
  const deleted: string[] = [];
  const title = t('Deleting versions of {0}', functionName);
  try {
    await withProgress(title, (signal, report) =>
      prune(
        functionName,
        versions,
        { connection, clock },
        {
          signal,
          onDeleted: (version, done, of) => {
            deleted.push(version);
            report(t('{0} of {1}', done, of));
          },
        },
      ),
    );
  } catch (error) {
    if (!isCancellation(error) || deleted.length === 0) throw error;
    const sentence = t(
      'Deleting versions of {0} was cancelled. Deleted before: {1}.',
      functionName,
      deleted.join(', '),
    );
    void dialogs.notify('info', sentence, []);
    return;
  } finally {
    if (deleted.length > 0) log.info(`Deleted versions of ${functionName}: ${deleted.join(', ')}`);
    functionChanged(functionName);
  }
  const sentence =
    deleted.length === 1
      ? t('Version {0} of {1} deleted', deleted.join(), functionName)
      : t('{0} versions of {1} deleted', deleted.length, functionName);
  void dialogs.notify('info', sentence, []);
}
