import { readFile } from 'node:fs/promises';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { commandTable } from './commands/commandTable.ts';
import type { CommandServices } from './commands/commandServices.ts';
import { PlanDocuments } from './commands/deploy/planDocuments.ts';
import { documentSchemes } from './contributions.ts';
import { registerCommands } from './editor/commandRegistry.ts';
import { askMfaCode, proxySettings } from './editor/connectionHooks.ts';
import { createDialogs } from './editor/dialogs.ts';
import type { Dialogs } from './editor/dialogs.ts';
import { detectInActiveEditors } from './editor/handlerDetector.ts';
import { createLog, logError } from './editor/log.ts';
import { ManifestIndex } from './editor/manifestIndex.ts';
import { createMemory } from './editor/memory.ts';
import { withOpenDocuments } from './editor/openDocuments.ts';
import { ManifestDiagnostics } from './editor/providers/manifestDiagnostics.ts';
import { ReadOnlyDocuments } from './editor/providers/readOnlyDocuments.ts';
import { registerSuggestionFixes } from './editor/providers/suggestionFixes.ts';
import { onSettingsChange, readSetting } from './editor/settings.ts';
import { createStatusBar } from './editor/statusBar.ts';
import { systemClock } from './local/clock.ts';
import type { DisposableSandbox } from './local/sandbox/sandbox.ts';
import { diskFiles } from './local/workspaceFiles.ts';
import { CurrentConnection } from './workflows/currentConnection.ts';

/** Bundles of their own (scripts/bundles.mjs), each loaded at its first use. */
const commandBundle = () => import('./commands/commandBundle.ts');
const localBundle = () => import('./local/localBundle.ts');
const manifestBundle = () => import('./workflows/manifestBundle.ts');

export interface Services {
  /** Registers what a person sees; what is here is disposed in reverse. */
  readonly disposables: readonly { dispose(): unknown }[];
  /** For tests: the answers of a person. */
  readonly dialogs: Dialogs;
  /** Ends what runs outside of the window. */
  close(): Promise<void>;
}

