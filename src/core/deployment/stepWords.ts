import { t } from '@vscode/l10n';
import type { AliasTarget, DeploymentStep } from './deploymentStep.ts';

/** What a step does, as the end of "Could not …" and as a progress line: an act and its object. */
export function stepPhrase(step: DeploymentStep): string {
  switch (step.kind) {
    case 'createRole':
      return t('create role {0}', step.role.name);
    case 'updateTrustPolicy':
      return t('update the trust policy of role {0}', step.roleName);
    case 'putInlinePolicy':
      return t('put inline policy {0} on role {1}', step.policyName, step.roleName);
    case 'attachManagedPolicy':
      return t('attach {0} to role {1}', policyNameOf(step.policyArn), step.roleName);
    case 'putPermissionsBoundary':
      return t('set the permissions boundary of role {0}', step.roleName);
    case 'tagRole':
      return t('tag role {0}', step.roleName);
    case 'publishLayer':
      return t('publish layer {0}', step.name);
    case 'waitForFunction':
      return t('wait for an update of {0} that is under way', step.functionName);
    case 'createFunction':
      return t('create function {0}', step.functionName);
    case 'updateConfiguration':
      return t('update the configuration of {0}', step.functionName);
    case 'updateCode':
      return t('update the code of {0}', step.functionName);
    case 'publishVersion':
      return t('publish a version of {0}', step.functionName);
    case 'createAlias':
      return t('create alias {0}', step.alias);
    case 'moveAlias':
      return t('move alias {0}', step.alias);
    case 'setLogRetention':
      return step.from === 'missing'
        ? t('create log group {0}', step.group)
        : t('set the retention of log group {0}', step.group);
  }
}

/** The version an alias is pointed to, before its number is known. */
export function aliasTargetText(target: AliasTarget): string {
  return target === 'published' ? t('the new version') : target.version;
}

/** The name at the end of a policy ARN. */
export function policyNameOf(policyArn: string): string {
  return policyArn.slice(policyArn.lastIndexOf('/') + 1);
}
