/** A row of the Functions view: what there is in the account and region of the connection. */
export type AccountNode =
  | PrefixNode
  | AccountFunctionNode
  | SectionNode
  | AliasNode
  | VersionNode
  | SettingNode
  | VariableNode
  | RuleNode
  | RestApiNode
  | StageNode
  | RouteNode
  | EmailRuleNode
  | TriggerNoteNode
  | LoadMoreNode;

/** Functions whose names begin alike. */
export interface PrefixNode {
  readonly kind: 'prefix';
  readonly prefix: string;
}

export interface AccountFunctionNode {
  readonly kind: 'accountFunction';
  readonly functionName: string;
}

export const sections = ['aliases', 'versions', 'triggers', 'configuration'] as const;
export type Section = (typeof sections)[number];

/** A group below a function. */
export interface SectionNode {
  readonly kind: 'section';
  readonly functionName: string;
  readonly section: Section;
}

export interface AliasNode {
  readonly kind: 'alias';
  readonly functionName: string;
  readonly alias: string;
}

/** A published version, or `$LATEST`. */
export interface VersionNode {
  readonly kind: 'version';
  readonly functionName: string;
  readonly version: string;
}

export const settingNames = [
  'runtime',
  'handler',
  'description',
  'memorySize',
  'timeout',
  'ephemeralStorage',
  'architecture',
  'role',
  'layers',
  'environment',
] as const;
export type FunctionSetting = (typeof settingNames)[number];

/** A line of a function's configuration. */
export interface SettingNode {
  readonly kind: 'setting';
  readonly functionName: string;
  readonly setting: FunctionSetting;
}

/** An environment variable of `$LATEST`. Its value is never part of a row. */
export interface VariableNode {
  readonly kind: 'variable';
  readonly functionName: string;
  readonly variable: string;
}

/** A schedule rule that runs a function, or an alias of it. */
export interface RuleNode {
  readonly kind: 'rule';
  readonly functionName: string;
  readonly alias: string | undefined;
  /** Its name, on the default event bus. */
  readonly rule: string;
}

/** A REST API that runs a function. */
export interface RestApiNode {
  readonly kind: 'restApi';
  readonly functionName: string;
  readonly apiId: string;
  /** Its name. */
  readonly api: string;
}

export interface StageNode extends Omit<RestApiNode, 'kind'> {
  readonly kind: 'stage';
  readonly stage: string;
  /** Where it answers. */
  readonly url: string;
}

/** A method of a REST API that runs a function, or an alias of it. */
export interface RouteNode extends Omit<StageNode, 'kind'> {
  readonly kind: 'route';
  readonly alias: string | undefined;
  readonly method: string;
  readonly path: string;
}

/** A receipt rule of SES that runs a function, or an alias of it. */
export interface EmailRuleNode {
  readonly kind: 'emailRule';
  readonly functionName: string;
  readonly alias: string | undefined;
  readonly ruleSet: string;
  readonly rule: string;
}

/** A sentence about what runs a function and could not be read. */
export interface TriggerNoteNode {
  readonly kind: 'note';
  readonly functionName: string;
  readonly note: string;
}

export interface LoadMoreNode {
  readonly kind: 'loadMore';
}

const kinds: readonly string[] = [
  'prefix',
  'accountFunction',
  'section',
  'alias',
  'version',
  'setting',
  'variable',
  'rule',
  'restApi',
  'stage',
  'route',
  'emailRule',
  'note',
  'loadMore',
] satisfies AccountNode['kind'][];

/** Whether a command's argument is a row of the Functions view. */
export function isAccountNode(value: unknown): value is AccountNode {
  return (
    typeof value === 'object' &&
    value !== null &&
    'kind' in value &&
    typeof value.kind === 'string' &&
    kinds.includes(value.kind)
  );
}

/** Equal for rows of the same thing; VS Code keeps selection and expansion by it. */
export function accountNodeId(node: AccountNode): string {
  switch (node.kind) {
    case 'prefix':
      return `prefix ${node.prefix}`;
    case 'accountFunction':
      return `function ${node.functionName}`;
    case 'section':
      return `${node.section} ${node.functionName}`;
    case 'alias':
      return `alias ${node.functionName} ${node.alias}`;
    case 'version':
      return `version ${node.functionName} ${node.version}`;
    case 'setting':
      return `setting ${node.functionName} ${node.setting}`;
    case 'variable':
      return `variable ${node.functionName} ${node.variable}`;
    case 'rule':
      return `rule ${node.functionName} ${node.alias ?? ''} ${node.rule}`;
    case 'restApi':
      return `restApi ${node.functionName} ${node.apiId}`;
    case 'stage':
      return `stage ${node.functionName} ${node.apiId} ${node.stage}`;
    case 'route':
      return `route ${node.functionName} ${node.apiId} ${node.stage} ${node.method} ${node.path}`;
    case 'emailRule':
      return `email ${node.functionName} ${node.alias ?? ''} ${node.ruleSet} ${node.rule}`;
    case 'note':
      return `note ${node.functionName} ${node.note}`;
    case 'loadMore':
      return 'loadMore';
  }
}
