import type { JsonValue } from '../json.ts';
import type { Architecture } from '../manifest/functionManifest.ts';

/** An execution role as IAM has it. */
export interface LiveRole {
  readonly name: string;
  readonly arn: string;
  readonly path: string;
  readonly trustPolicy: JsonValue;
  readonly permissionsBoundary?: string;
  /** Milliseconds since the epoch; absent where IAM knows of no use. */
  readonly lastUsed?: number;
  readonly tags: Readonly<Record<string, string>>;
}

/** A function, or one version of it, as Lambda has it (GetFunctionConfiguration). */
export interface LiveFunction {
  readonly functionName: string;
  /** Without qualifier. */
  readonly arn: string;
  /** `$LATEST` or a number as text. */
  readonly version: string;
  readonly packageType: 'Zip' | 'Image';
  readonly runtime: string;
  readonly handler: string;
  readonly description: string;
  readonly timeout: number;
  readonly memorySize: number;
  readonly ephemeralStorage: number;
  readonly architecture: Architecture;
  readonly roleArn: string;
  /** ARN of the queue or topic that failed asynchronous calls go to. */
  readonly deadLetterTarget?: string;
  /** The group that it writes its log to; undefined where it is Lambda's own for the function. */
  readonly logGroup?: string;
  /** True where its log is in JSON. */
  readonly jsonLog?: boolean;
  readonly environment: Readonly<Record<string, string>>;
  /** ARNs of the versions of its layers, in their order; absent where it has none. */
  readonly layers?: readonly string[];
  readonly codeSha256: string;
  readonly codeSize: number;
  readonly revisionId: string;
  /** Milliseconds since the epoch; undefined when Lambda's text is no date. */
  readonly lastModified: number | undefined;
  readonly state: 'Pending' | 'Active' | 'Inactive' | 'Failed' | undefined;
  readonly stateReason: string | undefined;
  readonly lastUpdateStatus: 'InProgress' | 'Successful' | 'Failed' | undefined;
  readonly lastUpdateStatusReason: string | undefined;
  /**
   * Everything that a version freezes (code hash, configuration, VPC, layers, tracing, …) as canonical JSON: two are
   * equal when publishing would return the existing version. Holds environment values: never shown.
   */
  readonly versionedFields: string;
}

export interface LiveAlias {
  readonly name: string;
  readonly arn: string;
  readonly functionVersion: string;
  readonly description: string;
  readonly revisionId: string;
  /** Additional version → share from 0 to 1. */
  readonly routing: Readonly<Record<string, number>>;
}

export interface CallerIdentity {
  readonly accountId: string;
  readonly arn: string;
  /** `aws`, `aws-cn`, `aws-us-gov`. */
  readonly partition: string;
}

/** What was read of a role. A member is undefined where it was not asked for or may not be read. */
export interface LiveRoleState {
  readonly role: LiveRole;
  /** Inline policy name → document; undefined when the role has no such policy. Only names of the spec are read. */
  readonly inlinePolicies: ReadonlyMap<string, JsonValue | undefined>;
  readonly attachedPolicyArns: readonly string[];
  /** Actions that were refused: what depends on them is left as it is, and said so. */
  readonly deniedReads: readonly string[];
}

/** `missing`: there is no such role. `unreadable`: iam:GetRole is denied, so the role is taken as it is. */
export type RoleReading = LiveRoleState | 'missing' | 'unreadable';

/** How long a log is kept. */
export interface LiveRetention {
  readonly group: string;
  /** Undefined for ever; `missing`: there is no such group. `unreadable`: logs:DescribeLogGroups is denied. */
  readonly days: number | undefined | 'missing' | 'unreadable';
}

/** A version of a layer as Lambda has it. */
export interface LiveLayerVersion {
  /** With the version's number. */
  readonly arn: string;
  readonly codeSha256: string;
  /** Bytes of its zip. */
  readonly codeSize: number;
  /** What it says that it is for; empty for any. */
  readonly runtimes: readonly string[];
  readonly architectures: readonly string[];
}

/** Everything that was read before planning. */
export interface LiveDeployment {
  readonly identity: CallerIdentity;
  readonly region: string;
  /** Undefined when the function takes its role by ARN. */
  readonly role: RoleReading | undefined;
  /** `$LATEST`; undefined when there is no such function. */
  readonly function: LiveFunction | undefined;
  readonly alias: LiveAlias | undefined;
  /** The version that the alias points to. */
  readonly aliasVersion: LiveFunction | undefined;
  /** Undefined where the manifest does not manage it. */
  readonly retention?: LiveRetention | undefined;
  /** The newest published version; only read when the alias alone does not decide whether to publish. */
  readonly newestVersion: LiveFunction | undefined;
  /** Newest version of each layer that a folder of the manifest is; undefined: there is none. */
  readonly layers?: ReadonlyMap<string, LiveLayerVersion | undefined>;
}
