import { t } from '@vscode/l10n';
import type { LiveFunction } from '../../core/deployment/liveState.ts';
import { isFailure } from '../../core/failures/failure.ts';
import { logFailures } from '../../core/failures/logFailures.ts';
import { logGroupArn, logGroupOf } from '../../core/logs/functionLog.ts';
import type { AwsConnection, CallOptions } from '../ports.ts';
import type { TailedLog } from './tailLogs.ts';

/**
 * Where the log of a function is, and which versions a qualifier stands for.
 * @param qualifier a version, `$LATEST` or an alias; undefined for all
 * @throws Failure `logs.functionMissing`, `logs.qualifierMissing`
 */
export async function functionLog(
  functionName: string,
  qualifier: string | undefined,
  { functions, roles }: Pick<AwsConnection, 'functions' | 'roles'>,
  options: CallOptions,
): Promise<Omit<TailedLog, 'from'>> {
  const live = await functions.readFunction(functionName, qualifier, options);
  if (live === undefined) {
    throw qualifier === undefined
      ? logFailures.functionMissing(functionName)
      : logFailures.qualifierMissing(functionName, qualifier);
  }
  const group = logGroupOf(live);
  const isAlias = qualifier !== undefined && !/^(\$LATEST|\d+)$/.test(qualifier);
  const versions = async (again: CallOptions) => {
    if (!isAlias) return [qualifier ?? ''];
    const alias = await functions.readAlias(functionName, qualifier, again);
    if (alias === undefined) throw logFailures.qualifierMissing(functionName, qualifier);
    return [alias.functionVersion, ...Object.keys(alias.routing)];
  };
  return {
    ...{ functionName, group, groupArn: logGroupArn(live.arn, group) },
    versions: qualifier === undefined ? undefined : versions,
    whyMissing: (again) => whyMissing(live, group, roles, again),
  };
}

/** Managed policies of AWS that let a function write its log. */
const writingPolicy =
  /^(AWSLambda\w*ExecutionRole|AWSLambda_FullAccess|CloudWatch(Logs)?FullAccess(V2)?|PowerUserAccess|AdministratorAccess)$/;

/** Lambda makes the group when the function first runs, with the permissions of the execution role. */
async function whyMissing(
  { functionName, roleArn }: LiveFunction,
  group: string,
  roles: AwsConnection['roles'],
  options: CallOptions,
): Promise<string> {
  const role = roleArn.slice(roleArn.lastIndexOf('/') + 1);
  const missing = t('There is no log group {0}.', group);
  const waiting = t('Waiting for it…');
  const writes = await roleWrites(role, roles, options).catch((error: unknown) => {
    if (!isFailure(error)) throw error;
    return undefined;
  });
  switch (writes) {
    case true:
      return `${missing} ${t('{0} has not run yet: Lambda makes the group at the first invocation.', functionName)} ${waiting}`;
    case false:
      return `${missing} ${t('Nothing lets role {0} write logs: attach AWSLambdaBasicExecutionRole to it.', role)} ${waiting}`;
    case undefined:
      return `${missing} ${t('Either {0} has not run yet, or role {1} may not write logs (AWSLambdaBasicExecutionRole).', functionName, role)} ${waiting}`;
  }
}

/** Undefined when no policy that AWS wrote says so, and one of the person's may. */
async function roleWrites(
  role: string,
  roles: AwsConnection['roles'],
  options: CallOptions,
): Promise<boolean | undefined> {
  const [attached, names] = await Promise.all([
    roles.listAttachedPolicyArns(role, options),
    roles.listInlinePolicyNames(role, options),
  ]);
  if (attached.some((arn) => writingPolicy.test(arn.slice(arn.lastIndexOf('/') + 1)))) return true;
  const documents = await Promise.all(names.map((name) => roles.readInlinePolicy(role, name, options)));
  if (documents.some((document) => /"(logs:|\*")/.test(JSON.stringify(document)))) return undefined;
  return attached.some((arn) => !arn.includes('::aws:')) ? undefined : false;
}
