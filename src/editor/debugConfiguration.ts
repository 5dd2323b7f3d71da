import * as vscode from 'vscode';
import { debugType } from '../contributions.ts';
import { eventName } from '../core/events/eventReference.ts';
import type { InvocationTarget } from '../core/invocations/invocationTarget.ts';
import { baseName } from '../core/workspacePath.ts';

/** Which attribute of a configuration carries what was chosen: nothing that a person writes. */
export const targetAttribute = 'lambdaTarget';

/** The configuration of a run whose function and event are known. */
export const debugConfiguration = (target: InvocationTarget): vscode.DebugConfiguration => ({
  type: debugType,
  request: 'launch',
  name: `${nameOf(target)} · ${eventName(target.event)}`,
  [targetAttribute]: target,
});

export const targetOf = (configuration: vscode.DebugConfiguration) =>
  configuration[targetAttribute] as InvocationTarget | undefined;

/** The folder's name stands for the function: its manifest is read when it runs. */
function nameOf({ reference }: InvocationTarget): string {
  if (reference.kind === 'handler') return reference.functionName;
  return baseName(vscode.Uri.joinPath(vscode.Uri.file(reference.file), '..').fsPath);
}
