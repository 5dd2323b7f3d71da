import * as vscode from 'vscode';
import type { LiveFunction } from '../../core/deployment/liveState.ts';
import {
  editableSettings,
  settingProblem,
  variableNameProblem,
} from '../../core/functions/configurationChange.ts';
import type { ConfigurationChange, EditableSetting } from '../../core/functions/configurationChange.ts';
import type { Dialogs } from '../../editor/dialogs.ts';
import { back } from '../../editor/multiStep.ts';

/** What a setting is called in questions, with its unit. */
export function settingLabel(setting: EditableSetting): string {
  switch (setting) {
    case 'memorySize':
      return vscode.l10n.t('Memory (MB)');
    case 'timeout':
      return vscode.l10n.t('Time-out (seconds)');
    case 'ephemeralStorage':
      return vscode.l10n.t('Ephemeral storage (MB)');
    case 'description':
      return vscode.l10n.t('Description');
  }
}

/** Asks which setting to change. Undefined when the person gave up. */
export async function chooseSetting(
  title: string,
  live: LiveFunction,
  dialogs: Dialogs,
): Promise<EditableSetting | undefined> {
  const items = editableSettings.map((setting) => ({
    label: settingLabel(setting),
    description: String(live[setting]),
    value: setting,
  }));
  const setting = await dialogs.pick({ title, placeholder: vscode.l10n.t('Setting to change'), items });
  return setting === back ? undefined : setting;
}

/** Asks for the new value; the deployed one is proposed. */
export async function askSetting(
  title: string,
  setting: EditableSetting,
  live: LiveFunction,
  dialogs: Dialogs,
): Promise<ConfigurationChange | undefined> {
  const text = await dialogs.input({
    title,
    prompt: settingLabel(setting),
    value: String(live[setting]),
    validate: (typed) => settingProblem(setting, typed.trim()),
  });
  if (typeof text !== 'string') return undefined;
  return setting === 'description'
    ? { kind: 'setting', setting, value: text.trim() }
    : { kind: 'setting', setting, value: Number(text) };
}

/** Asks for name and value of a variable; for a known one only for the value, and the deployed one is proposed. */
export async function askVariable(
  title: string,
  known: string | undefined,
  live: LiveFunction,
  dialogs: Dialogs,
): Promise<ConfigurationChange | undefined> {
  const name =
    known ??
    (await dialogs.input({
      title,
      prompt: vscode.l10n.t('Name of the variable'),
      validate: (typed) => variableNameProblem(typed.trim()),
    }));
  if (typeof name !== 'string') return undefined;
  const value = await dialogs.input({
    title,
    prompt: vscode.l10n.t('Value of {0}', name.trim()),
    value: live.environment[name.trim()] ?? '',
  });
  return typeof value === 'string' ? { kind: 'setVariable', name: name.trim(), value } : undefined;
}

/** Asks which variable to remove. */
export async function chooseVariable(
  title: string,
  live: LiveFunction,
  dialogs: Dialogs,
): Promise<string | undefined> {
  const items = Object.keys(live.environment)
    .sort()
    .map((name) => ({ label: name, value: name }));
  const name = await dialogs.pick({ title, placeholder: vscode.l10n.t('Variable'), items });
  return name === back ? undefined : name;
}
