import * as vscode from 'vscode';

/**
 * Runs a program where a person sees it and can answer it: the program itself with its arguments, not a shell that is sent
 * text, so that a profile's name cannot become a command. Its terminal shows the command line, and stays open with what
 * the program said; `onProgramEnd` tells when it has ended.
 */
export async function runInTerminal(title: string, argv: readonly string[]): Promise<void> {
  const [program = '', ...programArguments] = argv;
  const execution = new vscode.ProcessExecution(program, programArguments);
  const task = new vscode.Task({ type: 'process' }, vscode.TaskScope.Workspace, title, 'Lambda', execution);
  task.presentationOptions = {
    reveal: vscode.TaskRevealKind.Always,
    panel: vscode.TaskPanelKind.Dedicated,
    focus: true,
    clear: true,
  };
  await vscode.tasks.executeTask(task);
}

/** Calls back when a program in a terminal may have ended: one of `runInTerminal`, a task, or the whole terminal. */
export function onProgramEnd(listener: () => void): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.tasks.onDidEndTaskProcess(listener),
    vscode.window.onDidCloseTerminal(listener),
  );
}
