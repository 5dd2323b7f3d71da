import * as vscode from 'vscode';

interface ManyItem<T> extends vscode.QuickPickItem {
  readonly value: T;
}

export interface PickManyQuestion<T> {
  readonly title: string;
  readonly placeholder: string;
  /** Those that are `picked` are chosen at first. */
  readonly items: readonly ManyItem<T>[];
  /** What choosing these would mean, beside the title. */
  readonly meaning: (chosen: readonly T[]) => string;
}

/** Asks for any number of rows; undefined when the person gave up. */
export function pickMany<T>({
  title,
  placeholder,
  items,
  meaning,
}: PickManyQuestion<T>): Promise<readonly T[] | undefined> {
  const box = vscode.window.createQuickPick<ManyItem<T>>();
  const chosen = () => box.selectedItems.map(({ value }) => value);
  const tell = () => {
    box.title = `${title} · ${meaning(chosen())}`;
  };
  box.canSelectMany = true;
  box.placeholder = placeholder;
  box.matchOnDescription = true;
  box.items = items;
  box.selectedItems = items.filter(({ picked }) => picked === true);
  tell();
  return new Promise((resolve) => {
    let answer: readonly T[] | undefined;
    box.onDidChangeSelection(tell);
    box.onDidAccept(() => {
      answer = chosen();
      box.hide();
    });
    box.onDidHide(() => {
      resolve(answer);
      box.dispose();
    });
    box.show();
  });
}
