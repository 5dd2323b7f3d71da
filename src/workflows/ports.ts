import type { CodeTree } from '../core/archive/codeTree.ts';
import type { Machine } from '../core/archive/machineCode.ts';
import type { CallOptions } from '../core/callOptions.ts';
import type { CallerIdentity, LiveAlias, LiveFunction, LiveRole } from '../core/deployment/liveState.ts';
import type { ArchiveFacts } from '../core/deployment/functionSpec.ts';
import type { JsonValue } from '../core/json.ts';
import type { Architecture } from '../core/manifest/functionManifest.ts';
import type { EmailGateway } from './portsForEmail.ts';
import type {
  AliasGateway,
  CatalogGateway,
  CodeGateway,
  InvokeGateway,
  MetricsGateway,
  TagGateway,
  VersionGateway,
} from './portsForFunctions.ts';
import type { LayerGateway, UploadGateway } from './portsForLayers.ts';
import type { LogGateway } from './portsForLogs.ts';
import type { RestApiGateway } from './portsForRestApis.ts';
import type { RuleGateway, TriggerGateway } from './portsForTriggers.ts';

/**
 * The narrow interfaces to the outside that the workflows need. Every call takes an AbortSignal and rejects with a
 * `Failure` (core/failures) or, when aborted, with an AbortError; nothing of an SDK or of node:* leaks through.
 *
 * Failure codes of the AWS gateways that workflows branch on: `aws.uncertain` (the answer was lost, a 5xx or a time-out:
 * the call may have been carried out, read back before deciding), `aws.throttled`, `aws.accessDenied`,
 * `aws.alreadyExists`, `aws.inProgress` (ResourceConflict, another update is under way), `aws.preconditionFailed` (stale RevisionId),
 * `aws.roleNotAssumable`, `aws.invalid`. A read answers undefined where AWS says there is no such thing.
 * Reads are retried by the gateway; writes are retried there only when throttled.
 */
export type { CallOptions };

/** What CreateFunction and UpdateFunctionConfiguration take; an undefined member is left to Lambda or unchanged. */
export interface FunctionSettings {
  readonly runtime?: string;
  readonly handler?: string;
  readonly description?: string;
  readonly timeout?: number;
  readonly memorySize?: number;
  readonly ephemeralStorage?: number;
  readonly roleArn?: string;
  /** ARNs of layer versions, in their order: all of them. */
  readonly layers?: readonly string[];
  /** The whole map: UpdateFunctionConfiguration replaces it. */
  readonly environment?: Readonly<Record<string, string>>;
}

export interface CreateFunctionRequest extends FunctionSettings {
  readonly functionName: string;
  readonly architecture?: Architecture;
  readonly archive: ArchiveFacts;
}

export interface FunctionGateway {
  readFunction(
    name: string,
    qualifier: string | undefined,
    options: CallOptions,
  ): Promise<LiveFunction | undefined>;
  createFunction(request: CreateFunctionRequest, options: CallOptions): Promise<LiveFunction>;
  updateConfiguration(
    name: string,
    settings: FunctionSettings,
    revisionId: string,
    options: CallOptions,
  ): Promise<LiveFunction>;
  updateCode(
    name: string,
    archive: ArchiveFacts,
    architecture: Architecture | undefined,
    revisionId: string,
    options: CallOptions,
  ): Promise<LiveFunction>;
  /** Guarded by the code hash and the revision: publishing something else than what was deployed is refused by Lambda. */
  publishVersion(
    name: string,
    guard: { readonly codeSha256: string; readonly revisionId: string },
    description: string | undefined,
    options: CallOptions,
  ): Promise<LiveFunction>;
  /** Published versions, newest first, `$LATEST` left out. */
  listVersions(name: string, options: CallOptions): Promise<LiveFunction[]>;
  readAlias(name: string, alias: string, options: CallOptions): Promise<LiveAlias | undefined>;
  createAlias(name: string, alias: string, version: string, options: CallOptions): Promise<LiveAlias>;
  /** Also clears the routing of a weighted alias. */
  moveAlias(
    name: string,
    alias: string,
    version: string,
    revisionId: string,
    options: CallOptions,
  ): Promise<LiveAlias>;
}

