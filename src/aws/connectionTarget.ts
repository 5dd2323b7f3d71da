import { connectionFailures } from '../core/failures/connectionFailures.ts';
import type { ConnectionChoice } from '../workflows/ports.ts';
import { configuredEndpoint, validEndpoint } from './endpoints.ts';
import type { AwsService } from './endpoints.ts';
import type { Environment, ProfileKeys, SharedConfig } from './sharedConfig.ts';

/** Where a connection goes, decided once when it is opened. */
export interface ConnectionTarget {
  /** The profile that credentials come from; undefined: those of the environment or of the machine. */
  readonly profile: string | undefined;
  readonly region: string;
  /** Base URL for a service; undefined = AWS's own. */
  readonly endpointOf: (service: AwsService) => string | undefined;
  readonly sandbox: boolean;
}

const sandboxRegion = 'us-east-1';

/**
 * Profile, region and endpoints of a choice. With a profile picked, AWS_REGION says nothing: the region is the profile's.
 * Throws `connection.unknownProfile`, `.noRegion`, `.unknownServices`, `.badEndpoint` or `.noSandboxEndpoint`.
 */
export function resolveTarget(
  choice: ConnectionChoice,
  config: SharedConfig,
  environment: Environment,
): ConnectionTarget {
  if (choice.sandbox === true) return sandboxTarget(choice);
  const profile = effectiveProfile(choice, config, environment);
  const keys = (profile === undefined ? config.profiles.get('default') : config.profiles.get(profile)) ?? {};
  if (profile !== undefined && !config.profiles.has(profile)) {
    throw connectionFailures.unknownProfile(profile, config.configFile);
  }
  const region = choice.region ?? resolveRegion(choice, keys, environment);
  if (region === undefined) throw connectionFailures.noRegion(profile, config.configFile);
  const services = servicesSection(profile ?? 'default', keys, config);
  const chosen = choice.endpoint === undefined ? undefined : validEndpoint(choice.endpoint);
  const endpointOf = (service: AwsService) =>
    chosen ?? configuredEndpoint(service, keys, services, environment);
  return { profile, region, endpointOf, sandbox: false };
}

function sandboxTarget({ region, endpoint }: ConnectionChoice): ConnectionTarget {
  if (endpoint === undefined) throw connectionFailures.noSandboxEndpoint();
  const url = validEndpoint(endpoint);
  return { profile: undefined, region: region ?? sandboxRegion, endpointOf: () => url, sandbox: true };
}

/** As the SDK's chain: AWS_PROFILE, then keys in the environment, then the default profile, then the machine's role. */
function effectiveProfile(
  choice: ConnectionChoice,
  config: SharedConfig,
  environment: Environment,
): string | undefined {
  const named = choice.profile ?? nonEmpty(environment['AWS_PROFILE']);
  if (named !== undefined) return named;
  const keysInEnvironment =
    nonEmpty(environment['AWS_ACCESS_KEY_ID']) !== undefined &&
    nonEmpty(environment['AWS_SECRET_ACCESS_KEY']) !== undefined;
  return !keysInEnvironment && config.profiles.has('default') ? 'default' : undefined;
}

function resolveRegion(
  choice: ConnectionChoice,
  keys: ProfileKeys,
  environment: Environment,
): string | undefined {
  if (choice.profile !== undefined) return nonEmpty(keys['region']);
  return (
    nonEmpty(environment['AWS_REGION']) ??
    nonEmpty(environment['AWS_DEFAULT_REGION']) ??
    nonEmpty(keys['region'])
  );
}

function servicesSection(profile: string, keys: ProfileKeys, config: SharedConfig): ProfileKeys {
  const name = keys['services'];
  if (name === undefined) return {};
  const section = config.services.get(name);
  if (section === undefined) throw connectionFailures.unknownServices(profile, name, config.configFile);
  return section;
}

const nonEmpty = (text: string | undefined) => (text === '' ? undefined : text);
