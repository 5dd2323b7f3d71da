import type { AliasConfiguration } from '@aws-sdk/client-lambda';
import type { LiveAlias } from '../core/deployment/liveState.ts';
import { awsFailures } from '../core/failures/awsFailures.ts';

/** Of every call that answers with an alias. `operation` and `resource` are for the failure sentences. */
export function liveAlias(alias: AliasConfiguration, operation: string, resource: string): LiveAlias {
  const { Name: name, AliasArn: arn, FunctionVersion: functionVersion, RevisionId: revisionId } = alias;
  if (name === undefined || arn === undefined || functionVersion === undefined || revisionId === undefined) {
    throw awsFailures.noAnswer({ operation, resource }, 'Name, AliasArn, FunctionVersion, RevisionId');
  }
  const { AdditionalVersionWeights: routing = {} } = alias.RoutingConfig ?? {};
  return { name, arn, functionVersion, description: alias.Description ?? '', revisionId, routing };
}
