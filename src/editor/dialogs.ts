import * as vscode from 'vscode';
import { back } from './multiStep.ts';
import type { Answer, StepPosition } from './multiStep.ts';
import { pickMany } from './pickMany.ts';
import type { PickManyQuestion } from './pickMany.ts';

export interface PickItem<T> extends vscode.QuickPickItem {
  readonly value?: T;
  /** True for what Enter takes at first. */
  readonly picked?: boolean;
}

export interface PickQuestion<T> {
  readonly title: string;
  readonly placeholder: string;
  readonly items: readonly PickItem<T>[] | Promise<readonly PickItem<T>[]>;
  /** Goes on to show more while the question is open; aborted when it closes. */
  readonly more?: (show: (items: readonly PickItem<T>[]) => void, signal: AbortSignal) => Promise<void>;
  /** Keeps the question open while the person looks elsewhere, at a plan for example. */
  readonly keepOpen?: boolean;
}

export interface InputQuestion {
  readonly title: string;
  readonly prompt: string;
  readonly value?: string;
  readonly placeholder?: string;
  readonly password?: boolean;
  /** What is wrong with the text, as one sentence. */
  readonly validate?: (text: string) => string | undefined;
}

export interface ConfirmQuestion {
  readonly message: string;
  readonly detail: string;
  /** Each names the act and its object; the first is the default. Escape answers undefined. */
  readonly buttons: readonly string[];
  readonly warning: boolean;
  /** What Escape means, as a button of its own, where that is more than "Cancel" says; answers undefined too. */
  readonly close?: string;
}

export type Severity = 'info' | 'warning' | 'error';

/**
 * Everything that waits for a person. An object of its own because modal dialogs throw in VS Code's extension test host:
 * the tests put scripted answers in its place.
 */
export interface Dialogs {
  confirm(question: ConfirmQuestion): Promise<string | undefined>;
  pick<T>(question: PickQuestion<T>, position?: StepPosition): Promise<Answer<T>>;
  /** Any number of rows, none too; undefined when the person gave up. */
  pickMany<T>(question: PickManyQuestion<T>): Promise<readonly T[] | undefined>;
  input(question: InputQuestion, position?: StepPosition): Promise<Answer<string>>;
  saveFile(
    title: string,
    defaultPath: string,
    filters: Record<string, string[]>,
  ): Promise<string | undefined>;
  notify(severity: Severity, message: string, buttons: readonly string[]): Promise<string | undefined>;
}

export function createDialogs(): Dialogs {
  return { confirm, pick, pickMany, input, saveFile, notify };
}

async function confirm({
  message,
  detail,
  buttons,
  warning,
  close,
}: ConfirmQuestion): Promise<string | undefined> {
  const options = { modal: true, detail };
  const items: vscode.MessageItem[] = buttons.map((title) => ({ title }));
  if (close !== undefined) items.push({ title: close, isCloseAffordance: true });
  const chosen = warning
    ? await vscode.window.showWarningMessage(message, options, ...items)
    : await vscode.window.showInformationMessage(message, options, ...items);
  return chosen?.title === close ? undefined : chosen?.title;
}

async function notify(
  severity: Severity,
  message: string,
  buttons: readonly string[],
): Promise<string | undefined> {
  switch (severity) {
    case 'info':
      return vscode.window.showInformationMessage(message, ...buttons);
    case 'warning':
      return vscode.window.showWarningMessage(message, ...buttons);
    case 'error':
      return vscode.window.showErrorMessage(message, ...buttons);
  }
}

async function saveFile(
  title: string,
  defaultPath: string,
  filters: Record<string, string[]>,
): Promise<string | undefined> {
  const uri = await vscode.window.showSaveDialog({
    title,
    filters,
    defaultUri: vscode.Uri.file(defaultPath),
  });
  return uri?.fsPath;
}

async function pick<T>(question: PickQuestion<T>, position?: StepPosition): Promise<Answer<T>> {
  const box = vscode.window.createQuickPick<PickItem<T>>();
  box.placeholder = question.placeholder;
  box.matchOnDescription = true;
  box.matchOnDetail = true;
  const answer = ask<T>(box, question.title, question.keepOpen === true, position, () => {
    const [chosen] = box.selectedItems;
    return chosen?.value;
  });
  try {
    if (question.items instanceof Promise) box.busy = true;
    box.items = await question.items;
    const proposed = box.items.find(({ picked }) => picked === true);
    if (proposed !== undefined) box.activeItems = [proposed];
  } catch (error) {
    box.hide();
    await answer;
    throw error;
  }
  box.busy = false;
  return question.more === undefined ? answer : withMore(box, answer, question.more);
}

/** Trouble with what comes later closes the question, as what is shown would pass for all there is. */
async function withMore<T>(
  box: vscode.QuickPick<PickItem<T>>,
  answer: Promise<Answer<T>>,
  more: NonNullable<PickQuestion<T>['more']>,
): Promise<Answer<T>> {
  const open = new AbortController();
  const closed = answer.finally(() => open.abort());
  box.keepScrollPosition = true;
  box.busy = true;
  try {
    await Promise.race([
      closed,
      more((items) => {
        if (!open.signal.aborted) box.items = items;
      }, open.signal),
    ]);
  } catch (error) {
    box.hide();
    await closed;
    throw error;
  }
  if (!open.signal.aborted) box.busy = false;
  return closed;
}

async function input(question: InputQuestion, position?: StepPosition): Promise<Answer<string>> {
  const box = vscode.window.createInputBox();
  box.prompt = question.prompt;
  box.value = question.value ?? '';
  box.placeholder = question.placeholder;
  box.password = question.password ?? false;
  const check = () => {
    box.validationMessage = question.validate?.(box.value);
    return box.validationMessage === undefined;
  };
  box.onDidChangeValue(check);
  return ask<string>(box, question.title, true, position, () => (check() ? box.value : undefined));
}

/** Shows a quick input until it is accepted with a value, sent back, or hidden. */
function ask<T>(
  box: vscode.QuickPick<PickItem<T>> | vscode.InputBox,
  title: string,
  keepOpen: boolean,
  position: StepPosition | undefined,
  read: () => T | undefined,
): Promise<Answer<T>> {
  box.title = title;
  box.ignoreFocusOut = keepOpen;
  if (position !== undefined) {
    box.step = position.step;
    box.totalSteps = position.total;
    box.buttons = position.step > 1 ? [vscode.QuickInputButtons.Back] : [];
  }
  return new Promise((resolve) => {
    let answer: Answer<T>;
    box.onDidAccept(() => {
      answer = read();
      if (answer !== undefined) box.hide();
    });
    box.onDidTriggerButton((button) => {
      if (button === vscode.QuickInputButtons.Back) {
        answer = back;
        box.hide();
      }
    });
    box.onDidHide(() => {
      resolve(answer);
      box.dispose();
    });
    box.show();
  });
}
