/**
 * Where SES is known to receive mail (the table "Email Receiving endpoints" of the AWS General Reference lists them all, and
 * grows). A region that is missing here is warned about, and nothing more.
 */
const inboundRegions = new Set([
  ...['us-east-1', 'us-east-2', 'us-west-1', 'us-west-2', 'ca-central-1', 'sa-east-1'],
  ...['eu-central-1', 'eu-west-1', 'eu-west-2', 'eu-west-3', 'eu-north-1', 'eu-south-1'],
  ...['ap-south-1', 'ap-southeast-1', 'ap-southeast-2', 'ap-southeast-3'],
  ...['ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3'],
  ...['il-central-1', 'me-south-1', 'af-south-1'],
]);

/** Whether SES is known to receive mail in a region. */
export const receivesMail = (region: string): boolean => inboundRegions.has(region);
