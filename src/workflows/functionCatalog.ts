import type { LiveAlias, LiveFunction } from '../core/deployment/liveState.ts';
import { isFailure } from '../core/failures/failure.ts';
import { codeFailures } from '../core/failures/codeFailures.ts';
import { functionSummary } from '../core/functions/functionSummary.ts';
import type { FunctionSummary } from '../core/functions/functionSummary.ts';
import { versionSummary } from '../core/functions/versionSummary.ts';
import type { VersionSummary } from '../core/functions/versionSummary.ts';
import type { DeployedTriggers } from '../core/import/deployedTriggers.ts';
import { inTurn } from './email/inTurn.ts';
import type { AwsConnection, CallOptions, Clock } from './ports.ts';
import { ReadOnce } from './readOnce.ts';
import { readTriggers } from './import/readTriggers.ts';

/** What changed: one function, or possibly everything. */
export type CatalogChange = { readonly functionName: string } | 'all';

/**
 * The functions of the connection's account and region as far as they were looked at. Nothing is read that nobody asked
 * for, and nothing twice until it is forgotten.
 */
export class FunctionCatalog {
  readonly #connect: (signal: AbortSignal) => Promise<AwsConnection>;
  readonly #clock: Clock;
  readonly #listeners = new Set<(change: CatalogChange) => void>();
  readonly #functions = new Map<string, FunctionSummary>();
  readonly #aliases = new ReadOnce<readonly LiveAlias[]>();
  readonly #versions = new ReadOnce<readonly VersionSummary[]>();
  readonly #configurations = new ReadOnce<LiveFunction>();
  readonly #triggers = new ReadOnce<DeployedTriggers>();
  #sorted: readonly FunctionSummary[] | undefined;
  /** The page that is being read; one at a time. */
  #reading: Promise<void> | undefined;
  #next: string | undefined;
  #begun = false;
  #stop = new AbortController();

  constructor(connect: (signal: AbortSignal) => Promise<AwsConnection>, clock: Clock) {
    this.#connect = connect;
    this.#clock = clock;
  }

  /** Those that were read so far, by name. */
  get functions(): readonly FunctionSummary[] {
    return (this.#sorted ??= [...this.#functions.values()].sort(byName));
  }

  /** Whether there are more than were read, as far as is known. */
  get hasMore(): boolean {
    return !this.#begun || this.#next !== undefined;
  }

  function(functionName: string): FunctionSummary | undefined {
    return this.#functions.get(functionName);
  }

  /** Reads the first page, once. Rejects with a `Failure`; the next call tries again. */
  async begin(): Promise<void> {
    if (!this.#begun) await this.#readPage();
  }

  /** Reads one page more, if there is one. */
  async loadMore(): Promise<void> {
    if (this.hasMore) await this.#readPage();
  }

  /** Reads all that is left, page by page. Rejects with an AbortError when aborted; what was read stays. */
  async loadAll(signal: AbortSignal): Promise<void> {
    while (this.hasMore) {
      signal.throwIfAborted();
      await this.#readPage();
    }
  }

  /** By name. */
  aliasesOf(functionName: string): Promise<readonly LiveAlias[]> {
    return this.#aliases.get(functionName, () =>
      this.#ask(({ aliases }, options) => aliases.listAliases(functionName, options)),
    );
  }

  /** Newest first, `$LATEST` left out. */
  versionsOf(functionName: string): Promise<readonly VersionSummary[]> {
    return this.#versions.get(functionName, () =>
      this.#ask(async ({ functions }, options) =>
        (await functions.listVersions(functionName, options)).map(versionSummary),
      ),
    );
  }

  /** Of `$LATEST`. Holds environment values: only names of them are for showing. */
  configurationOf(functionName: string): Promise<LiveFunction> {
    return this.#configurations.get(functionName, () =>
      this.#ask(async ({ functions }, options) => {
        const found = await functions.readFunction(functionName, undefined, options);
        if (found === undefined) throw codeFailures.gone(functionName);
        return found;
      }),
    );
  }

  /** REST routes, schedule rules and receipt rules that run it, or one of its aliases. */
  triggersOf(functionName: string): Promise<DeployedTriggers> {
    return this.#triggers.get(functionName, async () => {
      const [{ arn }, aliases] = await Promise.all([
        this.configurationOf(functionName),
        this.aliasesOf(functionName),
      ]);
      const names = aliases.map(({ name }) => name);
      return this.#ask((connection, options) => {
        const context = { connection, clock: this.#clock, ...options };
        return readTriggers(functionName, arn, names, connection.triggers, options, (ruleSet) =>
          inTurn(context, () => connection.email.readRuleSet(ruleSet, options)),
        );
      });
    });
  }

  /** Something of this function was changed by us: what is shown of it is read again, also when it is new or gone. */
  changed(functionName: string): void {
    this.#forget(functionName);
    this.#tell({ functionName });
    if (this.#begun) void this.#readAgain(functionName, this.#stop.signal);
  }

  /** Forgets everything: the connection changed, or the person asked. What is being read is given up. */
  refresh(): void {
    this.#stop.abort();
    this.#stop = new AbortController();
    this.#functions.clear();
    this.#aliases.clear();
    this.#versions.clear();
    this.#configurations.clear();
    this.#triggers.clear();
    this.#sorted = undefined;
    this.#reading = undefined;
    this.#next = undefined;
    this.#begun = false;
    this.#tell('all');
  }

  onDidChange(listener: (change: CatalogChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #readPage(): Promise<void> {
    if (this.#reading !== undefined) return this.#reading;
    const reading = this.#page(this.#stop.signal).finally(() => {
      if (this.#reading === reading) this.#reading = undefined;
    });
    this.#reading = reading;
    return reading;
  }

  async #page(signal: AbortSignal): Promise<void> {
    const connection = await this.#connect(signal);
    const page = await connection.catalog.listFunctions(this.#next, { signal });
    signal.throwIfAborted();
    this.#begun = true;
    this.#next = page.next;
    for (const summary of page.functions) this.#functions.set(summary.functionName, summary);
    this.#sorted = undefined;
    this.#tell('all');
  }

  /** Never rejects: what cannot be read stays as it was. */
  async #readAgain(functionName: string, signal: AbortSignal): Promise<void> {
    try {
      const live = await this.configurationOf(functionName);
      if (signal.aborted) return;
      const known = this.#functions.has(functionName);
      this.#functions.set(functionName, functionSummary(live));
      this.#sorted = undefined;
      this.#tell(known ? { functionName } : 'all');
    } catch (error) {
      if (!isFailure(error, 'code.gone') || !this.#functions.delete(functionName)) return;
      this.#sorted = undefined;
      this.#tell('all');
    }
  }

  #ask<T>(read: (connection: AwsConnection, options: CallOptions) => Promise<T>): Promise<T> {
    const { signal } = this.#stop;
    return this.#connect(signal).then((connection) => read(connection, { signal }));
  }

  #forget(functionName: string): void {
    this.#aliases.forget(functionName);
    this.#versions.forget(functionName);
    this.#configurations.forget(functionName);
    this.#triggers.forget(functionName);
  }

  #tell(change: CatalogChange): void {
    for (const listener of this.#listeners) listener(change);
  }
}

const byName = (a: FunctionSummary, b: FunctionSummary): number => (a.functionName < b.functionName ? -1 : 1);
