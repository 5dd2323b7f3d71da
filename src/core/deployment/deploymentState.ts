import { t } from '@vscode/l10n';
import type { DeploymentPlan } from './deploymentPlan.ts';
import type { FunctionSpec } from './functionSpec.ts';

/**
 * How a function of the workspace stands to the account. `differs`: they are not equal, and were never seen equal, so it
 * is not known which side changed.
 */
export type DeploymentState =
  'notDeployed' | 'inStep' | 'changedHere' | 'changedThere' | 'changedBoth' | 'differs';

/** What both sides were when they were last seen in step. */
export interface SeenInStep {
  /** Of `$LATEST`. */
  readonly revisionId: string;
  /** Of the workspace's side: `workspaceSide`. */
  readonly here: string;
}

/** Which side changed since they were last in step. A plan without steps is in step, whoever changed what. */
export function deploymentState(
  { steps, live, spec, archive }: DeploymentPlan,
  seen: SeenInStep | undefined,
): DeploymentState {
  if (live.function === undefined) return 'notDeployed';
  if (steps.length === 0) return 'inStep';
  if (seen === undefined) return 'differs';
  if (seen.revisionId === live.function.revisionId) return 'changedHere';
  return seen.here === workspaceSide(spec, archive.sha256) ? 'changedThere' : 'changedBoth';
}

/**
 * Equal as long as the workspace wants the same. Of the environment only the names count: values are secrets, and this is
 * written down.
 */
export function workspaceSide(spec: FunctionSpec, archiveSha256: string): string {
  const { environment, versionDescription: _, ...rest } = spec;
  const names =
    environment === undefined
      ? []
      : [...Object.keys(environment.set), ...environment.keep, ...environment.empty].sort();
  return fingerprint(JSON.stringify([rest, names, archiveSha256]));
}

/** FNV-1a twice, 64 bits: nobody is to be kept from finding another text with it. */
function fingerprint(text: string): string {
  let one = 0x811c9dc5;
  let two = 0x9747b28c;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    one = Math.imul(one ^ unit, 0x01000193);
    two = Math.imul(two ^ unit, 0x01000193);
  }
  return [one, two].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join('');
}

export function deploymentStateText(state: DeploymentState): string {
  switch (state) {
    case 'notDeployed':
      return t('not deployed');
    case 'inStep':
      return t('in step');
    case 'changedHere':
      return t('changed here');
    case 'changedThere':
      return t('changed there');
    case 'changedBoth':
      return t('changed here and there');
    case 'differs':
      return t('differs');
  }
}

/** The same as a sentence, for a tooltip. */
export function deploymentStateSentence(state: DeploymentState): string {
  switch (state) {
    case 'notDeployed':
      return t('Not deployed to this account and region.');
    case 'inStep':
      return t('In step with the account: a deploy would have nothing to do.');
    case 'changedHere':
      return t('Changed in the workspace since the last deploy.');
    case 'changedThere':
      return t(
        'Changed in the account since the last deploy, not by it: look at the plan before you deploy.',
      );
    case 'changedBoth':
      return t(
        'Changed in the workspace and in the account since the last deploy: look at the plan before you deploy.',
      );
    case 'differs':
      return t('What is deployed is not what the workspace holds: look at the plan before you deploy.');
  }
}