export interface CreateRoleRequest {
  readonly name: string;
  readonly trustPolicy: JsonValue;
  readonly path?: string;
  readonly permissionsBoundary?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly description?: string;
}

export interface RoleGateway {
  readRole(name: string, options: CallOptions): Promise<LiveRole | undefined>;
  /** The document, decoded and parsed; undefined when the role has no such inline policy. */
  readInlinePolicy(role: string, policy: string, options: CallOptions): Promise<JsonValue | undefined>;
  /** Names of the role's inline policies. */
  listInlinePolicyNames(role: string, options: CallOptions): Promise<string[]>;
  listAttachedPolicyArns(role: string, options: CallOptions): Promise<string[]>;
  createRole(request: CreateRoleRequest, options: CallOptions): Promise<LiveRole>;
  updateTrustPolicy(role: string, document: JsonValue, options: CallOptions): Promise<void>;
  putInlinePolicy(role: string, policy: string, document: JsonValue, options: CallOptions): Promise<void>;
  attachManagedPolicy(role: string, policyArn: string, options: CallOptions): Promise<void>;
  putPermissionsBoundary(role: string, policyArn: string, options: CallOptions): Promise<void>;
  tagRole(role: string, tags: Readonly<Record<string, string>>, options: CallOptions): Promise<void>;
  /** Removing what is not there is no failure, here and below. */
  detachManagedPolicy(role: string, policyArn: string, options: CallOptions): Promise<void>;
  deleteInlinePolicy(role: string, policy: string, options: CallOptions): Promise<void>;
  /** Refused while it has policies, or is in an instance profile. */
  deleteRole(role: string, options: CallOptions): Promise<void>;
}

export interface IdentityGateway {
  /** Remembered per connection: one call to STS for its life. */
  callerIdentity(options: CallOptions): Promise<CallerIdentity>;
}

/** Everything that talks to one account and region through one set of credentials. */
export interface AwsConnection {
  readonly region: string;
  /** Profile name for sentences; undefined for environment or container credentials. */
  readonly profile: string | undefined;
  /** Set when the connection does not go to AWS itself. */
  readonly endpoint: string | undefined;
  readonly functions: FunctionGateway;
  readonly roles: RoleGateway;
  readonly identity: IdentityGateway;
  readonly catalog: CatalogGateway;
  readonly aliases: AliasGateway;
  readonly versions: VersionGateway;
  readonly code: CodeGateway;
  readonly layers: LayerGateway;
  readonly uploads: UploadGateway;
  readonly triggers: TriggerGateway;
  readonly rules: RuleGateway;
  readonly restApis: RestApiGateway;
  readonly invocations: InvokeGateway;
  readonly tags: TagGateway;
  readonly metrics: MetricsGateway;
  readonly logs: LogGateway;
  readonly email: EmailGateway;
  /** Resolves when the calls begun so far were sent, soon and whatever becomes of them: work that is done beside them delays none. */
  underWay(): Promise<void>;
  /** What the calls are signed with, for a function that runs locally and whose person asked for that. */
  credentials(options: CallOptions): Promise<AwsCredentials>;
}

/** Secrets: never written, logged or put on a command line. */
export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Resolves after `ms` milliseconds; rejects with an AbortError when aborted, leaving no timer behind. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/** Files of the workspace as a person sees them: an unsaved editor's buffer wins over the disk. */
export interface WorkspaceFiles {
  /** Text of the file; undefined when there is no such file. Any other trouble is a `Failure`. */
  readText(path: string): Promise<string | undefined>;
  exists(path: string): Promise<boolean>;
}

/** What git says of the folder; undefined outside of a repository or without git. */
export interface RevisionFacts {
  readonly commit: string;
  readonly branch: string | undefined;
  readonly dirty: boolean;
}

export interface SourceControl {
  describeRevision(folder: string, options: CallOptions): Promise<RevisionFacts | undefined>;
}

