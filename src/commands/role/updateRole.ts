import * as vscode from 'vscode';
import { documentSchemes } from '../../contributions.ts';
import type { RoleSpec } from '../../core/deployment/functionSpec.ts';
import { renderLines, roleStepLines } from '../../core/deployment/planText.ts';
import { roleFailures } from '../../core/failures/roleFailures.ts';
import { withProgress } from '../../editor/progress.ts';
import type { DeploymentTarget } from '../../workflows/planDeployment.ts';
import { resolveRole } from '../../workflows/resolveFunction.ts';
import { planRoleAlone } from '../../workflows/syncRole.ts';
import type { CommandServices } from '../commandServices.ts';
import { confirmChange } from '../confirmChange.ts';
import { argumentUri } from '../targets/commandArgument.ts';
import { chooseFunction } from '../targets/chooseFunction.ts';
import { deploymentTarget } from '../targets/deploymentTarget.ts';
import { carryOutRoleWithReport } from './carryOutRoleWithReport.ts';
import { policyFileRole } from './policyFileRole.ts';

/** `Lambda: Create or Update Execution Role…`: the role of a manifest, or of a policy file by itself. Always confirmed. */
export async function updateRole(args: readonly unknown[], services: CommandServices): Promise<void> {
  const chosen = await chooseRole(args, services);
  if (chosen === undefined) return;
  const { role, target } = chosen;
  const { name } = role;
  const sandbox = services.connection.usesSandbox;
  const { connection, planned } = await withProgress(
    vscode.l10n.t('Planning role {0}', name),
    async (signal, report) => {
      const opened = await services.connection.open({ signal, onProgress: report });
      return { connection: opened, planned: await planRoleAlone(role, target, opened, { signal }) };
    },
  );
  if (planned.live === 'unreadable') throw roleFailures.unreadable(name);
  const copy = vscode.l10n.t('Copy ARN');
  const say = async (sentence: string) => {
    services.log.info(`${sentence} · ${planned.arn}`);
    const next = await services.dialogs.notify('info', sentence, [copy]);
    if (next === copy) await vscode.env.clipboard.writeText(planned.arn);
  };
  if (planned.steps.length === 0) {
    void say(vscode.l10n.t('Role {0} is unchanged: nothing to do', name));
    return;
  }
  const creates = planned.live === 'missing';
  const button = creates ? vscode.l10n.t('Create {0}', name) : vscode.l10n.t('Update {0}', name);
  const account = [planned.identity.accountId, connection.endpoint].filter((part) => part !== undefined);
  const place = sandbox ? vscode.l10n.t('local sandbox') : account.join(' · ');
  const lines = roleStepLines(name, planned.steps);
  const question = {
    message: creates
      ? vscode.l10n.t('Create role {0} in {1}?', name, place)
      : vscode.l10n.t('Update role {0} in {1}?', name, place),
    lines,
    button,
    refusal: creates ? vscode.l10n.t('Do Not Create') : vscode.l10n.t('Do Not Update'),
    warning: false,
  };
  const text = [`# ${name} · ${place}`, '', renderLines(lines), ''].join('\n');
  const showPlan = async () => {
    await services.reports.show({ name: vscode.l10n.t('{0} plan', name), text });
  };
  if (!(await confirmChange(question, showPlan, services.dialogs))) return;
  if (!(await carryOutRoleWithReport(button, planned, connection, services))) return;
  void say(creates ? vscode.l10n.t('Role {0} created', name) : vscode.l10n.t('Role {0} updated', name));
}

interface ChosenRole {
  readonly role: RoleSpec;
  /** The function whose manifest names the role. */
  readonly target?: DeploymentTarget;
}

async function chooseRole(
  args: readonly unknown[],
  services: CommandServices,
): Promise<ChosenRole | undefined> {
  const uri = argumentUri(args);
  if (uri?.scheme === 'file') {
    const alone = await policyFileRole(uri.fsPath, services);
    if (alone !== 'notPolicy') return alone && { role: alone };
  }
  const about = uri?.scheme === documentSchemes.plan || uri?.scheme === 'file' ? [uri] : args;
  const reference = await chooseFunction(about, vscode.l10n.t('Create or Update Execution Role'), services);
  if (reference === undefined) return undefined;
  const target = await deploymentTarget(reference, services);
  const role = await resolveRole({ target, files: services.files });
  if (role.kind === 'arn')
    throw roleFailures.takenByArn(target.manifest.functionName, role.arn, target.manifestFile);
  return { role: role.role, target };
}
