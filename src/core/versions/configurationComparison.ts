import { t } from '@vscode/l10n';
import type { LiveFunction } from '../deployment/liveState.ts';

/** Two configurations as texts that an editor compares line by line. */
export interface ConfigurationComparison {
  readonly before: string;
  readonly after: string;
  readonly equal: boolean;
}

/** A line of each text. */
type Row = readonly [string, string];

/**
 * Fields of AWS that hold no secret, shown as they are. What is in neither list of ours may: of that only is said whether
 * it differs.
 */
const openFields = [
  'VpcConfig',
  'Layers',
  'TracingConfig',
  'DeadLetterConfig',
  'KMSKeyArn',
  'FileSystemConfigs',
  'SnapStart',
  'LoggingConfig',
  'ImageConfigResponse',
];
/** Shown from what we read of them, or not part of a configuration. */
const ownFields = [
  'FunctionName',
  'Runtime',
  'Handler',
  'Timeout',
  'MemorySize',
  'EphemeralStorage',
  'Architectures',
  'Role',
  'PackageType',
  'CodeSha256',
  'Environment',
];

/**
 * How two versions of a function are configured. Environment variables are told by name and whether their values are
 * equal; a value is never part of it.
 */
export function compareConfigurations(before: LiveFunction, after: LiveFunction): ConfigurationComparison {
  const settings = rows(before, after, [
    [t('Runtime'), ({ runtime }) => runtime],
    [t('Handler'), ({ handler }) => handler],
    [t('Memory'), ({ memorySize }) => `${memorySize} MB`],
    [t('Time-out'), ({ timeout }) => `${timeout} s`],
    [t('Ephemeral storage'), ({ ephemeralStorage }) => `${ephemeralStorage} MB`],
    [t('Architecture'), ({ architecture }) => architecture],
    [t('Role'), ({ roleArn }) => roleArn],
  ]);
  const others = otherRows(before, after);
  const variables = variableRows(before, after);
  const all: Row[] = [
    ...settings,
    ...(others.length > 0 ? [blank, ...others] : []),
    ...(variables.length > 0 ? [blank, title(t('Environment')), ...variables] : []),
  ];
  return {
    before: textOf(all.map(([line]) => line)),
    after: textOf(all.map(([, line]) => line)),
    equal: all.every(([a, b]) => a === b),
  };
}

const blank: Row = ['', ''];
const title = (text: string): Row => [`${text}:`, `${text}:`];
const textOf = (lines: readonly string[]): string => `${lines.join('\n')}\n`;

function rows(
  before: LiveFunction,
  after: LiveFunction,
  settings: readonly (readonly [string, (live: LiveFunction) => string])[],
): Row[] {
  return settings.map(([name, read]) => [`${name}: ${read(before)}`, `${name}: ${read(after)}`]);
}

/** A text of its own for each side, where they differ, so that the editor marks the line. */
function variableRows(before: LiveFunction, after: LiveFunction): Row[] {
  const names = new Set([...Object.keys(before.environment), ...Object.keys(after.environment)]);
  return [...names].sort().map((name) => {
    const [old, now] = [before.environment[name], after.environment[name]];
    if (old === now) return [`  ${name}: ${t('equal')}`, `  ${name}: ${t('equal')}`];
    const line = (live: LiveFunction, value: string | undefined) =>
      value === undefined
        ? `  ${name}: ${t('not there')}`
        : `  ${name}: ${t('differs (the value of {0})', live.version)}`;
    return [line(before, old), line(after, now)];
  });
}

/** VPC, layers and whatever else a version freezes and is not shown above. */
function otherRows(before: LiveFunction, after: LiveFunction): Row[] {
  const [old, now] = [fieldsOf(before), fieldsOf(after)];
  const names = [...new Set([...Object.keys(old), ...Object.keys(now)])].sort();
  return names
    .filter((name) => !ownFields.includes(name))
    .flatMap((name): Row[] => {
      const [was, is] = [fieldText(old[name]), fieldText(now[name])];
      if (openFields.includes(name)) return [[`${name}: ${was}`, `${name}: ${is}`]];
      if (was === is) return [];
      return [
        [
          `${name}: ${t('differs (the value of {0})', before.version)}`,
          `${name}: ${t('differs (the value of {0})', after.version)}`,
        ],
      ];
    });
}

const fieldText = (value: unknown): string => (value === undefined ? t('not there') : JSON.stringify(value));

function fieldsOf({ versionedFields }: LiveFunction): Readonly<Record<string, unknown>> {
  const fields: unknown = JSON.parse(versionedFields);
  return typeof fields === 'object' && fields !== null ? { ...fields } : {};
}
