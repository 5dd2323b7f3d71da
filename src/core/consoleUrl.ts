/** Address of a function, a version (`…:3`) or an alias (`…:DEV`) in the AWS Console, of a partition's own host. */
export function consoleUrl(functionArn: string): string | undefined {
  const [, partition, , region, , , functionName, qualifier] = functionArn.split(':');
  if (partition === undefined || region === undefined || functionName === undefined) return undefined;
  const host = hosts[partition];
  if (host === undefined) return undefined;
  const page = `https://${region}.${host}/lambda/home?region=${region}#/functions/${encodeURIComponent(functionName)}`;
  if (qualifier === undefined || qualifier === '$LATEST') return page;
  return /^\d+$/.test(qualifier) ? `${page}/versions/${qualifier}` : `${page}/aliases/${qualifier}`;
}

const hosts: Readonly<Partial<Record<string, string>>> = {
  aws: 'console.aws.amazon.com',
  'aws-cn': 'console.amazonaws.cn',
  'aws-us-gov': 'console.amazonaws-us-gov.com',
};
