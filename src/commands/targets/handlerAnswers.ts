import * as vscode from 'vscode';
import { workspaceFailures } from '../../core/failures/workspaceFailures.ts';
import { detectHandlers } from '../../core/handler/handlerDetection.ts';
import type { DetectedHandler } from '../../core/handler/handlerDetection.ts';
import { acceptedRuntimes, runtimeOf, suggestRuntime } from '../../core/runtimes.ts';
import { baseName } from '../../core/workspacePath.ts';
import type { Dialogs } from '../../editor/dialogs.ts';
import { back, runFlow } from '../../editor/multiStep.ts';
import type { FlowStep } from '../../editor/multiStep.ts';
import { fieldProblem } from '../../core/manifest/fieldProblem.ts';
import type { CommandServices } from '../commandServices.ts';
import type { HandlerReference } from '../../core/functionReference.ts';

interface Answers {
  readonly handler: string;
  readonly functionName: string;
  readonly runtime: string;
}

/**
 * The no-manifest flow: finds the handler in the file and asks only for what is missing. Undefined when the person gave
 * up. Rejects with `workspace.noHandler` when the file defines none.
 */
export async function handlerAnswers(
  file: string,
  title: string,
  { files, dialogs, clock }: Pick<CommandServices, 'files' | 'dialogs' | 'clock'>,
): Promise<HandlerReference | undefined> {
  const name = baseName(file);
  const [first, ...others] = detectHandlers(name, (await files.readText(file)) ?? '');
  if (first === undefined) throw workspaceFailures.noHandler(file);
  const now = clock.now();
  const initial = {
    handler: first.handler,
    functionName: suggestedName(file),
    runtime: suggestRuntime(name, now) ?? '',
  };
  const answers = await runFlow<Answers>(initial, [
    ...(others.length === 0 ? [] : [askHandler([first, ...others], title, dialogs)]),
    askName(title, dialogs),
    askRuntime(title, now, dialogs),
  ]);
  return answers === undefined ? undefined : { kind: 'handler', file, ...answers };
}

/** The folder's name for files that are called like an entry point, else the file's own. */
function suggestedName(file: string): string {
  const [name = '', folder = ''] = file.split(/[\\/]/).reverse();
  const stem = name.replace(/\.\w+$/, '');
  const generic = /^(index|app|main|handler|lambda_function|function|__init__)$/.test(stem);
  return (generic && folder !== '' ? folder : stem).replace(/[^\w-]+/g, '-').slice(0, 64);
}

function askHandler(found: readonly DetectedHandler[], title: string, dialogs: Dialogs): FlowStep<Answers> {
  return async (state, position) => {
    const items = found.map(({ handler, line }) => ({
      label: handler,
      description: vscode.l10n.t('line {0}', line),
      value: handler,
    }));
    const placeholder = vscode.l10n.t('The function that Lambda calls');
    const handler = await dialogs.pick({ title, placeholder, items }, position);
    return handler === undefined || handler === back ? handler : { ...state, handler };
  };
}

function askName(title: string, dialogs: Dialogs): FlowStep<Answers> {
  return async (state, position) => {
    const question = {
      title,
      prompt: vscode.l10n.t('Name of the function in AWS'),
      value: state.functionName,
      validate: (text: string) => {
        const expected = fieldProblem('functionName', text);
        return expected === undefined ? undefined : vscode.l10n.t('This must be {0}.', expected);
      },
    };
    const functionName = await dialogs.input(question, position);
    return functionName === undefined || functionName === back ? functionName : { ...state, functionName };
  };
}

function askRuntime(title: string, now: number, dialogs: Dialogs): FlowStep<Answers> {
  return async (state, position) => {
    const language = runtimeOf(state.runtime)?.language;
    const items = acceptedRuntimes(now)
      .filter((id) => language === undefined || runtimeOf(id)?.language === language)
      .map((id) => ({ label: id, value: id }));
    const runtime = await dialogs.pick({ title, placeholder: vscode.l10n.t('Runtime'), items }, position);
    return runtime === undefined || runtime === back ? runtime : { ...state, runtime };
  };
}
