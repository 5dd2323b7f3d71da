import * as vscode from 'vscode';
import type { Memory } from './memory.ts';

/** What the person set in the Functions view: a filter and pinned functions, each kept per connection. */
export class FunctionsViewState implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #memory: Memory;
  readonly #connection: () => string;

  /** `connection` tells connections apart; names and settings only, as it is written down. */
  constructor(memory: Memory, connection: () => string) {
    this.#memory = memory;
    this.#connection = connection;
  }

  /** Words that names must hold; empty for all functions. */
  get filter(): string {
    return this.#memory.read('functionFilters')?.[this.#connection()] ?? '';
  }

  set filter(text: string) {
    const filters = this.#memory.read('functionFilters') ?? {};
    this.#memory.write('functionFilters', { ...filters, [this.#connection()]: text });
    this.#changed.fire();
  }

  /** Names, in the order of pinning. */
  get pinned(): readonly string[] {
    return this.#memory.read('pinnedFunctions')?.[this.#connection()] ?? [];
  }

  pin(functionName: string, pinned: boolean): void {
    const names = this.pinned.filter((name) => name !== functionName);
    const all = this.#memory.read('pinnedFunctions') ?? {};
    const mine = pinned ? [...names, functionName] : names;
    this.#memory.write('pinnedFunctions', { ...all, [this.#connection()]: mine });
    this.#changed.fire();
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
