import { readFile } from 'node:fs/promises';
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { CommandServices } from './commands/commandServices.ts';
import { PlanDocuments } from './commands/deploy/planDocuments.ts';
import { documentSchemes, viewIds } from './contributions.ts';
import { isBeside } from './core/events/eventFiles.ts';
import { InvocationHistory } from './core/invocations/invocationHistory.ts';
import { registerCommands } from './editor/commandRegistry.ts';
import { askMfaCode, proxySettings } from './editor/connectionHooks.ts';
import { createDialogs } from './editor/dialogs.ts';
import type { Dialogs } from './editor/dialogs.ts';
import { EventIndex } from './editor/eventIndex.ts';
import { showFailure } from './editor/failureMessages.ts';
import { FunctionOutput } from './editor/functionOutput.ts';
import { detectInActiveEditors } from './editor/handlerDetector.ts';
import { createLog, logError } from './editor/log.ts';
import { ManifestIndex, namedFiles } from './editor/manifestIndex.ts';
import { createMemory } from './editor/memory.ts';
import { withOpenDocuments } from './editor/openDocuments.ts';
import { outsideFolders } from './editor/outsideFolders.ts';
import { CodeFiles } from './editor/providers/codeFiles.ts';
import { EventDiagnostics } from './editor/providers/eventDiagnostics.ts';
import { registerFrameLinks } from './editor/providers/frameLinks.ts';
import { HtmlPreview } from './editor/providers/htmlPreview.ts';
import { registerLambdaDebugging } from './editor/providers/lambdaDebugging.ts';
import { ManifestDiagnostics } from './editor/providers/manifestDiagnostics.ts';
import { ReadOnlyDocuments } from './editor/providers/readOnlyDocuments.ts';
import { ResultDocuments } from './editor/providers/resultDocuments.ts';
import { registerResultLenses } from './editor/providers/resultLenses.ts';
import { registerSuggestionFixes } from './editor/providers/suggestionFixes.ts';
import { onSettingsChange, readSetting } from './editor/settings.ts';
import { createStatusBar } from './editor/statusBar.ts';
import { onProgramEnd } from './editor/terminalProgram.ts';
import { systemClock } from './local/clock.ts';
import type { DisposableSandbox } from './local/sandbox/sandbox.ts';
import { diskFiles } from './local/workspaceFiles.ts';
import { InvocationsTree } from './tree/invocationsTree.ts';
import { LazyFunctionsView } from './tree/lazyFunctionsView.ts';
import { WorkspaceTree } from './tree/workspaceTree.ts';
import { knowingImports } from './workflows/import/importedCode.ts';
import { CurrentConnection } from './workflows/currentConnection.ts';
import { InvokeOnSave } from './workflows/local/invokeOnSave.ts';
import type { LocalDependencies } from './workflows/local/localDependencies.ts';
import type { DebugTools } from './workflows/local/localDebugging.ts';
import type { LocalInvoker } from './workflows/local/localInvoking.ts';
import { WorkspaceStates } from './workflows/workspaceStates.ts';
import { RunningInvocations } from './workflows/local/runningInvocations.ts';
import { SandboxReminder } from './workflows/local/sandboxReminder.ts';

/** Bundles of their own (scripts/bundles.mjs), each loaded at its first use. */
const commandBundle = () => import('./commands/commandBundle.ts');
const localBundle = () => import('./local/localBundle.ts');
const invokerBundle = () => import('./workflows/local/invokerBundle.ts');
const manifestBundle = () => import('./workflows/manifestBundle.ts');

export interface Services {
  /** Registers what a person sees; what is here is disposed in reverse. */
  readonly disposables: readonly { dispose(): unknown }[];
  /** For tests: the answers of a person. */
  readonly dialogs: Dialogs;
  /** For tests: runs functions in place of containers. */
  readonly seams: Seams;
  readonly history: InvocationHistory;
  readonly manifests: ManifestIndex;
  readonly functionsView: LazyFunctionsView;
  /** Ends what runs outside of the window. */
  close(): Promise<void>;
}

