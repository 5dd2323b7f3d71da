import { loadSharedConfigFiles } from '@smithy/shared-ini-file-loader';
import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Environment variables, given so that tests do not depend on those of the machine. */
export type Environment = Readonly<Record<string, string | undefined>>;

export type ProfileKeys = Readonly<Record<string, string | undefined>>;

export interface SharedConfig {
  /** Of the config and the credentials file; keys of the latter win, as in the SDK. */
  readonly profiles: ReadonlyMap<string, ProfileKeys>;
  /** `[services NAME]` sections: keys such as `lambda.endpoint_url`. */
  readonly services: ReadonlyMap<string, ProfileKeys>;
  readonly configFile: string;
  readonly credentialsFile: string;
}

/** How the SDK's loader marks sections that are no profile. */
const otherSection = /^(services|sso-session)\.(.+)$/s;

/**
 * Reads ~/.aws/config and credentials, or the files that AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE name, anew at
 * every call. Files that are missing or broken count as empty, as in the SDK.
 */
export async function readSharedConfig(environment: Environment): Promise<SharedConfig> {
  const files = sharedConfigFiles(environment);
  const { configFile, credentialsFile } = await loadSharedConfigFiles({
    configFilepath: files.configFile,
    filepath: files.credentialsFile,
    ignoreCache: true,
  });
  const profiles = new Map<string, ProfileKeys>();
  const services = new Map<string, ProfileKeys>();
  for (const [section, keys] of Object.entries(configFile)) {
    const [, kind, name] = otherSection.exec(section) ?? [];
    if (kind === undefined || name === undefined) profiles.set(section, keys);
    else if (kind === 'services') services.set(name, keys);
  }
  for (const [profile, keys] of Object.entries(credentialsFile)) {
    profiles.set(profile, { ...profiles.get(profile), ...keys });
  }
  return { profiles, services, ...files };
}

/** Another text when anything in the files is another. A digest, as the files hold secrets. */
export function configRevision({ profiles, services }: SharedConfig): string {
  const content = JSON.stringify([[...profiles], [...services]]);
  return createHash('sha256').update(content).digest('base64');
}

function sharedConfigFiles(environment: Environment): { configFile: string; credentialsFile: string } {
  const set = (name: string) => (environment[name] === '' ? undefined : environment[name]);
  const home = set('HOME') ?? set('USERPROFILE') ?? homedir();
  const file = (name: string, base: string) =>
    (set(name) ?? join(home, '.aws', base)).replace(/^~(?=[/\\])/, home);
  return {
    configFile: file('AWS_CONFIG_FILE', 'config'),
    credentialsFile: file('AWS_SHARED_CREDENTIALS_FILE', 'credentials'),
  };
}
