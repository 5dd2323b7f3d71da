import { t } from '@vscode/l10n';

/** What is known of the connection without asking anybody. */
export interface ConnectionStatus {
  readonly kind: 'aws' | 'sandbox';
  /** Empty: the credentials of the environment, or the default profile. */
  readonly profile: string;
  readonly region: string | undefined;
  readonly endpoint: string | undefined;
  /** Known after the first call that told it. */
  readonly account: string | undefined;
  /** True when the session ended and a person has to sign in. */
  readonly expired: boolean;
  readonly running: boolean;
}

export interface StatusText {
  readonly text: string;
  /** Lines of the tooltip: what, value. */
  readonly facts: readonly (readonly [string, string])[];
  readonly warning: boolean;
}

/** The connection as the status bar says it: `$(zap) sandbox`, `dev · eu-west-1`, `dev · sign in again`. */
export function connectionText(status: ConnectionStatus): StatusText {
  const { kind, profile, region, endpoint, account, expired, running } = status;
  const known = (name: string, value: string | undefined): (readonly [string, string])[] =>
    value === undefined || value === '' ? [] : [[name, value]];
  if (kind === 'sandbox') {
    return {
      text: `$(zap) ${t('sandbox')}`,
      facts: [
        [t('Connection'), t('local sandbox')],
        ...known(t('Endpoint'), running ? endpoint : t('starts when it is needed')),
      ],
      warning: false,
    };
  }
  const name = profile === '' ? t('default credentials') : profile;
  const host = endpoint === undefined ? undefined : hostOf(endpoint);
  const parts = expired ? [name, t('sign in again')] : [name, region, host];
  return {
    text: parts.filter((part) => part !== undefined && part !== '').join(' · '),
    facts: [
      [t('Profile'), profile === '' ? t('none chosen: environment, container or default profile') : profile],
      ...known(t('Region'), region),
      ...known(t('Account'), account),
      ...known(t('Endpoint'), endpoint),
    ],
    warning: expired,
  };
}

/** Host and port of a URL, without credentials that it may carry. */
function hostOf(endpoint: string): string {
  return /^[a-z]+:\/\/(?:[^/@]*@)?([^/?#]+)/i.exec(endpoint)?.[1] ?? endpoint;
}
