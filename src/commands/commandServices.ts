import type { InvocationHistory } from '../core/invocations/invocationHistory.ts';
import type { ManifestText } from '../core/manifest/parseManifest.ts';
import type { Dialogs } from '../editor/dialogs.ts';
import type { EventIndex } from '../editor/eventIndex.ts';
import type { FunctionOutput } from '../editor/functionOutput.ts';
import type { Log } from '../editor/log.ts';
import type { LogTails } from '../editor/logTails.ts';
import type { ManifestIndex } from '../editor/manifestIndex.ts';
import type { Memory } from '../editor/memory.ts';
import type { EventDiagnostics } from '../editor/providers/eventDiagnostics.ts';
import type { HtmlPreview } from '../editor/providers/htmlPreview.ts';
import type { ManifestDiagnostics } from '../editor/providers/manifestDiagnostics.ts';
import type { ReadOnlyDocuments } from '../editor/providers/readOnlyDocuments.ts';
import type { ResultDocuments } from '../editor/providers/resultDocuments.ts';
import type { CurrentConnection } from '../workflows/currentConnection.ts';
import type { AliasVersions } from '../workflows/readLiveState.ts';
import type { FunctionCatalog } from '../workflows/functionCatalog.ts';
import type { InvokeOnSave } from '../workflows/local/invokeOnSave.ts';
import type { LocalDebugger } from '../workflows/local/localDebugging.ts';
import type { LocalInvoker } from '../workflows/local/localInvoking.ts';
import type { RunningInvocations } from '../workflows/local/runningInvocations.ts';
import type { SandboxReminder } from '../workflows/local/sandboxReminder.ts';
import type {
  Archiver,
  Clock,
  ConnectionOpener,
  Sandbox,
  SourceControl,
  WorkspaceFiles,
} from '../workflows/ports.ts';
import type { CodeBuilder } from '../workflows/portsForBuild.ts';
import type { CodeStore } from '../workflows/portsForCode.ts';
import type { FolderMaker } from '../workflows/portsForImport.ts';
import type { PlanDocuments } from './deploy/planDocuments.ts';

/** The Functions view as commands use it. */
export interface AccountView {
  readonly catalog: FunctionCatalog;
  /** Words that names must hold; empty for all functions. */
  filter: string;
  pin(functionName: string, pinned: boolean): void;
  /** Shows and selects the row of a function. */
  reveal(functionName: string): Promise<void>;
}

/** What the composition root has to offer; each command takes the part that it needs. Functions load on first use. */
export interface CommandServices {
  readonly connection: CurrentConnection;
  readonly opener: () => Promise<ConnectionOpener>;
  readonly archiver: () => Promise<Archiver>;
  /** Makes dependencies and compiled code. */
  readonly builder: () => Promise<CodeBuilder>;
  /** Bytes of a deployed layer's files, where it was fetched to this machine. */
  readonly layerSize: (arn: string) => Promise<number | undefined>;
  readonly sandbox: () => Promise<Sandbox>;
  /** Deployed code that was downloaded. */
  readonly codeStore: () => Promise<CodeStore>;
  /** Makes folders of the workspace, whole or not at all. */
  readonly folderMaker: () => Promise<FolderMaker>;
  /** Runs functions in containers. */
  readonly localInvoker: () => Promise<LocalInvoker>;
  /** Runs functions in containers with a debugger attached. */
  readonly localDebugger: () => Promise<LocalDebugger>;
  readonly sourceControl: SourceControl;
  readonly aliasVersions: AliasVersions;
  readonly files: WorkspaceFiles;
  readonly clock: Clock;
  readonly manifests: ManifestIndex;
  readonly events: EventIndex;
  /** Manifests that were run, by file. */
  readonly parsedManifests: Map<string, ManifestText>;
  readonly diagnostics: ManifestDiagnostics;
  readonly eventDiagnostics: EventDiagnostics;
  readonly memory: Memory;
  readonly dialogs: Dialogs;
  readonly log: Log;
  readonly plans: PlanDocuments;
  readonly reports: ReadOnlyDocuments;
  readonly results: ResultDocuments;
  readonly preview: HtmlPreview;
  /** What functions print. */
  readonly output: FunctionOutput;
  /** The logs that are followed. */
  readonly logTails: () => Promise<LogTails>;
  readonly history: InvocationHistory;
  readonly running: RunningInvocations;
  readonly onSave: InvokeOnSave;
  /** The Functions view with what was read of the connection's account. */
  readonly accountView: () => Promise<AccountView>;
  /** Something of a function was changed by us: where it is shown, it is read again. */
  readonly functionChanged: (functionName: string) => void;
  readonly sandboxReminder: SandboxReminder;
  /** Aliases whose traffic this window shifts gradually: `account/region/function:alias`. */
  readonly shifting: Set<string>;
  /** Names of the functions that are being deployed from this window. */
  readonly deploying: Set<string>;
}
