import * as vscode from 'vscode';
import { contextKeys } from '../contributions.ts';
import type { ConnectionStatus } from '../core/connection/connectionStatus.ts';
import type { FunctionsState } from '../core/functions/functionsState.ts';
import { setContextKey } from '../editor/commandRegistry.ts';
import { FunctionsViewState } from '../editor/functionsViewState.ts';
import type { Memory } from '../editor/memory.ts';
import { readSetting } from '../editor/settings.ts';
import type { CurrentConnection } from '../workflows/currentConnection.ts';
import { FunctionCatalog } from '../workflows/functionCatalog.ts';
import type { Clock } from '../workflows/ports.ts';
import { FunctionsTree } from './functionsTree.ts';
import type { AccountNode } from './accountNodes.ts';

export interface FunctionsViewSources {
  readonly view: vscode.TreeView<AccountNode>;
  readonly connection: CurrentConnection;
  readonly memory: Memory;
  readonly clock: Clock;
  /** Something could not be read. */
  readonly onError: (error: unknown) => void;
}

/** The Functions view: the tree, whose account it shows, and what stands in place of functions. */
export class FunctionsView implements vscode.Disposable {
  /** What was read of the account. */
  readonly catalog: FunctionCatalog;
  readonly tree: FunctionsTree;
  readonly #sources: FunctionsViewSources;
  readonly #disposables: { dispose(): unknown }[];
  readonly #viewState: FunctionsViewState;
  #state: FunctionsState = 'ready';
  #loading: AbortController | undefined;

  constructor(sources: FunctionsViewSources) {
    this.#sources = sources;
    const { connection } = sources;
    const state = new FunctionsViewState(sources.memory, () => nameOf(connection.status));
    this.#viewState = state;
    const catalog = new FunctionCatalog((signal) => connection.open({ signal }), sources.clock);
    this.catalog = catalog;
    this.tree = new FunctionsTree({
      catalog,
      pinned: () => state.pinned,
      filter: () => state.filter,
      grouped: () => readSetting('functions.groupByPrefix'),
      protectedAliases: () => readSetting('protectedAliases'),
      now: () => sources.clock.now(),
      obstacle: () => obstacle(connection.status),
      onState: (shown) => this.#show(shown),
      onError: sources.onError,
    });
    this.#disposables = [
      this.tree,
      state,
      state.onDidChange(() => {
        this.tree.redraw();
        this.#loadFiltered();
      }),
      { dispose: connection.onDidReset(() => catalog.refresh()) },
      { dispose: connection.onDidChange(() => this.#connectionChanged()) },
      { dispose: catalog.onDidChange(() => this.#describe()) },
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.tree.redraw()),
    ];
  }

  get filter(): string {
    return this.#viewState.filter;
  }

  set filter(words: string) {
    this.#viewState.filter = words;
  }

  pin(functionName: string, pinned: boolean): void {
    this.#viewState.pin(functionName, pinned);
  }

  /** Shows and selects the row of a function. */
  async reveal(functionName: string): Promise<void> {
    const node = this.tree.functionNode(functionName);
    await this.#sources.view.reveal(node, { select: true, focus: true, expand: true });
  }

  dispose(): void {
    this.#loading?.abort();
    for (const disposable of this.#disposables) disposable.dispose();
  }

  #show(state: FunctionsState): void {
    this.#state = state;
    setContextKey(contextKeys.functionsView, state);
    this.#describe();
    if (state !== 'ready' && state !== 'nothingMatches') return;
    this.#loadFiltered();
    // Whose functions they are is in no answer of Lambda's list.
    const { signal } = new AbortController();
    void this.#sources.connection
      .open({ signal })
      .then(({ identity }) => identity.callerIdentity({ signal }))
      .catch(() => undefined);
  }

  #connectionChanged(): void {
    const { connection } = this.#sources;
    if (this.#state === 'sandboxStopped' && !sandboxStopped(connection.status)) this.tree.redraw();
    this.#describe();
  }

  /** What the filter is to find may be on any page: they are read in the background. */
  #loadFiltered(): void {
    const state = this.#viewState;
    const { catalog } = this;
    this.#loading?.abort();
    this.#loading = undefined;
    if (state.filter === '' || !catalog.hasMore || sandboxStopped(this.#sources.connection.status)) return;
    const loading = new AbortController();
    this.#loading = loading;
    void catalog
      .loadAll(loading.signal)
      .catch(this.#sources.onError)
      .finally(() => {
        if (this.#loading === loading) this.#loading = undefined;
        this.#describe();
      });
  }

  #describe(): void {
    const { connection, view } = this.#sources;
    const state = this.#viewState;
    const { account, region } = connection.status;
    const where = [account, region].filter((part) => part !== undefined).join(' · ');
    view.description = this.#state === 'ready' ? where : '';
    setContextKey(contextKeys.functionsFiltered, state.filter !== '');
    view.message =
      this.#state === 'ready' && state.filter !== ''
        ? this.#loading === undefined
          ? vscode.l10n.t('Filter: {0}', state.filter)
          : vscode.l10n.t(
              'Filter: {0} · {1} functions read so far',
              state.filter,
              this.catalog.functions.length,
            )
        : undefined;
  }
}

/** Tells connections apart by what the person chose: filter and pins are kept by it. */
function nameOf({ kind, profile }: ConnectionStatus): string {
  return [kind, profile, readSetting('connection.region'), readSetting('connection.endpoint')].join(' ');
}

function obstacle(status: ConnectionStatus): FunctionsState | undefined {
  if (!vscode.workspace.isTrusted) return 'untrusted';
  return sandboxStopped(status) ? 'sandboxStopped' : undefined;
}

/** It is not started by looking: that is for the person to do. */
function sandboxStopped({ kind, running }: ConnectionStatus): boolean {
  return kind === 'sandbox' && !running;
}
