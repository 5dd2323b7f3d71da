import * as vscode from 'vscode';
import { back, runFlow } from '../../editor/multiStep.ts';
import { readSetting, writeSettings } from '../../editor/settings.ts';
import type { CommandServices } from '../commandServices.ts';
import { startSandbox } from '../sandbox/startSandbox.ts';
import { askEndpoint, askRegion, connectionItems } from './connectionQuestions.ts';
import type { ConnectionAnswers, ConnectionPick } from './connectionQuestions.ts';

type Services = Pick<CommandServices, 'connection' | 'opener' | 'dialogs' | 'log'>;

/** `Lambda: Switch Connection…`: a profile, the environment, the sandbox or another endpoint, then the region. */
export async function switchConnection(services: Services): Promise<void> {
  const { connection, dialogs, opener, log } = services;
  const title = vscode.l10n.t('Switch Connection');
  const settings = {
    profile: readSetting('connection.profile'),
    region: readSetting('connection.region'),
    endpoint: readSetting('connection.endpoint'),
  };
  const picked = await dialogs.pick({
    title,
    placeholder: vscode.l10n.t('Where functions are deployed to'),
    items: opener()
      .then((loaded) => loaded.profiles())
      .then((profiles) => connectionItems(profiles, currentPick(connection.usesSandbox, settings))),
  });
  if (picked === undefined || picked === back) return;
  if (picked.kind === 'sandbox') {
    await startSandbox(services);
    return;
  }
  const answers = await askDetails(title, picked, settings, dialogs);
  if (answers === undefined) return;
  const { profile, region, endpoint } = answers;
  await writeSettings({
    'connection.profile': profile,
    'connection.region': region,
    'connection.endpoint': endpoint,
  });
  connection.useSandbox(false);
  log.info(
    `Connection: ${[profile || 'default credentials', region].filter((part) => part !== '').join(' · ')}`,
  );
}

function currentPick(sandbox: boolean, settings: Omit<ConnectionAnswers, 'kind'>): ConnectionPick {
  if (sandbox) return { kind: 'sandbox' };
  if (settings.endpoint !== '') return { kind: 'endpoint' };
  return { kind: 'profile', profile: settings.profile, profileRegion: undefined };
}

function askDetails(
  title: string,
  picked: Exclude<ConnectionPick, { kind: 'sandbox' }>,
  settings: Omit<ConnectionAnswers, 'kind'>,
  dialogs: Services['dialogs'],
): Promise<ConnectionAnswers | undefined> {
  if (picked.kind === 'endpoint') {
    const initial = { ...settings, kind: picked.kind };
    return runFlow(initial, [askEndpoint(title, dialogs), askRegion(title, undefined, dialogs)]);
  }
  const initial = { kind: picked.kind, profile: picked.profile, region: settings.region, endpoint: '' };
  return runFlow<ConnectionAnswers>(initial, [askRegion(title, picked.profileRegion, dialogs)]);
}
