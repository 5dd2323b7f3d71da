import { deepEqual, equal } from 'node:assert/strict';
import { cp, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import * as vscode from 'vscode';
import type { TestApi } from '../../../src/extension.ts';
import { ScriptedPerson } from '../../support/scriptedPerson.ts';
import { answers } from './bareInvocation.ts';
import { containers, docker, removeContainers } from './dockerTool.ts';
import { event, eventFile, handlerFile, handlerText } from './localFunctions.ts';
import { quiet } from './quiet.ts';

const patience = 30_000;
/** Milliseconds in which nothing of an invocation, or of a start, is still going on. */
const settled = 1_000;
const ours = `label=lambda-workbench.pid=${process.pid}`;

/** The functions of this window, run by the installed product through its own command. */
export class LocalWorkspace {
  readonly #folder: string;
  readonly #api: TestApi;
  readonly #person: ScriptedPerson;
  /** What each function's answer has to hold. */
  readonly #values = new Map<string, number>();

  private constructor(folder: string, api: TestApi, person: ScriptedPerson) {
    this.#folder = folder;
    this.#api = api;
    this.#person = person;
  }

  /** Hands over the workspace when the window has come to rest, and removes its containers afterwards. */
  static async use<T>(work: (workspace: LocalWorkspace) => Promise<T>): Promise<T> {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    const extension = vscode.extensions.getExtension<TestApi>('lambda-workbench.lambda-workbench');
    if (extension === undefined || folder === undefined) throw new Error('No extension, or no folder.');
    const api = await extension.activate();
    const person = new ScriptedPerson();
    person.answerFor(api.dialogs);
    await quiet();
    try {
      return await work(new LocalWorkspace(folder.uri.fsPath, api, person));
    } finally {
      await removeContainers(await containers(ours));
    }
  }

  /** Absolute path of a function's code root. */
  codeOf(name: string): string {
    return path.dirname(path.join(this.#folder, handlerFile(name)));
  }

  /** Absolute path of a folder with what runs as a function, dependencies included; the function was invoked before. */
  async treeOf(name: string): Promise<string> {
    const [container] = await this.containers(name);
    const format = '{{range .Mounts}}{{if eq .Destination "/var/task"}}{{.Source}}{{end}}{{end}}';
    const task = await docker(['inspect', '--format', format, container ?? '']);
    const tree = path.join(path.dirname(this.#folder), `${name}-tree`);
    await cp(task.trim(), tree, { recursive: true });
    return tree;
  }

  /** Rewrites a function's handler: the answer is another one from now on. */
  async change(name: string): Promise<void> {
    const value = (this.#values.get(name) ?? 0) + 1;
    this.#values.set(name, value);
    await writeFile(path.join(this.#folder, handlerFile(name)), handlerText(name, value));
  }

  /**
   * Invokes a function as a person does, and waits for the figures too.
   *
   * @param start how it has to begin
   * @returns milliseconds from the command to its promise
   */
  async invoke(name: string, start: 'cold' | 'warm'): Promise<number> {
    const uri = vscode.Uri.file(path.join(this.#folder, eventFile(name)));
    const started = performance.now();
    await vscode.commands.executeCommand('lambdaWorkbench.invokeLocally', uri);
    const time = performance.now() - started;
    const [newest] = this.#api.history.all();
    if (newest?.state.kind !== 'ended')
      throw new Error(`${name} gave no result: ${this.#person.told.join(' ')}`);
    const { outcome } = newest.state;
    equal(outcome.start, start);
    equal(newest.functionName, name);
    this.check(name, outcome.payload);
    await until('the report', () => {
      const state = this.#api.history.get(newest.id)?.state;
      return Promise.resolve(state?.kind === 'ended' && state.report !== undefined);
    });
    return time;
  }

  /** Fails when a text is not what the function's handler as it was last written has to answer. */
  check(name: string, answer: string): void {
    deepEqual(JSON.parse(answer), { value: this.#values.get(name) ?? 0, event });
  }

  /** Resolves when the function has had a container that answers, another one in standby and no third for a second. */
  async standbyReady(name: string): Promise<void> {
    await until(`the standby of ${name}`, async () => {
      const [one, other, ...others] = await this.containers(name);
      if (one === undefined || other === undefined || others.length > 0) return false;
      await Promise.all([one, other].map(answers));
      await delay(settled);
      return isDeepStrictEqual(await this.containers(name), [one, other]);
    });
  }

  /** The containers of a function in this window, or of all. */
  async containers(name = ''): Promise<string[]> {
    return (await containers(ours, `name=^lambda-workbench-${name}`)).toSorted();
  }
}

async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + patience;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(`Waited in vain for ${what}.`);
    await delay(20);
  }
}