/** Makes everything, once; heavy parts at their first use. */
export function createServices(context: vscode.ExtensionContext): Services {
  const storageFolder = context.globalStorageUri.fsPath;
  const log = createLog();
  const dialogs = createDialogs();
  const memory = createMemory(context.workspaceState);
  const files = withOpenDocuments(diskFiles);
  const manifests = new ManifestIndex(
    (file) => files.readText(file),
    async (text, folder) => (await manifestBundle()).manifestFiles(text, folder),
  );
  const loadCheck = async () => (await manifestBundle()).checkManifest;
  const diagnostics = new ManifestDiagnostics(manifests, files, log, loadCheck);
  const planDocuments = new ReadOnlyDocuments(documentSchemes.plan);
  const reports = new ReadOnlyDocuments(documentSchemes.report);

  const closing: (() => Promise<void>)[] = [];
  let started: DisposableSandbox | undefined;
  const sandbox = once(async () => {
    const { createSandbox } = await localBundle();
    started = createSandbox({
      storageFolder,
      command: () => readSetting('sandbox.command') || undefined,
      region: () => readSetting('connection.region') || undefined,
    });
    started.onUnexpectedExit(() => {
      connection.reset();
      void dialogs
        .notify('warning', vscode.l10n.t('The local sandbox ended unexpectedly.'), [startAgain])
        .then((chosen) => chosen && vscode.commands.executeCommand('lambdaWorkbench.startSandbox'));
    });
    return started;
  });
  const startAgain = vscode.l10n.t('Start Local Sandbox');
  const opener = once(async () => {
    const { createConnectionOpener } = await import('./aws/awsBundle.ts');
    return createConnectionOpener({ readFile: (file) => readFile(file) });
  });
  const archiver = once(async () => {
    const { createArchiver } = await localBundle();
    const made = createArchiver({
      // A folder of its own: what is old in there is removed.
      storageFolder: path.join(storageFolder, 'archives'),
      workerFile: path.join(context.extensionPath, 'dist', 'archiveWorker.cjs'),
    });
    closing.push(() => made.dispose());
    return made;
  });
  const connection: CurrentConnection = new CurrentConnection({
    opener,
    settings: () => ({
      profile: readSetting('connection.profile'),
      region: readSetting('connection.region'),
      endpoint: readSetting('connection.endpoint'),
    }),
    hooks: () => ({ askMfaCode: (serial) => askMfaCode(serial, dialogs), proxy: proxySettings() }),
    startSandbox: async (options) =>
      (await commandBundle()).ensureSandbox({ sandbox, dialogs, log }, options),
    sandboxEndpoint: () => started?.endpoint,
    sandboxChosen: {
      read: () => memory.read('sandboxChosen') ?? false,
      write: (chosen) => memory.write('sandboxChosen', chosen),
    },
  });
  const containers = once(async () => {
    const { createContainers } = await import('./local/containers/containerBundle.ts');
    const made = createContainers({
      tool: () => readSetting('local.tool'),
      storageFolder: path.join(storageFolder, 'containers'),
      scanWorkerFile: path.join(context.extensionPath, 'dist', 'codeScanWorker.cjs'),
    });
    closing.push(async () => {
      await Promise.all([made.engine.dispose(), made.scanner.dispose()]);
    });
    return made;
  });
  const localInvoker = once(async () => {
    const { connectionEnvironment, createLocalInvoker } = await import('./workflows/local/invokerBundle.ts');
    const made = createLocalInvoker({
      engine: async () => (await containers()).engine,
      scanner: async () => (await containers()).scanner,
      files,
      clock: systemClock,
      settings: () => ({
        tool: readSetting('local.tool'),
        reuse: readSetting('local.reuse'),
        prepare: readSetting('local.prepare'),
        idleTimeout: readSetting('local.idleTimeout'),
        images: readSetting('local.images'),
      }),
      connection: (options) => connectionEnvironment(connection, readSetting('local.credentials'), options),
      hostValue: (name) => process.env[name],
      onTrouble: (error) => logError(log, vscode.l10n.t('In the background'), error),
    });
    closing.push(() => made.dispose());
    return made;
  });
  const services: CommandServices = {
    connection,
    opener,
    archiver,
    sandbox,
    localInvoker,
    sourceControl: {
      describeRevision: async (folder, options) =>
        (await localBundle()).gitRevision.describeRevision(folder, options),
    },
    files,
    clock: systemClock,
    manifests,
    diagnostics,
    memory,
    dialogs,
    log,
    plans: new PlanDocuments(planDocuments),
    reports,
    deploying: new Set(),
  };
  // After activation has returned: nobody waits for the scan.
  const scan = setTimeout(() => void manifests.all().then(lookAhead), 0);
  const lookAhead = async () => {
    if (vscode.workspace.isTrusted && (await manifests.all()).length > 0) await connection.lookAhead();
  };
  const reconnect = () => {
    connection.reset();
    void lookAhead();
  };
  return {
    dialogs,
    disposables: [
      log,
      manifests,
      diagnostics,
      planDocuments,
      reports,
      { dispose: () => clearTimeout(scan) },
      registerCommands(commandTable(services), {
        dialogs,
        log,
        onError: (error) => connection.noteError(error),
      }),
      registerSuggestionFixes(diagnostics),
      createStatusBar(connection),
      detectInActiveEditors(
        manifests,
        async (fileName, text) => (await manifestBundle()).detectHandlers(fileName, text).length > 0,
      ),
      onSettingsChange(['connection.profile', 'connection.region', 'connection.endpoint'], reconnect),
      // The person may have signed in there: the next call tells.
      vscode.window.onDidCloseTerminal(() => {
        if (connection.status.expired) reconnect();
      }),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('http')) reconnect();
      }),
    ],
    close: async () => {
      await Promise.all([started?.dispose(), ...closing.map((end) => end())]);
    },
  };
}

/** Runs a factory at the first call and keeps its result; a failure is not kept. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make().catch((error: unknown) => {
      made = undefined;
      throw error;
    });
    return made;
  };
}
