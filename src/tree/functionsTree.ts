import * as vscode from 'vscode';
import { isCancellation } from '../core/failures/failure.ts';
import { filterNames, groupsOf } from '../core/functions/functionGroups.ts';
import { stateOfFailure } from '../core/functions/functionsState.ts';
import type { FunctionsState } from '../core/functions/functionsState.ts';
import type { FunctionCatalog } from '../workflows/functionCatalog.ts';
import {
  accountFunctionItem,
  aliasItem,
  functionTooltip,
  loadMoreItem,
  prefixItem,
  sectionItem,
  settingItem,
  variableItem,
  versionItem,
} from './accountItems.ts';
import { sections, settingNames } from './accountNodes.ts';
import type { AccountNode, RestApiNode, RouteNode, SectionNode, StageNode } from './accountNodes.ts';
import { AccountNodes } from './accountNodeCache.ts';
import {
  apiRowItem,
  emailRuleItem,
  noteItem,
  routeNodes,
  ruleItem,
  stageNodes,
  triggerNodes,
} from './triggerItems.ts';

export interface FunctionsTreeSources {
  readonly catalog: FunctionCatalog;
  /** Names on top, in the order of pinning. */
  readonly pinned: () => readonly string[];
  /** Words that names must hold; empty for all functions. */
  readonly filter: () => string;
  readonly grouped: () => boolean;
  readonly protectedAliases: () => readonly string[];
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** What keeps the account from being read without a call. */
  readonly obstacle: () => FunctionsState | undefined;
  readonly onState: (state: FunctionsState) => void;
  /** Something below a function could not be read. */
  readonly onError: (error: unknown) => void;
}

interface ShownNames {
  readonly pinned: readonly string[];
  readonly others: readonly string[];
}

/** Milliseconds in which the pages of a long list are drawn together. */
const drawTogether = 200;

/** The functions of the connection's account and region with their aliases, versions and configuration. */
export class FunctionsTree implements vscode.TreeDataProvider<AccountNode>, vscode.Disposable {
  readonly #nodes = new AccountNodes();
  readonly #changed = new vscode.EventEmitter<AccountNode | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #sources: FunctionsTreeSources;
  readonly #stop: () => void;
  #drawing: NodeJS.Timeout | undefined;
  /** Whether something changed since the last drawing. */
  #late = false;

