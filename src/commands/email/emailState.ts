import * as vscode from 'vscode';
import { emailWarning } from '../../core/email/emailText.ts';
import { isFailure } from '../../core/failures/failure.ts';
import { planEmail } from '../../workflows/email/planEmail.ts';
import type { DeploymentTarget } from '../../workflows/planDeployment.ts';
import type { AwsConnection, CallOptions, Clock } from '../../workflows/ports.ts';
import type { WorkspaceState } from '../../workflows/workspaceStates.ts';
import { targetOf } from './emailTarget.ts';

/** How the e-mail rule of a manifest stands to the account. What may not be read has no state: it is a detail of a row. */
export async function emailState(
  { manifest, manifestFile = '' }: DeploymentTarget,
  connection: AwsConnection,
  clock: Clock,
  options: CallOptions,
): Promise<WorkspaceState['email']> {
  const { t } = vscode.l10n;
  const target = targetOf(manifest, manifestFile);
  if (target === undefined) return undefined;
  try {
    const { steps, warnings, live, rule } = await planEmail(target, { connection, clock }, options);
    if (live.rules?.some(({ name }) => name === rule) !== true)
      return { text: t('not deployed'), tooltip: '' };
    const off = warnings.some(({ kind }) => kind === 'ruleOff' || kind === 'notActive');
    const differs = t(
      'The rule or its permission is not as the manifest says. Deploy E-mail Rule puts that right.',
    );
    return {
      text: steps.length > 0 ? t('differs') : off ? t('not active') : t('deployed'),
      tooltip: [...(steps.length > 0 ? [differs] : []), ...warnings.map(emailWarning)].join('\n'),
    };
  } catch (error) {
    if (isFailure(error, 'email.functionMissing', 'email.aliasMissing', 'email.noInbound'))
      return { text: t('not deployed'), tooltip: error.message };
    if (isFailure(error)) return undefined;
    throw error;
  }
}
