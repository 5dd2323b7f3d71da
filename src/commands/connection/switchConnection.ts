import * as vscode from 'vscode';
import { runFlow } from '../../editor/multiStep.ts';
import { readSetting, writeSettings } from '../../editor/settings.ts';
import type { CommandServices } from '../commandServices.ts';
import { startSandbox } from '../sandbox/startSandbox.ts';
import type { ConnectionPick } from './connectionItems.ts';
import { askEndpoint, askPlace, askRegion } from './connectionQuestions.ts';
import type { ConnectionAnswers } from './connectionQuestions.ts';

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
  const current = currentPick(connection.usesSandbox, settings);
  const profiles = async () => (await opener()).profiles();
  const answers = await runFlow<ConnectionAnswers>({ ...settings, picked: current }, ({ picked }) => [
    askPlace(title, current, settings, profiles, dialogs),
    ...(picked.kind === 'endpoint' ? [askEndpoint(title, dialogs)] : []),
    ...(picked.kind === 'sandbox' ? [] : [askRegion(title, dialogs)]),
  ]);
  if (answers === undefined) return;
  if (answers.picked.kind === 'sandbox') {
    await startSandbox(services);
    return;
  }
  const { profile, region, endpoint } = answers;
  await writeSettings({
    'connection.profile': profile,
    'connection.region': region,
    'connection.endpoint': endpoint,
  });
  await connection.useSandbox(false);
  log.info(
    `Connection: ${[profile || 'default credentials', region].filter((part) => part !== '').join(' · ')}`,
  );
}

function currentPick(
  sandbox: boolean,
  settings: { readonly profile: string; readonly endpoint: string },
): ConnectionPick {
  if (sandbox) return { kind: 'sandbox' };
  if (settings.endpoint !== '') return { kind: 'endpoint' };
  return { kind: 'profile', profile: settings.profile, profileRegion: undefined };
}