  constructor(sources: FunctionsTreeSources) {
    this.#sources = sources;
    this.#stop = sources.catalog.onDidChange((change) => {
      if (change === 'all') this.#drawSoon();
      else this.#changed.fire(this.#nodes.of({ kind: 'accountFunction', ...change }));
    });
  }

  /** Draws all rows anew from what is known: pins, filter or grouping changed. */
  redraw(): void {
    clearTimeout(this.#drawing);
    this.#drawing = undefined;
    this.#changed.fire(undefined);
  }

  async getChildren(parent?: AccountNode): Promise<AccountNode[]> {
    if (parent === undefined) return this.#roots();
    switch (parent.kind) {
      case 'prefix':
        return this.#functionNodes(this.#namesOf(parent.prefix));
      case 'accountFunction':
        return sections.map((section) =>
          this.#nodes.of({ kind: 'section', functionName: parent.functionName, section }),
        );
      case 'section':
        return this.#orNothing(() => this.#sectionRows(parent));
      case 'restApi':
        return this.#orNothing(async () =>
          stageNodes(parent, await this.#sources.catalog.triggersOf(parent.functionName)).map((node) =>
            this.#nodes.of(node),
          ),
        );
      case 'stage':
        return this.#orNothing(async () =>
          routeNodes(parent, await this.#sources.catalog.triggersOf(parent.functionName)).map((node) =>
            this.#nodes.of(node),
          ),
        );
      case 'setting':
        return this.#orNothing(async () => {
          const { functionName } = parent;
          const { environment } = await this.#sources.catalog.configurationOf(functionName);
          return Object.keys(environment)
            .sort()
            .map((variable) => this.#nodes.of({ kind: 'variable', functionName, variable }));
        });
      default:
        return [];
    }
  }

  async getTreeItem(node: AccountNode): Promise<vscode.TreeItem> {
    const { catalog, pinned, now, protectedAliases } = this.#sources;
    switch (node.kind) {
      case 'prefix':
        return prefixItem(node, this.#namesOf(node.prefix).length);
      case 'accountFunction': {
        const { functionName } = node;
        const facts = { pinned: pinned().includes(functionName), now: now() };
        return accountFunctionItem(node, catalog.function(functionName), facts);
      }
      case 'section':
        return sectionItem(node);
      case 'alias': {
        const aliases = await catalog.aliasesOf(node.functionName);
        const alias = aliases.find(({ name }) => name === node.alias);
        // One that went meanwhile goes with the next drawing.
        if (alias === undefined) return new vscode.TreeItem('');
        return aliasItem(node, alias, protectedAliases().includes(node.alias));
      }
      case 'version': {
        const [versions, aliases] = await Promise.all([
          catalog.versionsOf(node.functionName),
          catalog.aliasesOf(node.functionName),
        ]);
        const summary = versions.find(({ version }) => version === node.version);
        return versionItem(node, summary, aliases, now());
      }
      case 'setting':
        return settingItem(node, await catalog.configurationOf(node.functionName));
      case 'variable':
        return variableItem(node);
      case 'rule': {
        const { rules } = await catalog.triggersOf(node.functionName);
        const rule = rules.find(({ name, alias }) => name === node.rule && alias === node.alias);
        // One that went meanwhile goes with the next drawing.
        return rule === undefined ? new vscode.TreeItem('') : ruleItem(node, rule, now());
      }
      case 'emailRule': {
        const { emails } = await catalog.triggersOf(node.functionName);
        const rule = emails.find(({ name, ruleSet }) => name === node.rule && ruleSet === node.ruleSet);
        return rule === undefined ? new vscode.TreeItem('') : emailRuleItem(node, rule);
      }
      case 'restApi':
      case 'stage':
      case 'route':
        return apiRowItem(node);
      case 'note':
        return noteItem(node);
      case 'loadMore':
        return loadMoreItem(node);
    }
  }

  /** The state of a function is not in the list: it is read when somebody wants to see it. */
  async resolveTreeItem(item: vscode.TreeItem, node: AccountNode): Promise<vscode.TreeItem> {
    const { catalog } = this.#sources;
    const summary = node.kind === 'accountFunction' ? catalog.function(node.functionName) : undefined;
    if (summary === undefined) return item;
    const live = await catalog.configurationOf(summary.functionName).catch(() => undefined);
    item.tooltip = functionTooltip(summary, live);
    return item;
  }

  getParent(node: AccountNode): AccountNode | undefined {
    switch (node.kind) {
      case 'prefix':
      case 'loadMore':
        return undefined;
      case 'accountFunction':
        return this.#groupOf(node.functionName);
      case 'section':
        return this.functionNode(node.functionName);
      case 'alias':
        return this.#section(node.functionName, 'aliases');
      case 'version':
        return this.#section(node.functionName, 'versions');
      case 'setting':
        return this.#section(node.functionName, 'configuration');
      case 'rule':
      case 'restApi':
      case 'emailRule':
      case 'note':
        return this.#section(node.functionName, 'triggers');
      case 'stage':
        return this.#nodes.of(apiOf(node));
      case 'route':
        return this.#nodes.of({ ...apiOf(node), kind: 'stage', stage: node.stage, url: node.url });
      case 'variable':
        return this.#nodes.of({
          kind: 'setting',
          functionName: node.functionName,
          setting: 'environment',
        });
    }
  }

  /** The row of a function, for revealing it. */
  functionNode(functionName: string): AccountNode {
    return this.#nodes.of({ kind: 'accountFunction', functionName });
  }

  async #roots(): Promise<AccountNode[]> {
    const { catalog, obstacle, onState, filter } = this.#sources;
    const before = obstacle();
    if (before !== undefined) {
      onState(before);
      return [];
    }
    try {
      await catalog.begin();
    } catch (error) {
      if (isCancellation(error)) return [];
      onState(stateOfFailure(error));
      this.#sources.onError(error);
      return [];
    }
    const names = this.#shownNames();
    const rows = this.#grouped(names);
    if (catalog.hasMore && filter() === '') rows.push(this.#nodes.of({ kind: 'loadMore' }));
    const empty = catalog.functions.length === 0 ? 'noFunctions' : 'nothingMatches';
    onState(rows.length > 0 ? 'ready' : empty);
    return rows;
  }

  /** What the filter leaves, pinned functions apart. */
  #shownNames(): ShownNames {
    const { catalog, filter } = this.#sources;
    const names = filterNames(catalog.functions, filter());
    const there = new Set(names);
    const pinned = this.#sources.pinned().filter((name) => there.has(name));
    const onTop = new Set(pinned);
    return { pinned, others: names.filter((name) => !onTop.has(name)) };
  }

  #grouped({ pinned, others }: ShownNames): AccountNode[] {
    const rows = this.#functionNodes(pinned);
    if (!this.#sources.grouped()) return [...rows, ...this.#functionNodes(others)];
    for (const group of groupsOf(others)) {
      rows.push(
        group.kind === 'group'
          ? this.#nodes.of({ kind: 'prefix', prefix: group.prefix })
          : this.functionNode(group.functionName),
      );
    }
    return rows;
  }

  #namesOf(prefix: string): readonly string[] {
    for (const group of groupsOf(this.#shownNames().others)) {
      if (group.kind === 'group' && group.prefix === prefix) return group.functionNames;
    }
    return [];
  }

  #groupOf(functionName: string): AccountNode | undefined {
    if (!this.#sources.grouped()) return undefined;
    for (const group of groupsOf(this.#shownNames().others)) {
      if (group.kind === 'group' && group.functionNames.includes(functionName)) {
        return this.#nodes.of({ kind: 'prefix', prefix: group.prefix });
      }
    }
    return undefined;
  }

  async #sectionRows({ functionName, section }: SectionNode): Promise<AccountNode[]> {
    const { catalog } = this.#sources;
    switch (section) {
      case 'aliases': {
        const aliases = await catalog.aliasesOf(functionName);
        return aliases.map(({ name }) => this.#nodes.of({ kind: 'alias', functionName, alias: name }));
      }
      case 'versions': {
        const [versions] = await Promise.all([
          catalog.versionsOf(functionName),
          catalog.aliasesOf(functionName),
        ]);
        return ['$LATEST', ...versions.map(({ version }) => version)].map((version) =>
          this.#nodes.of({ kind: 'version', functionName, version }),
        );
      }
      case 'configuration': {
        const { layers = [] } = await catalog.configurationOf(functionName);
        return settingNames
          .filter((setting) => setting !== 'layers' || layers.length > 0)
          .map((setting) => this.#nodes.of({ kind: 'setting', functionName, setting }));
      }
      case 'triggers':
        return triggerNodes(functionName, await catalog.triggersOf(functionName)).map((node) =>
          this.#nodes.of(node),
        );
    }
  }

  #functionNodes(names: readonly string[]): AccountNode[] {
    return names.map((functionName) => this.functionNode(functionName));
  }

  #section(functionName: string, section: SectionNode['section']): AccountNode {
    return this.#nodes.of({ kind: 'section', functionName, section });
  }

  async #orNothing(rows: () => Promise<AccountNode[]>): Promise<AccountNode[]> {
    try {
      return await rows();
    } catch (error) {
      if (!isCancellation(error)) this.#sources.onError(error);
      return [];
    }
  }

  #drawSoon(): void {
    if (this.#drawing !== undefined) {
      this.#late = true;
      return;
    }
    this.#late = false;
    this.#changed.fire(undefined);
    this.#drawing = setTimeout(() => {
      this.#drawing = undefined;
      if (this.#late) this.#drawSoon();
    }, drawTogether);
  }

  dispose(): void {
    clearTimeout(this.#drawing);
    this.#stop();
    this.#changed.dispose();
  }
}

const apiOf = ({ functionName, apiId, api }: StageNode | RouteNode): RestApiNode => ({
  kind: 'restApi',
  functionName,
  apiId,
  api,
});
