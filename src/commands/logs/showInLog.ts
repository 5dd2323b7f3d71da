import * as vscode from 'vscode';
import { logFailures } from '../../core/failures/logFailures.ts';
import { requestOf } from '../../core/invocations/requestOf.ts';
import type { CommandServices } from '../commandServices.ts';
import { argumentNode } from '../targets/commandArgument.ts';
import { beginTail } from './tailLogs.ts';

/** Milliseconds: clocks differ, and a function may be initialised before its invocation. */
const before = 60_000;
/** Milliseconds that CloudWatch may take to show what was just written. */
const patience = 20_000;

/** `Show in Log`: the lines of an invocation in AWS, in the log of its function, which is followed from there on. */
export async function showInLog(args: readonly unknown[], services: CommandServices): Promise<void> {
  const node = argumentNode(args);
  const invocation = node?.kind === 'invocation' ? services.history.get(node.id) : undefined;
  const requestId = invocation && requestOf(invocation);
  if (invocation === undefined) return;
  if (requestId === undefined) throw logFailures.nothingRan(invocation.functionName);
  const { functionName, startedAt } = invocation;
  const tails = await services.logTails();
  const known = tails.of(functionName);
  const from = startedAt - before;
  if (known === undefined || known.qualifier !== undefined || known.from > from)
    await beginTail({ functionName, qualifier: undefined, from }, services);
  const title = vscode.l10n.t('Looking for the invocation in the log of {0}', functionName);
  const options = { location: vscode.ProgressLocation.Window, title };
  const found = await vscode.window.withProgress(options, () =>
    tails.reveal(functionName, requestId, patience),
  );
  if (!found) throw logFailures.requestMissing(requestId, functionName);
}
