import type { Dialogs } from '../editor/dialogs.ts';
import type { Log } from '../editor/log.ts';
import type { ManifestIndex } from '../editor/manifestIndex.ts';
import type { Memory } from '../editor/memory.ts';
import type { ManifestDiagnostics } from '../editor/providers/manifestDiagnostics.ts';
import type { ReadOnlyDocuments } from '../editor/providers/readOnlyDocuments.ts';
import type { CurrentConnection } from '../workflows/currentConnection.ts';
import type {
  Archiver,
  Clock,
  ConnectionOpener,
  Sandbox,
  SourceControl,
  WorkspaceFiles,
} from '../workflows/ports.ts';
import type { LocalInvoker } from '../workflows/local/localInvoking.ts';
import type { PlanDocuments } from './deploy/planDocuments.ts';

/** What the composition root has to offer; each command takes the part that it needs. Functions load on first use. */
export interface CommandServices {
  readonly connection: CurrentConnection;
  readonly opener: () => Promise<ConnectionOpener>;
  readonly archiver: () => Promise<Archiver>;
  readonly sandbox: () => Promise<Sandbox>;
  readonly localInvoker: () => Promise<LocalInvoker>;
  readonly sourceControl: SourceControl;
  readonly files: WorkspaceFiles;
  readonly clock: Clock;
  readonly manifests: ManifestIndex;
  readonly diagnostics: ManifestDiagnostics;
  readonly memory: Memory;
  readonly dialogs: Dialogs;
  readonly log: Log;
  readonly plans: PlanDocuments;
  readonly reports: ReadOnlyDocuments;
  /** Names of the functions that are being deployed from this window. */
  readonly deploying: Set<string>;
}
