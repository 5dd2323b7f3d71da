import type { CountedCalls } from '../core/aliases/gradualShift.ts';
import type { CallOptions } from '../core/callOptions.ts';
import type { LiveAlias } from '../core/deployment/liveState.ts';
import type { AccountUsage, FunctionPage } from '../core/functions/functionSummary.ts';
import type { InvokeResult } from '../core/functions/invokeResult.ts';
import type { InvocationType } from '../core/invocations/deployedReference.ts';

/** What there is in the account and region of a connection. Rejects as said in ports.ts. */
export interface CatalogGateway {
  /** One call of ListFunctions: the first page, or the one that `next` of the page before names. */
  listFunctions(next: string | undefined, options: CallOptions): Promise<FunctionPage>;
  accountUsage(options: CallOptions): Promise<AccountUsage>;
}

export interface NewAlias {
  readonly name: string;
  /** A version's number, or `$LATEST`. */
  readonly version: string;
  readonly description?: string;
  /** Additional version → share from 0 to 1. */
  readonly routing?: Readonly<Record<string, number>>;
}

/** An undefined member stays as it is; an empty routing clears the weights. */
export type AliasChange = Partial<Omit<NewAlias, 'name'>>;

export interface AliasGateway {
  /** All of them, by name. */
  listAliases(functionName: string, options: CallOptions): Promise<LiveAlias[]>;
  createAlias(functionName: string, alias: NewAlias, options: CallOptions): Promise<LiveAlias>;
  /** Guarded by the RevisionId of the alias: `aws.preconditionFailed` when somebody else changed it. */
  updateAlias(
    functionName: string,
    alias: string,
    change: AliasChange,
    revisionId: string,
    options: CallOptions,
  ): Promise<LiveAlias>;
  /** Deleting one that is not there is no failure. */
  deleteAlias(functionName: string, alias: string, options: CallOptions): Promise<void>;
}

export interface VersionGateway {
  /** Deletes one published version. `aws.inProgress` when an alias points to it; one that is not there is no failure. */
  deleteVersion(functionName: string, version: string, options: CallOptions): Promise<void>;
  /** Deletes the function with its versions, aliases and permissions; one that is not there is no failure. */
  deleteFunction(functionName: string, options: CallOptions): Promise<void>;
}

export interface DownloadedCode {
  readonly bytes: Uint8Array;
  /** Of what Lambda says that it is: base64 SHA-256 of the zip. */
  readonly codeSha256: string;
}

export interface CodeGateway {
  /** The deployed archive of a version, an alias' version, or `$LATEST` (undefined). Its signed URL never leaves the gateway. */
  downloadCode(
    functionName: string,
    qualifier: string | undefined,
    options: CallOptions & { readonly onProgress?: (received: number, total: number) => void },
  ): Promise<DownloadedCode>;
}

export interface InvokeGateway {
  /**
   * Runs a version or an alias, once, and waits for its answer where the type says so: `aws.uncertain` when that was lost.
   * @param event.payload text of the event: JSON
   * @param event.timeout seconds that the function may take
   * @param event.type `RequestResponse` when it is absent
   */
  invoke(
    functionName: string,
    qualifier: string,
    event: { readonly payload: string; readonly timeout: number; readonly type?: InvocationType },
    options: CallOptions,
  ): Promise<InvokeResult>;
}

/** Tags of a function, by its ARN without a qualifier. */
export interface TagGateway {
  listTags(functionArn: string, options: CallOptions): Promise<Readonly<Record<string, string>>>;
  /** Adds or replaces these; others stay. */
  tagFunction(
    functionArn: string,
    tags: Readonly<Record<string, string>>,
    options: CallOptions,
  ): Promise<void>;
}

/** What CloudWatch knows of calls, about a minute late. */
export interface MetricsGateway {
  /**
   * Calls through an alias that ran a version, in a time: milliseconds since the epoch, counted by whole minutes. The
   * version is known of a weighted alias only; undefined counts the calls of any.
   */
  countCalls(
    of: { readonly functionName: string; readonly alias: string; readonly version: string | undefined },
    from: number,
    to: number,
    options: CallOptions,
  ): Promise<CountedCalls>;
}
