import * as vscode from 'vscode';
import { settingDefaults, settingsSection } from '../contributions.ts';
import type { SettingName, Settings } from '../contributions.ts';

/** A setting of this window; the default where what is set has another type. */
export function readSetting<Name extends SettingName>(name: Name): Settings[Name] {
  const fallback = settingDefaults[name];
  const value = vscode.workspace.getConfiguration(settingsSection).get<unknown>(name);
  const fits = typeof value === typeof fallback && Array.isArray(value) === Array.isArray(fallback);
  return fits ? (value as Settings[Name]) : fallback;
}

/**
 * Writes settings for this workspace, for all windows where no folder is open. A value equal to the default removes the
 * workspace's own, unless the person's settings would show through.
 */
export async function writeSettings(
  values: Partial<{ [Name in SettingName]: Settings[Name] }>,
): Promise<void> {
  const configuration = vscode.workspace.getConfiguration(settingsSection);
  const target =
    (vscode.workspace.workspaceFolders ?? []).length > 0
      ? vscode.ConfigurationTarget.Workspace
      : vscode.ConfigurationTarget.Global;
  for (const [name, value] of Object.entries(values)) {
    const isDefault = value === settingDefaults[name as SettingName];
    const shadowed = configuration.inspect(name)?.globalValue !== undefined;
    await configuration.update(name, isDefault && !shadowed ? undefined : value, target);
  }
}

/** Calls back when one of these settings changes. */
export function onSettingsChange(names: readonly SettingName[], listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (names.some((name) => event.affectsConfiguration(`${settingsSection}.${name}`))) listener();
  });
}
