import type { SignIn } from '../core/failures/connectionFailures.ts';
import type { ProfileSummary } from '../workflows/ports.ts';
import type { ProfileKeys, SharedConfig } from './sharedConfig.ts';

/** How a profile gets its credentials, by its keys, in the order in which the SDK looks at them (fromIni). */
export function profileKind(keys: ProfileKeys): ProfileSummary['kind'] {
  const has = (name: string) => keys[name] !== undefined;
  if (has('role_arn') && has('source_profile') !== has('credential_source')) return 'assumeRole';
  if (has('aws_access_key_id') && has('aws_secret_access_key')) return 'keys';
  if (has('web_identity_token_file') && has('role_arn')) return 'webIdentity';
  if (has('credential_process')) return 'process';
  if (Object.keys(keys).some((name) => /^sso_(start_url|account_id|session|region|role_name)$/.test(name)))
    return 'sso';
  if (has('login_session')) return 'login';
  return 'other';
}

/** All profiles, by name, `default` first. */
export function summarizeProfiles({ profiles }: SharedConfig): ProfileSummary[] {
  const rank = (name: string) => (name === 'default' ? 0 : 1);
  return [...profiles]
    .map(([name, keys]) => ({ name, region: keys['region'], kind: profileKind(keys) }))
    .sort((a, b) => rank(a.name) - rank(b.name) || a.name.localeCompare(b.name, 'en'));
}

/** The profile at the end of the source_profile chain: the one whose credentials everything starts from. */
export function rootProfile({ profiles }: SharedConfig, name: string): { name: string; keys: ProfileKeys } {
  const visited = new Set<string>();
  let current = name;
  for (;;) {
    visited.add(current);
    const keys = profiles.get(current) ?? {};
    const source = profileKind(keys) === 'assumeRole' ? keys['source_profile'] : undefined;
    if (source === undefined || visited.has(source)) return { name: current, keys };
    current = source;
  }
}

/**
 * Which log-in renews the session of this profile; undefined where no log-in does. Decided by keys, because the SDK's
 * messages name neither the profile nor, reliably, the command.
 */
export function signInOf(config: SharedConfig, profile: string | undefined): SignIn | undefined {
  if (profile === undefined) return undefined;
  const root = rootProfile(config, profile);
  const kind = profileKind(root.keys);
  return kind === 'sso' || kind === 'login' ? { command: kind, profile: root.name } : undefined;
}
