import * as vscode from 'vscode';
import type { PickItem } from '../../editor/dialogs.ts';
import type { ProfileSummary } from '../../workflows/ports.ts';

export type ConnectionPick =
  | { readonly kind: 'profile'; readonly profile: string; readonly profileRegion: string | undefined }
  | { readonly kind: 'endpoint' }
  | { readonly kind: 'sandbox' };

/** Whether two picks mean the same place; a profile by its name. */
export function samePick(one: ConnectionPick, another: ConnectionPick): boolean {
  if (one.kind !== 'profile' || another.kind !== 'profile') return one.kind === another.kind;
  return one.profile === another.profile;
}

/**
 * The places one can connect to: the sandbox, profiles by name, the environment, an endpoint. `current` is marked, `proposed`
 * is what Enter takes.
 */
export function connectionItems(
  profiles: readonly ProfileSummary[],
  current: ConnectionPick,
  proposed: ConnectionPick,
): PickItem<ConnectionPick>[] {
  const { t } = vscode.l10n;
  const item = (
    icon: string,
    label: string,
    facts: readonly (string | undefined)[],
    value: ConnectionPick,
  ): PickItem<ConnectionPick> => {
    const shown = samePick(value, current) ? [...facts, t('current')] : facts;
    return {
      label: `$(${icon}) ${label}`,
      description: shown.filter((fact) => fact !== undefined).join(' · '),
      value,
      picked: samePick(value, proposed),
    };
  };
  return [
    item('zap', t('Local sandbox'), [t('MiniStack on this machine, no AWS account')], { kind: 'sandbox' }),
    { label: t('Profiles'), kind: vscode.QuickPickItemKind.Separator },
    ...profiles.map(({ name, region, kind }) =>
      item('account', name, [region, kindText(kind)], {
        kind: 'profile',
        profile: name,
        profileRegion: region,
      }),
    ),
    { label: t('Others'), kind: vscode.QuickPickItemKind.Separator },
    item('terminal', t('Default credentials'), [t('environment, container or default profile')], {
      kind: 'profile',
      profile: '',
      profileRegion: undefined,
    }),
    item('server-environment', t('Another endpoint…'), [t('an emulator or a proxy by its URL')], {
      kind: 'endpoint',
    }),
  ];
}

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
