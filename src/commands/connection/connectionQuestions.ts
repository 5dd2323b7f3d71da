import * as vscode from 'vscode';
import { regions } from '../../core/connection/regions.ts';
import { fieldProblem } from '../../core/manifest/fieldProblem.ts';
import { back } from '../../editor/multiStep.ts';
import type { Dialogs, PickItem } from '../../editor/dialogs.ts';
import type { FlowStep } from '../../editor/multiStep.ts';
import type { ProfileSummary } from '../../workflows/ports.ts';

export interface ConnectionAnswers {
  readonly kind: 'profile' | 'endpoint';
  readonly profile: string;
  readonly region: string;
  readonly endpoint: string;
}

export type ConnectionPick =
  | { readonly kind: 'profile'; readonly profile: string; readonly profileRegion: string | undefined }
  | { readonly kind: 'endpoint' }
  | { readonly kind: 'sandbox' };

/** The places one can connect to: profiles by name, the environment, the sandbox, an endpoint. */
export function connectionItems(
  profiles: readonly ProfileSummary[],
  current: ConnectionPick,
): PickItem<ConnectionPick>[] {
  const item = (
    icon: string,
    label: string,
    description: string,
    value: ConnectionPick,
  ): PickItem<ConnectionPick> => {
    const chosen =
      value.kind === current.kind && (value.kind !== 'profile' || value.profile === profileOf(current));
    return {
      label: `$(${icon}) ${label}`,
      description: chosen ? `${description} · ${vscode.l10n.t('current')}` : description,
      value,
    };
  };
  return [
    item('zap', vscode.l10n.t('Local sandbox'), vscode.l10n.t('MiniStack on this machine, no AWS account'), {
      kind: 'sandbox',
    }),
    { label: vscode.l10n.t('Profiles'), kind: vscode.QuickPickItemKind.Separator },
    ...profiles.map(({ name, region, kind }) =>
      item('account', name, [region, kindText(kind)].filter((part) => part !== undefined).join(' · '), {
        kind: 'profile',
        profile: name,
        profileRegion: region,
      }),
    ),
    { label: vscode.l10n.t('Others'), kind: vscode.QuickPickItemKind.Separator },
    item(
      'terminal',
      vscode.l10n.t('Default credentials'),
      vscode.l10n.t('environment, container or default profile'),
      {
        kind: 'profile',
        profile: '',
        profileRegion: undefined,
      },
    ),
    item(
      'server-environment',
      vscode.l10n.t('Another endpoint…'),
      vscode.l10n.t('an emulator or a proxy by its URL'),
      {
        kind: 'endpoint',
      },
    ),
  ];
}

const profileOf = (pick: ConnectionPick) => (pick.kind === 'profile' ? pick.profile : undefined);

function kindText(kind: ProfileSummary['kind']): string | undefined {
  switch (kind) {
    case 'keys':
      return vscode.l10n.t('access keys');
    case 'sso':
      return vscode.l10n.t('IAM Identity Center');
    case 'login':
      return 'aws login';
    case 'assumeRole':
      return vscode.l10n.t('assumed role');
    case 'process':
      return vscode.l10n.t('credential process');
    case 'webIdentity':
      return vscode.l10n.t('web identity');
    case 'other':
      return undefined;
  }
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

/** A region of the list, the profile's own, or one that is typed. */
export function askRegion(
  title: string,
  profileRegion: string | undefined,
  dialogs: Dialogs,
): FlowStep<ConnectionAnswers> {
  return async (state, position) => {
    const own =
      profileRegion === undefined
        ? {
            label: vscode.l10n.t('As configured'),
            description: vscode.l10n.t('region of the profile or the environment'),
          }
        : { label: profileRegion, description: vscode.l10n.t('region of the profile') };
    const listed = regions.map(([id, place]) => ({
      label: id,
      description: id === state.region ? `${place} · ${vscode.l10n.t('current')}` : place,
      value: id,
    }));
    const items: PickItem<string | typeof other>[] = [
      { ...own, value: '' },
      { label: vscode.l10n.t('Regions'), kind: vscode.QuickPickItemKind.Separator },
      ...listed,
      { label: vscode.l10n.t('Another region…'), value: other },
    ];
    const picked = await dialogs.pick({ title, placeholder: vscode.l10n.t('Region'), items }, position);
    const region = picked === other ? await typeRegion(title, state.region, dialogs) : picked;
    return region === undefined || region === back ? region : { ...state, region };
  };
}

async function typeRegion(title: string, value: string, dialogs: Dialogs) {
  return dialogs.input({
    title,
    prompt: vscode.l10n.t('Region'),
    value,
    validate: (text) => {
      const expected = fieldProblem('region', text);
      return expected === undefined ? undefined : vscode.l10n.t('This must be {0}.', expected);
    },
  });
}
