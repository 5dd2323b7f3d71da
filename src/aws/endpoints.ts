import { connectionFailures } from '../core/failures/connectionFailures.ts';
import type { Environment, ProfileKeys } from './sharedConfig.ts';

/** Services by the key of a `[services]` section; AWS_ENDPOINT_URL_<SERVICE> is the same in capitals. */
export type AwsService =
  'lambda' | 'iam' | 'sts' | 'api_gateway' | 'eventbridge' | 'cloudwatch' | 'cloudwatch_logs' | 'ses' | 's3';

/**
 * The endpoint that the environment or the profile sets for a service; undefined = AWS's own. The SDK honours these only
 * for the profile that AWS_PROFILE names, never for a picked one, so the rule is applied here, in the SDK's order
 * (@smithy/core getEndpointUrlConfig; "Service-specific endpoints" of the SDK reference guide): AWS_ENDPOINT_URL_<SERVICE>,
 * AWS_ENDPOINT_URL, the profile's services section, the profile's endpoint_url; nothing when configured endpoints are
 * to be ignored. Throws `connection.badEndpoint`.
 */
export function configuredEndpoint(
  service: AwsService,
  profile: ProfileKeys,
  services: ProfileKeys,
  environment: Environment,
): string | undefined {
  const ignore =
    environment['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS'] ?? profile['ignore_configured_endpoint_urls'];
  if (ignore?.toLowerCase() === 'true') return undefined;
  const found = [
    environment[`AWS_ENDPOINT_URL_${service.toUpperCase()}`],
    environment['AWS_ENDPOINT_URL'],
    services[`${service}.endpoint_url`],
    profile['endpoint_url'],
  ].find((url) => url !== undefined && url !== '');
  return found === undefined ? undefined : validEndpoint(found);
}

/** Without a trailing slash. Throws `connection.badEndpoint`. */
export function validEndpoint(endpoint: string): string {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.hostname === '') {
    throw connectionFailures.badEndpoint(endpoint.replace(/\/\/[^/@]*@/, '//').replace(/[?#].*$/s, ''));
  }
  return endpoint.replace(/\/+$/, '');
}
