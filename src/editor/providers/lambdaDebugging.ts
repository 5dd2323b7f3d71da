import * as vscode from 'vscode';
import { debugType } from '../../contributions.ts';
import type { AttachConfiguration } from '../../core/debug/attachConfiguration.ts';
import { workspaceFailures } from '../../core/failures/workspaceFailures.ts';
import type { InvocationTarget } from '../../core/invocations/invocationTarget.ts';
import { baseName } from '../../core/workspacePath.ts';
import type { AttachedDebugger } from '../../workflows/local/localDebugging.ts';
import { targetAttribute, targetOf } from '../debugConfiguration.ts';
import type { DebugConsole, DebuggedRun } from '../debugAdapter.ts';
import type { EventIndex } from '../eventIndex.ts';
import type { ManifestIndex } from '../manifestIndex.ts';

export interface DebugHooks {
  readonly manifests: ManifestIndex;
  readonly events: EventIndex;
  /** What a launch configuration means; undefined when the person gave up. */
  readonly choose: (
    attributes: { readonly manifest: unknown; readonly event: unknown },
    folder: string,
  ) => Promise<InvocationTarget | undefined>;
  /** One invocation under a debugger. Never rejects. */
  readonly run: (
    target: InvocationTarget,
    run: {
      readonly withDebugger: boolean;
      readonly console: DebugConsole;
      readonly signal: AbortSignal;
      readonly attach: (configuration: AttachConfiguration) => Promise<AttachedDebugger | undefined>;
    },
  ) => Promise<void>;
  /** A debug adapter whose session is this run. */
  readonly adapter: (run: DebuggedRun) => Promise<vscode.DebugAdapter>;
  readonly onError: (error: unknown) => void;
}

/**
 * Debug type `lambda`. A session of ours owns the container and starts the one of `node` or `debugpy` as its child, whose
 * life it manages. Had the configuration been turned into one of `node` instead, then "stop" would have been "disconnect",
 * as for every attached process, and "restart" would have attached to a port whose container has answered already; like
 * this, both mean the invocation: stop removes the container, restart sends the event, as it is now, to a new one.
 */
export function registerLambdaDebugging(hooks: DebugHooks): vscode.Disposable {
  const trigger = vscode.DebugConfigurationProviderTriggerKind;
  const offered = { provideDebugConfigurations: () => configurationsOf(hooks) };
  return vscode.Disposable.from(
    vscode.debug.registerDebugConfigurationProvider(debugType, resolver(hooks)),
    vscode.debug.registerDebugConfigurationProvider(debugType, offered, trigger.Initial),
    vscode.debug.registerDebugConfigurationProvider(debugType, offered, trigger.Dynamic),
    vscode.debug.registerDebugAdapterDescriptorFactory(debugType, {
      createDebugAdapterDescriptor: async (session) =>
        new vscode.DebugAdapterInlineImplementation(await hooks.adapter(runOf(session, hooks))),
    }),
  );
}

function resolver({ choose, onError }: DebugHooks): vscode.DebugConfigurationProvider {
  return {
    // Without launch.json the configuration is empty: the active event is meant.
    resolveDebugConfiguration: (_folder, configuration) => ({
      ...configuration,
      type: debugType,
      request: 'launch',
      name: configuration.name || vscode.l10n.t('Debug Lambda Function'),
    }),
    async resolveDebugConfigurationWithSubstitutedVariables(folder, configuration) {
      try {
        if (!vscode.workspace.isTrusted) throw workspaceFailures.untrusted(vscode.l10n.t('Debug Locally'));
        const base = folder ?? vscode.workspace.workspaceFolders?.[0];
        if (base === undefined) throw workspaceFailures.noFolder();
        const { manifest, event } = configuration as Readonly<Record<string, unknown>>;
        const target = targetOf(configuration) ?? (await choose({ manifest, event }, base.uri.fsPath));
        return target && { ...configuration, [targetAttribute]: target };
      } catch (error) {
        onError(error);
        return undefined;
      }
    },
  };
}

/** One configuration for each event of each function. */
async function configurationsOf({ manifests, events }: DebugHooks): Promise<vscode.DebugConfiguration[]> {
  const entries = await manifests.all();
  const all = await Promise.all(
    entries.map(async (entry) =>
      (await events.eventsOf(entry)).map((event) => ({
        type: debugType,
        request: 'launch',
        name: `${entry.functionName ?? baseName(entry.folder)} · ${baseName(event)}`,
        manifest: inWorkspace(entry.file),
        event: inWorkspace(event),
      })),
    ),
  );
  return all.flat();
}

const inWorkspace = (file: string): string => {
  const several = (vscode.workspace.workspaceFolders ?? []).length > 1;
  return several ? file : `\${workspaceFolder}/${vscode.workspace.asRelativePath(file)}`;
};

function runOf(session: vscode.DebugSession, { run }: DebugHooks): DebuggedRun {
  const { configuration, name } = session;
  return {
    title: name,
    run: async (console, signal) => {
      const target = targetOf(configuration);
      if (target === undefined) return;
      const attach = (attachTo: AttachConfiguration) => attachChild(session, attachTo);
      await run(target, { withDebugger: configuration.noDebug !== true, console, signal, attach });
    },
  };
}

async function attachChild(
  parent: vscode.DebugSession,
  configuration: AttachConfiguration,
): Promise<AttachedDebugger | undefined> {
  let subscription: vscode.Disposable | undefined;
  const ended = new Promise<void>((resolve) => {
    subscription = vscode.debug.onDidTerminateDebugSession(({ parentSession }) => {
      if (parentSession?.id === parent.id) resolve();
    });
  });
  void ended.then(() => void subscription?.dispose());
  const own = (parent.configuration['attach'] ?? {}) as Readonly<Record<string, unknown>>;
  const started = await vscode.debug.startDebugging(
    parent.workspaceFolder,
    { ...configuration, ...own },
    {
      parentSession: parent,
      lifecycleManagedByParent: true,
      consoleMode: vscode.DebugConsoleMode.MergeWithParent,
      compact: true,
    },
  );
  if (!started) subscription?.dispose();
  return started ? { ended } : undefined;
}
