import { t } from '@vscode/l10n';
import type { FunctionSpec } from '../deployment/functionSpec.ts';
import type { LiveFunction } from '../deployment/liveState.ts';
import { isReservedVariable, isVariableName } from '../environmentVariables.ts';

/** Settings that are edited one by one, in the unit that Lambda counts them in. */
export const editableSettings = ['memorySize', 'timeout', 'ephemeralStorage', 'description'] as const;
export type EditableSetting = (typeof editableSettings)[number];

/** One change of a function's configuration. Values of variables are secrets. */
export type ConfigurationChange =
  | {
      readonly kind: 'setting';
      readonly setting: Exclude<EditableSetting, 'description'>;
      readonly value: number;
    }
  | { readonly kind: 'setting'; readonly setting: 'description'; readonly value: string }
  | { readonly kind: 'setVariable'; readonly name: string; readonly value: string }
  | { readonly kind: 'removeVariable'; readonly name: string };

/** The function as it is, but for the change: a deploy of this has one step, and nothing of code, versions and aliases. */
export function changedSpec(live: LiveFunction, change: ConfigurationChange): FunctionSpec {
  const { functionName, runtime, handler, roleArn } = live;
  const spec: FunctionSpec = {
    functionName,
    runtime,
    handler,
    role: { kind: 'arn', arn: roleArn },
    publish: false,
  };
  switch (change.kind) {
    case 'setting':
      return { ...spec, [change.setting]: change.value };
    case 'setVariable': {
      const set = { [change.name]: change.value };
      return { ...spec, environment: { set, keep: [], empty: [], exact: false, leftOut: [] } };
    }
    case 'removeVariable': {
      const keep = Object.keys(live.environment).filter((name) => name !== change.name);
      return { ...spec, environment: { set: {}, keep, empty: [], exact: true, leftOut: [] } };
    }
  }
}

/** Lambda quotas: MB, seconds, MB, characters. */
const bounds: Readonly<Record<EditableSetting, readonly [number, number]>> = {
  memorySize: [128, 10_240],
  timeout: [1, 900],
  ephemeralStorage: [512, 10_240],
  description: [0, 256],
};

/** What is wrong with a typed value, as a sentence; undefined when Lambda takes it. */
export function settingProblem(setting: EditableSetting, text: string): string | undefined {
  const [least, most] = bounds[setting];
  if (setting === 'description') {
    return text.length > most ? t('At most {0} characters, and this has {1}.', most, text.length) : undefined;
  }
  const value = Number(text);
  return /^\d+$/.test(text) && value >= least && value <= most
    ? undefined
    : t('A whole number from {0} to {1}.', least, most);
}

/** What is wrong with the name of a variable, as a sentence. */
export function variableNameProblem(name: string): string | undefined {
  if (!isVariableName(name)) return t('A letter, then at least one letter, digit or "_".');
  return isReservedVariable(name) ? t('{0} is set by Lambda itself.', name) : undefined;
}
