import type * as vscode from 'vscode';

/** What this workspace remembers between windows. No secrets: VS Code keeps it in a plain database. */
export interface Remembered {
  /** What `Deploy Again` repeats: the manifest's path, or a handler with the answers of the no-manifest flow. */
  lastFunction:
    | { readonly kind: 'manifest'; readonly file: string }
    | {
        readonly kind: 'handler';
        readonly file: string;
        readonly functionName: string;
        readonly runtime: string;
        readonly handler: string;
      };
  /** `account/region/function` of every plan that was confirmed once. */
  confirmedPlans: readonly string[];
  sandboxChosen: boolean;
}

export interface Memory {
  read<Key extends keyof Remembered>(key: Key): Remembered[Key] | undefined;
  write<Key extends keyof Remembered>(key: Key, value: Remembered[Key]): void;
}

export function createMemory(state: vscode.Memento): Memory {
  return {
    read: (key) => state.get(key),
    write: (key, value) => void state.update(key, value),
  };
}
