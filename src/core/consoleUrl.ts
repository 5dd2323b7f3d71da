/** Address of a function in the AWS Console, of a partition's own host. */
export function consoleUrl(functionArn: string): string | undefined {
  const [, partition, , region, , , functionName] = functionArn.split(':');
  if (partition === undefined || region === undefined || functionName === undefined) return undefined;
  const host = hosts[partition];
  return host === undefined
    ? undefined
    : `https://${region}.${host}/lambda/home?region=${region}#/functions/${encodeURIComponent(functionName)}`;
}

const hosts: Readonly<Partial<Record<string, string>>> = {
  aws: 'console.aws.amazon.com',
  'aws-cn': 'console.amazonaws.cn',
  'aws-us-gov': 'console.amazonaws-us-gov.com',
};