export interface ArchiveRequest extends CodeTree {
  /**
   * Absolute path of the zip; undefined = a file of the product's own storage, kept for the next run. That one is meant
   * for direct upload unless `anySize` says otherwise, so Lambda's limit for it is checked.
   */
  readonly output?: string;
  /** True where a zip that is too large for a direct upload goes by way of S3. */
  readonly anySize?: boolean;
}

export interface ArchivedFile {
  /** Path in the archive, `/`-separated. */
  readonly path: string;
  /** Bytes before and after compression. */
  readonly size: number;
  readonly compressedSize: number;
  /** 0o755 or 0o644; 0o120777 for a link that is stored as one. */
  readonly mode: number;
  /** What its machine code is for, where it holds some. */
  readonly machine?: Machine;
}

export interface BuiltArchive extends ArchiveFacts {
  readonly files: readonly ArchivedFile[];
  /** What was left out: path relative to the root (folders end in `/`) and the rule that did it. */
  readonly leftOut: readonly { readonly path: string; readonly rule: string }[];
  /** How many files' compressed bytes came from the run before. */
  readonly reused: number;
}

export interface Archiver {
  build(
    request: ArchiveRequest,
    options: CallOptions & { readonly onProgress?: (done: number, total: number) => void },
  ): Promise<BuiltArchive>;
}

/** What the person chose; undefined members are resolved as the SDK and the CLI do (AWS.md, "Endpoints, profiles, retries"). */
export interface ConnectionChoice {
  /** Undefined: environment, container or default-profile credentials. */
  readonly profile?: string;
  readonly region?: string;
  readonly endpoint?: string;
  /** Fixed dummy credentials, used for the sandbox only: no profile is read then. */
  readonly sandbox?: boolean;
}

export interface ProfileSummary {
  readonly name: string;
  readonly region: string | undefined;
  /** How the profile gets its credentials; decides the log-in command of an expired session. */
  readonly kind: 'keys' | 'sso' | 'login' | 'assumeRole' | 'process' | 'webIdentity' | 'other';
}

export interface ConnectionHooks {
  /** Asks the person for an MFA code; undefined = cancelled. */
  askMfaCode(serial: string): Promise<string | undefined>;
  /** VS Code's proxy settings (`http.proxy`, `http.noProxy`, `http.proxyStrictSSL`). */
  readonly proxy?: {
    readonly url?: string;
    readonly noProxy: readonly string[];
    readonly strictSsl: boolean;
  };
}

export interface ConnectionOpener {
  /**
   * Resolves profile, region and endpoint and makes the clients, once. No network. Rejects with a `Failure`
   * (`connection.noRegion`, `connection.unknownProfile`, …). Credentials are resolved at the first call.
   */
  open(choice: ConnectionChoice, hooks: ConnectionHooks): Promise<AwsConnection>;
  /** Of the AWS files as they are now: with another one the same choice may lead elsewhere. Holds no part of them. */
  revision(): Promise<string>;
  profiles(): Promise<ProfileSummary[]>;
}

/** The e-mail that a function sent through the sandbox's SES. */
export interface SandboxMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly body: string;
  /** Milliseconds since the epoch, when known. */
  readonly sentAt: number | undefined;
}

export interface Sandbox {
  /** Base URL while it runs, such as http://127.0.0.1:41234. */
  readonly endpoint: string | undefined;
  /**
   * Starts it, or answers at once when it runs. Rejects with `sandbox.notInstalled` when MiniStack is neither set, nor
   * on the PATH, nor installed in the product's storage.
   */
  start(
    options: CallOptions & { readonly keepData: boolean; readonly onProgress?: (text: string) => void },
  ): Promise<string>;
  stop(): Promise<void>;
  /** python3 -m venv and pip into the product's storage; runs again cleanly after a failure or a cancel. */
  install(options: CallOptions & { readonly onProgress?: (text: string) => void }): Promise<void>;
  /** Newest first; of this sandbox, or of another MiniStack at `endpoint`. */
  mailbox(options: CallOptions & { readonly endpoint?: string }): Promise<SandboxMail[]>;
  /** Calls back when it ended without being asked to. Returns what undoes the registration. */
  onUnexpectedExit(listener: () => void): () => void;
}
