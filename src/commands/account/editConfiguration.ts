import * as vscode from 'vscode';
import { accountFailures } from '../../core/failures/accountFailures.ts';
import { editableSettings } from '../../core/functions/configurationChange.ts';
import type { ConfigurationChange, EditableSetting } from '../../core/functions/configurationChange.ts';
import { withProgress } from '../../editor/progress.ts';
import { readSetting } from '../../editor/settings.ts';
import { carryOutDeployment } from '../../workflows/carryOutDeployment.ts';
import { planConfigurationChange } from '../../workflows/planConfigurationChange.ts';
import { reportPlan } from '../../workflows/reportDeployment.ts';
import type { CommandServices } from '../commandServices.ts';
import { confirmPlan } from '../deploy/confirmPlan.ts';
import { accountArgument, accountFunction } from './accountTarget.ts';
import {
  askSetting,
  askVariable,
  chooseSetting,
  chooseVariable,
  settingLabel,
} from './configurationQuestions.ts';
import { offerManifestChange } from './offerManifestChange.ts';

type Services = Pick<
  CommandServices,
  | 'accountView'
  | 'connection'
  | 'dialogs'
  | 'clock'
  | 'memory'
  | 'reports'
  | 'functionChanged'
  | 'manifests'
  | 'files'
  | 'log'
>;

/** `Lambda: Edit Configuration…`: memory, time-out, /tmp or description of a function, as a plan. */
export async function editConfiguration(args: readonly unknown[], services: Services): Promise<void> {
  const title = vscode.l10n.t('Edit Configuration');
  const functionName = await accountFunction(args, title, services);
  if (functionName === undefined) return;
  const { dialogs } = services;
  const live = await liveConfiguration(functionName, services);
  const node = accountArgument(args);
  const named = node?.kind === 'setting' ? editable(node.setting) : undefined;
  const setting = named ?? (await chooseSetting(title, live, dialogs));
  if (setting === undefined) return;
  const change = await askSetting(`${title}: ${functionName}`, setting, live, dialogs);
  if (change !== undefined) await applyChange(functionName, change, settingLabel(setting), services);
}

/** `Lambda: Set Environment Variable…`: adds one or gives one another value. */
export async function setVariable(args: readonly unknown[], services: Services): Promise<void> {
  const title = vscode.l10n.t('Set Environment Variable');
  const functionName = await accountFunction(args, title, services);
  if (functionName === undefined) return;
  const node = accountArgument(args);
  const known = node?.kind === 'variable' ? node.variable : undefined;
  const live = await liveConfiguration(functionName, services);
  const change = await askVariable(`${title}: ${functionName}`, known, live, services.dialogs);
  if (change?.kind === 'setVariable') await applyChange(functionName, change, change.name, services);
}

/** `Lambda: Remove Environment Variable…`. Always asked, as its value is written down nowhere else. */
export async function removeVariable(args: readonly unknown[], services: Services): Promise<void> {
  const title = vscode.l10n.t('Remove Environment Variable');
  const functionName = await accountFunction(args, title, services);
  if (functionName === undefined) return;
  const node = accountArgument(args);
  const live = await liveConfiguration(functionName, services);
  if (Object.keys(live.environment).length === 0) throw accountFailures.noVariables(functionName);
  const name =
    node?.kind === 'variable' ? node.variable : await chooseVariable(title, live, services.dialogs);
  if (name === undefined) return;
  await applyChange(functionName, { kind: 'removeVariable', name }, name, services);
}

const editable = (name: string): EditableSetting | undefined =>
  editableSettings.find((setting) => setting === name);

async function liveConfiguration(functionName: string, { accountView }: Services) {
  const { catalog } = await accountView();
  return withProgress(vscode.l10n.t('Reading {0}', functionName), () =>
    catalog.configurationOf(functionName),
  );
}

async function applyChange(
  functionName: string,
  change: ConfigurationChange,
  what: string,
  services: Services,
): Promise<void> {
  const { connection, reports, clock, dialogs, functionChanged } = services;
  const title = vscode.l10n.t('Changing {0} of {1}', what, functionName);
  const done = await withProgress(title, async (signal, report) => {
    const opened = await connection.open({ signal, onProgress: report });
    const planned = await planConfigurationChange(functionName, change, opened, {
      signal,
      protectedAliases: readSetting('protectedAliases'),
    });
    if (planned.plan.steps.length === 0) return 'unchanged';
    const place = [planned.identity.accountId, planned.region, opened.endpoint]
      .filter((part) => part !== undefined)
      .join(' · ');
    const showPlan = async () => {
      const name = vscode.l10n.t('{0} configuration plan', functionName);
      await reports.show({ name, text: reportPlan(planned, place) });
    };
    report(vscode.l10n.t('the plan waits for your answer'));
    const remove = change.kind === 'removeVariable';
    const words = {
      message: remove
        ? vscode.l10n.t('Remove {0} from {1} ({2})?', what, functionName, place)
        : vscode.l10n.t('Change {0} of {1} ({2})?', what, functionName, place),
      button: remove ? vscode.l10n.t('Remove {0}', what) : vscode.l10n.t('Change {0}', what),
      refusal: vscode.l10n.t('Change Nothing'),
    };
    if (!(await confirmPlan(planned, place, showPlan, services, words))) return 'refused';
    try {
      await carryOutDeployment(
        planned,
        { connection: opened, clock },
        {
          signal,
          onProgress: (progress) => progress.kind !== 'done' && report(progress.text),
        },
      );
    } finally {
      functionChanged(functionName);
    }
    return 'changed';
  });
  if (done === 'unchanged') {
    void dialogs.notify('info', vscode.l10n.t('{0} of {1} is that already.', what, functionName), []);
  }
  if (done === 'changed') await offerManifestChange(functionName, change, what, services);
}
