import * as vscode from 'vscode';
import { documentSchemes } from '../../contributions.ts';
import { renderLines, rolePathLines, roleStepLines } from '../../core/deployment/planText.ts';
import { roleFailures } from '../../core/failures/roleFailures.ts';
import { withProgress } from '../../editor/progress.ts';
import { resolveRole } from '../../workflows/resolveFunction.ts';
import { carryOutRole, planRoleAlone } from '../../workflows/syncRole.ts';
import type { CommandServices } from '../commandServices.ts';
import { argumentUri } from '../targets/commandArgument.ts';
import { chooseFunction } from '../targets/chooseFunction.ts';
import { deploymentTarget } from '../targets/deploymentTarget.ts';
import { policyFileRole } from './policyFileRole.ts';

/** `Lambda: Create or Update Execution Role…`: the role of a manifest, or of a policy file by itself. Always confirmed. */
export async function updateRole(args: readonly unknown[], services: CommandServices): Promise<void> {
  const role = await chooseRole(args, services);
  if (role === undefined) return;
  const { name } = role;
  const { connection, planned } = await withProgress(
    vscode.l10n.t('Planning role {0}', name),
    async (signal, report) => {
      const opened = await services.connection.open({ signal, onProgress: report });
      return { connection: opened, planned: await planRoleAlone(role, opened, { signal }) };
    },
  );
  if (planned.live === 'unreadable') throw roleFailures.unreadable(name);
  const copy = vscode.l10n.t('Copy ARN');
  const say = async (sentence: string) => {
    services.log.info(`${sentence} · ${planned.arn}`);
    const chosen = await services.dialogs.notify('info', sentence, [copy]);
    if (chosen === copy) await vscode.env.clipboard.writeText(planned.arn);
  };
  if (planned.steps.length === 0) {
    void say(vscode.l10n.t('Role {0} is unchanged: nothing to do', name));
    return;
  }
  const creates = planned.live === 'missing';
  const button = creates ? vscode.l10n.t('Create {0}', name) : vscode.l10n.t('Update {0}', name);
  const place = [planned.identity.accountId, connection.endpoint]
    .filter((part) => part !== undefined)
    .join(' · ');
  const chosen = await services.dialogs.confirm({
    message: creates
      ? vscode.l10n.t('Create role {0} in {1}?', name, place)
      : vscode.l10n.t('Update role {0} in {1}?', name, place),
    detail: renderLines([...roleStepLines(name, planned.steps), ...rolePathLines(role, planned.live)]),
    buttons: [button],
    warning: false,
  });
  if (chosen !== button) return;
  await withProgress(button, (signal, report) =>
    carryOutRole(
      planned,
      { connection, clock: services.clock },
      { signal, onProgress: (text, index, count) => report(`${index + 1}/${count} ${text}…`) },
    ),
  );
  void say(creates ? vscode.l10n.t('Role {0} created', name) : vscode.l10n.t('Role {0} updated', name));
}

async function chooseRole(args: readonly unknown[], services: CommandServices) {
  const uri = argumentUri(args);
  if (uri?.scheme === 'file') {
    const alone = await policyFileRole(uri.fsPath, services);
    if (alone !== 'notPolicy') return alone;
  }
  const about = uri?.scheme === documentSchemes.plan || uri?.scheme === 'file' ? [uri] : args;
  const reference = await chooseFunction(about, vscode.l10n.t('Create or Update Execution Role'), services);
  if (reference === undefined) return undefined;
  const target = await deploymentTarget(reference, services);
  const role = await resolveRole({ target, files: services.files });
  if (role.kind === 'arn')
    throw roleFailures.takenByArn(target.manifest.functionName, role.arn, target.manifestFile);
  return role.role;
}