export interface Seams {
  localInvoker?: LocalInvoker;
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
  const events = new EventIndex(manifests);
  const eventDiagnostics = new EventDiagnostics();
  const history = new InvocationHistory();
  const results = new ResultDocuments(history);
  const output = new FunctionOutput();
  const preview = new HtmlPreview();
  const seams: Seams = {};

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
    return knowingImports(made, () => memory.read('importedCode'));
  });
  const builder = once(async () => {
    const { createCodeBuilder } = await import('./local/build/buildBundle.ts');
    return createCodeBuilder({
      storageFolder: path.join(storageFolder, 'builds'),
      containers: () => ({ tool: readSetting('local.tool'), images: readSetting('local.images') }),
    });
  });
  const codeStore = once(async () => {
    const { createCodeStore } = await import('./local/code/codeBundle.ts');
    return createCodeStore({ folder: path.join(storageFolder, 'code') });
  });
  const layerStore = once(async () => {
    const { createLayerStore } = await import('./local/code/codeBundle.ts');
    return createLayerStore(path.join(storageFolder, 'layers'));
  });
  const codeFiles = new CodeFiles(codeStore);
  const onSave: InvokeOnSave = new InvokeOnSave({
    clock: systemClock,
    run: async (reference, signal) => (await commandBundle()).runOnSave(reference, signal, services),
    onError: (error) => showFailure(error, vscode.l10n.t('Invoke on Save'), { dialogs, log }),
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
      onVersion: (text) => log.info(text),
      scanWorkerFile: path.join(context.extensionPath, 'dist', 'codeScanWorker.cjs'),
      // A folder of its own: what is old in there is removed.
      copyFolder: path.join(storageFolder, 'running'),
    });
    closing.push(async () => {
      await Promise.all([made.engine.dispose(), made.scanner.dispose()]);
    });
    return made;
  });
  const local: LocalDependencies = {
    engine: async () => (await containers()).engine,
    scanner: async () => (await containers()).scanner,
    builder,
    knownFiles: async ({ folder }) => {
      const [entries, found] = await Promise.all([manifests.all(), events.all()]);
      return [...entries.flatMap(namedFiles), ...found.filter((file) => isBeside(folder, file))];
    },
    files,
    clock: systemClock,
    settings: () => ({
      tool: readSetting('local.tool'),
      reuse: readSetting('local.reuse'),
      prepare: readSetting('local.prepare'),
      idleTimeout: readSetting('local.idleTimeout'),
      images: readSetting('local.images'),
    }),
    connection: async (options) => {
      const { connectionEnvironment } = await invokerBundle();
      return connectionEnvironment(connection, readSetting('local.credentials'), options);
    },
    runsNatively: (id) => memory.read('nativeFunctions')?.includes(id) === true,
    folders: outsideFolders(memory, dialogs),
    layerFolder: async (arn, options) => {
      const [{ fetchLayer }, store] = await Promise.all([invokerBundle(), layerStore()]);
      return fetchLayer(arn, store, (call) => connection.open(call), options);
    },
    hostValue: (name) => process.env[name],
    onTrouble: (error) => logError(log, vscode.l10n.t('In the background'), error),
  };
  const localDebugger = once(async () => {
    const [{ createLocalDebugger }, { debuggerPackage }, { freePort, writeDebugScripts }] = await Promise.all(
      [invokerBundle(), commandBundle(), localBundle()],
    );
    const files: DebugTools['files'] = async (functionName, wanted) => ({
      package: await debuggerPackage(functionName, wanted),
      scripts: await writeDebugScripts(path.join(storageFolder, 'debug')),
    });
    return createLocalDebugger({ ...local, tools: { files, freePort } });
  });
  const logTails = once(async () => {
    const made = new (await commandBundle()).LogTails(history);
    closing.push(() => {
      made.dispose();
      return Promise.resolve();
    });
    return made;
  });
  const localInvoker = once(async () => {
    const made = (await invokerBundle()).createLocalInvoker(local);
    closing.push(() => made.dispose());
    return made;
  });
  const functionsView = new LazyFunctionsView(async (view) => {
    const { FunctionsView } = await import('./tree/functionsBundle.ts');
    return new FunctionsView({
      view,
      connection,
      memory,
      clock: systemClock,
      onError: (error) => {
        connection.noteError(error);
        logError(log, vscode.l10n.t('Functions view'), error);
      },
    });
  });
  const services: CommandServices = {
    connection,
    opener,
    archiver,
    builder,
    layerSize: async (arn) => (await layerStore()).unzippedSize(arn),
    sandbox,
    codeStore,
    folderMaker: async () => (await import('./local/code/codeBundle.ts')).folderMaker,
    localInvoker: async () => seams.localInvoker ?? localInvoker(),
    localDebugger,
    sourceControl: {
      describeRevision: async (folder, options) =>
        (await localBundle()).gitRevision.describeRevision(folder, options),
    },
    files,
    clock: systemClock,
    manifests,
    events,
    parsedManifests: new Map(),
    diagnostics,
    eventDiagnostics,
    memory,
    dialogs,
    log,
    plans: new PlanDocuments(planDocuments),
    reports,
    results,
    preview,
    output,
    logTails,
    history,
    running: new RunningInvocations(),
    onSave,
    accountView: () => functionsView.load(),
    functionChanged: (functionName) => {
      functionsView.functionChanged(functionName);
      void manifests.named(functionName).then((concerned) => states.outdated(concerned));
    },
    sandboxReminder: new SandboxReminder(() => connection.status),
    aliasVersions: new Map(),
    shifting: new Set(),
    deploying: new Set(),
  };
  // After activation has returned: nobody waits for the scan.
  const scan = setTimeout(() => {
    void events.all().then(lookAhead);
    void resumeShifts();
    if (vscode.workspace.isTrusted)
      void endCrashed().catch((error: unknown) => logError(log, 'Activation', error));
  }, 0);
  const resumeShifts = async () => {
    if (!vscode.workspace.isTrusted || (memory.read('gradualShifts') ?? []).length === 0) return;
    await (await commandBundle()).resumeShifts(services);
  };
  const endCrashed = async () => {
    const { endCrashedSandboxes } = await localBundle();
    await endCrashedSandboxes(storageFolder);
  };
  const lookAhead = async () => {
    if (vscode.workspace.isTrusted && (await manifests.all()).length > 0) await connection.lookAhead();
  };
  const reconnect = () => {
    connection.reset();
    void lookAhead();
  };
  const prepare = async (uri: vscode.Uri | undefined) => {
    if (uri === undefined || !vscode.workspace.isTrusted) return;
    if (readSetting('local.prepare') !== 'eventOpened' || !uri.path.endsWith('.json')) return;
    await (await commandBundle()).prepareForEvent(uri, services).catch((error: unknown) => {
      logError(log, vscode.l10n.t('Preparing a container'), error);
    });
  };
  const states = new WorkspaceStates({
    compute: async (manifest, signal) => (await commandBundle()).workspaceState(manifest, signal, services),
    // Nobody is asked for an MFA code because a view is drawn: something else has to have reached the account first.
    mayLook: () =>
      workspaceView.visible && vscode.workspace.isTrusted && connection.status.account !== undefined,
    onTrouble: (error) => logError(log, vscode.l10n.t('Comparing with the account'), error),
  });
  const workspaceTree = new WorkspaceTree({ manifests, events, history, onSave, states });
  const workspaceView: vscode.TreeView<unknown> = vscode.window.createTreeView(viewIds.workspace, {
    treeDataProvider: workspaceTree,
    showCollapseAll: true,
  });
  const invocationsTree = new InvocationsTree(history);
  return {
    dialogs,
    seams,
    history,
    manifests,
    functionsView,
    disposables: [
      log,
      manifests,
      diagnostics,
      planDocuments,
      reports,
      codeFiles,
      events,
      eventDiagnostics,
      results,
      output,
      preview,
      onSave,
      workspaceTree,
      invocationsTree,
      functionsView,
      workspaceView,
      states,
      workspaceView.onDidChangeVisibility(() => states.outdated()),
      { dispose: connection.onDidReset(() => states.forget()) },
      { dispose: connection.onDidChange(() => void states.look()) },
      manifests.onDidChange((file) => states.outdated([file])),
      vscode.window.registerTreeDataProvider(viewIds.invocations, invocationsTree),
      registerFrameLinks(results, output, async (document, functionAt, token) =>
        (await commandBundle()).linksInDocument(document, functionAt, token, services),
      ),
      registerResultLenses(results, history),
      vscode.workspace.onDidSaveTextDocument(({ uri }) => {
        if (uri.scheme !== 'file') return;
        onSave.saved(uri.fsPath);
        void manifests.concerning(uri.fsPath).then((concerned) => states.outdated(concerned));
      }),
      vscode.window.onDidChangeActiveTextEditor((editor) => void prepare(editor?.document.uri)),
      { dispose: () => clearTimeout(scan) },
      registerCommands(async () => (await commandBundle()).commandTable(services), {
        dialogs,
        log,
        onError: (error) => connection.noteError(error),
      }),
      registerLambdaDebugging({
        manifests,
        events,
        choose: async (configuration, folder) =>
          (await commandBundle()).chooseDebugTarget(configuration, folder, services),
        run: async (target, run) => (await commandBundle()).runDebugged(target, run, services),
        adapter: async (run) => (await commandBundle()).runDebugAdapter(run),
        onError: (error) => showFailure(error, vscode.l10n.t('Debug Locally'), { dialogs, log }),
      }),
      registerSuggestionFixes(diagnostics),
      createStatusBar(connection, onSave, manifests),
      detectInActiveEditors(
        manifests,
        async (fileName, text) => (await manifestBundle()).detectHandlers(fileName, text).length > 0,
      ),
      onSettingsChange(['functions.groupByPrefix', 'protectedAliases'], () => functionsView.redraw()),
      onSettingsChange(['connection.profile', 'connection.region', 'connection.endpoint'], reconnect),
      // The person may have signed in there: the next call tells.
      onProgramEnd(() => {
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
