import * as vscode from 'vscode';
import { regions } from '../../core/connection/regions.ts';
import { back } from '../../editor/multiStep.ts';
import type { Dialogs, PickItem } from '../../editor/dialogs.ts';
import type { FlowStep, StepPosition } from '../../editor/multiStep.ts';
import type { ProfileSummary } from '../../workflows/ports.ts';
import { connectionItems, samePick } from './connectionItems.ts';
import type { ConnectionPick } from './connectionItems.ts';
import { fieldProblem } from '../../core/manifest/fieldProblem.ts';

interface ConnectionSettings {
  readonly profile: string;
  /** Empty: that of the profile. */
  readonly region: string;
  readonly endpoint: string;
}

export interface ConnectionAnswers extends ConnectionSettings {
  readonly picked: ConnectionPick;
}

/** Where to: a profile, the environment, the sandbox or an endpoint. Another place starts with the region of its own. */
export function askPlace(
  title: string,
  current: ConnectionPick,
  settings: ConnectionSettings,
  profiles: () => Promise<readonly ProfileSummary[]>,
  dialogs: Dialogs,
): FlowStep<ConnectionAnswers> {
  return async (state, position) => {
    const question = {
      title,
      placeholder: vscode.l10n.t('Where functions are deployed to'),
      items: profiles().then((found) => connectionItems(found, current, state.picked)),
    };
    const picked = await dialogs.pick(question, position);
    if (picked === undefined || picked === back) return picked;
    return {
      picked,
      profile: picked.kind === 'profile' ? picked.profile : settings.profile,
      region: samePick(picked, current) ? settings.region : '',
      endpoint: picked.kind === 'endpoint' ? state.endpoint : '',
    };
  };
}

export function askEndpoint(title: string, dialogs: Dialogs): FlowStep<ConnectionAnswers> {
  return async (state, position) => {
    const question = {
      title,
      prompt: vscode.l10n.t('Base URL of the AWS-compatible service'),
      placeholder: 'http://127.0.0.1:4566',
      value: state.endpoint,
      validate: (text: string) =>
        /^https?:\/\/[^\s/@]+(\/\S*)?$/.test(text)
          ? undefined
          : vscode.l10n.t('This must be a URL such as http://127.0.0.1:4566, without credentials.'),
    };
    const endpoint = await dialogs.input(question, position);
    return endpoint === undefined || endpoint === back ? endpoint : { ...state, endpoint };
  };
}

const other = Symbol('other');

/** The profile's own region, one of the list, or one that is typed. */
export function askRegion(title: string, dialogs: Dialogs): FlowStep<ConnectionAnswers> {
  return async (state, position) => {
    const items: PickItem<string | typeof other>[] = [
      ...ownRegion(state.picked),
      { label: vscode.l10n.t('Regions'), kind: vscode.QuickPickItemKind.Separator },
      ...regions.map(([id, place]) => ({
        label: id,
        description: place,
        value: id,
        picked: id === state.region,
      })),
      { label: vscode.l10n.t('Another region…'), value: other },
    ];
    for (;;) {
      const picked = await dialogs.pick({ title, placeholder: vscode.l10n.t('Region'), items }, position);
      if (picked === undefined || picked === back) return picked;
      const region = picked === other ? await typeRegion(title, state.region, position, dialogs) : picked;
      // Back from the typed one is back to the list.
      if (region === undefined) return undefined;
      if (region !== back) return { ...state, region };
    }
  };
}

/** "No region chosen", where that leads somewhere: a profile by name without a region would be refused at its first use. */
function ownRegion(picked: ConnectionPick): PickItem<string>[] {
  if (picked.kind === 'profile' && picked.profile !== '') {
    const { profileRegion } = picked;
    const description = vscode.l10n.t('region of the profile');
    return profileRegion === undefined ? [] : [{ label: profileRegion, description, value: '' }];
  }
  const description = vscode.l10n.t('region of the profile or the environment');
  return [{ label: vscode.l10n.t('As configured'), description, value: '' }];
}

async function typeRegion(title: string, value: string, position: StepPosition, dialogs: Dialogs) {
  const question = {
    title,
    prompt: vscode.l10n.t('Region'),
    value,
    validate: (text: string) => {
      const expected = fieldProblem('region', text);
      return expected === undefined ? undefined : vscode.l10n.t('This must be {0}.', expected);
    },
  };
  return dialogs.input(question, position);
}
