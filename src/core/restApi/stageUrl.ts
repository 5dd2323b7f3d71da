/**
 * Where a stage answers, without a slash at its end: at AWS's own host, or at the custom endpoint of an emulator. An
 * endpoint of AWS itself (FIPS, a VPC's) is for the calls that change APIs only.
 * @param endpoint of API Gateway; undefined = AWS's own
 */
export function stageUrl(apiId: string, stage: string, region: string, endpoint: string | undefined): string {
  if (endpoint !== undefined && !/(^|\.)amazonaws\.com(\.cn)?$/.test(new URL(endpoint).hostname))
    return `${endpoint}/restapis/${apiId}/${stage}/_user_request_`;
  const domain = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  return `https://${apiId}.execute-api.${region}.${domain}/${stage}`;
}
