import * as vscode from 'vscode';
import { causeChain, stackFrames } from '../core/failures/causeChain.ts';
import { isFailure } from '../core/failures/failure.ts';

export type Log = vscode.LogOutputChannel;

/** The one output channel. What is written there never holds a credential, an environment value or a signed URL. */
export function createLog(): Log {
  return vscode.window.createOutputChannel('Lambda', { log: true });
}

/** Code, sentence and causes; for an error that nobody foresaw, also where it came from. */
export function logError(log: Log, action: string, error: unknown): void {
  const [head = 'unknown', ...causes] = causeChain(error);
  log.error(`${action}: ${head}`);
  for (const cause of causes) log.error(`  caused by ${cause}`);
  if (!isFailure(error)) {
    for (const frame of stackFrames(error)) log.error(`  ${frame}`);
  }
}
