import * as vscode from 'vscode';
import { formatBytes, formatFileCount } from '../../core/quantities.ts';
import { codeAddress } from '../../core/versions/codeAddress.ts';
import type { CodeFile } from '../../core/versions/codeFile.ts';
import { handlerFile } from '../../core/versions/handlerFile.ts';
import { back } from '../../editor/multiStep.ts';
import { withLateProgress } from '../../editor/progress.ts';
import { codeUri } from '../../editor/providers/codeFiles.ts';
import { readCode, readVersion } from '../../workflows/versions/readCode.ts';
import { accountFunction } from '../account/accountTarget.ts';
import type { CommandServices } from '../commandServices.ts';
import { pickVersion, versionArgument } from './versionTarget.ts';

type Services = Pick<CommandServices, 'accountView' | 'dialogs' | 'clock' | 'connection' | 'codeStore'>;

/** `Lambda: Open Code…`: a file of what is deployed, to be read. */
export async function openCode(args: readonly unknown[], services: Services): Promise<void> {
  const { t } = vscode.l10n;
  const functionName = await accountFunction(args, t('Open Code'), services);
  if (functionName === undefined) return;
  const version = versionArgument(args) ?? (await askVersion(functionName, services));
  if (version === undefined) return;
  const title = t('Reading the code of {0} {1}', functionName, version);
  const stop = new AbortController();
  const { live, code } = await withLateProgress(title, stop, async (report) => {
    const { signal } = stop;
    const connection = await services.connection.open({ signal, onProgress: report });
    const dependencies = { connection, store: await services.codeStore() };
    const live = await readVersion(functionName, version, dependencies, { signal });
    const onProgress = (received: number, total: number) =>
      report(t('{0} of {1}', formatBytes(received), formatBytes(total)));
    return { live, code: await readCode(live, dependencies, { signal, onProgress }) };
  });
  const { files } = code.archive;
  const handler = handlerFile(live.handler, files);
  const path =
    files.length === 1
      ? files[0]?.path
      : await askFile(t('Code of {0} {1}', functionName, live.version), files, handler, services);
  if (path === undefined) return;
  const uri = codeUri(codeAddress(code.identity, path));
  await vscode.commands.executeCommand('vscode.open', uri, { preview: true });
}

async function askVersion(functionName: string, services: Services): Promise<string | undefined> {
  const question = {
    functionName,
    title: vscode.l10n.t('Open Code of {0}', functionName),
    placeholder: vscode.l10n.t('Version'),
    latest: true,
  };
  const answer = await pickVersion(question, services);
  return answer === back ? undefined : answer;
}

/** The file of the handler is on top: it is what a person looks for first. */
async function askFile(
  title: string,
  files: readonly CodeFile[],
  handler: CodeFile | undefined,
  { dialogs }: Services,
): Promise<string | undefined> {
  const ordered = handler === undefined ? files : [handler, ...files.filter((file) => file !== handler)];
  const size = files.reduce((sum, file) => sum + file.size, 0);
  const answer = await dialogs.pick({
    title: `${title} · ${formatFileCount(files.length)} · ${formatBytes(size)}`,
    placeholder: vscode.l10n.t('File to read'),
    items: ordered.map((file) => ({
      label: file.path,
      description:
        file === handler ? `${formatBytes(file.size)} · ${vscode.l10n.t('handler')}` : formatBytes(file.size),
      value: file.path,
    })),
  });
  return answer === back ? undefined : answer;
}
