import * as vscode from 'vscode';
import { invocationFailures } from '../../core/failures/invocationFailures.ts';
import { droppedPayload } from '../../core/invocations/invocationHistory.ts';
import type { Invocation } from '../../core/invocations/invocationHistory.ts';
import type { InvocationOutcome } from '../../core/local/invocation.ts';
import type { CommandServices } from '../commandServices.ts';
import { argumentNode } from '../targets/commandArgument.ts';

type Services = Pick<CommandServices, 'history' | 'results'>;

/** The invocation of the argument, of the result in the active editor, or the last one. Throws `invocation.none`. */
export function chosenInvocation(args: readonly unknown[], { history, results }: Services): Invocation {
  const node = argumentNode(args);
  const active = vscode.window.activeTextEditor?.document.uri;
  const chosen =
    node?.kind === 'invocation'
      ? history.get(node.id)
      : ((active === undefined ? undefined : results.invocationOf(active)) ?? history.all()[0]);
  if (chosen === undefined) throw invocationFailures.noInvocation();
  return chosen;
}

/** The same with its result. Throws `invocation.none`, `invocation.notKept`. */
export function chosenResult(
  args: readonly unknown[],
  services: Services,
): { readonly invocation: Invocation; readonly outcome: InvocationOutcome } {
  const invocation = chosenInvocation(args, services);
  const { state } = invocation;
  if (state.kind !== 'ended' || state.outcome.payload === droppedPayload) throw invocationFailures.notKept();
  return { invocation, outcome: state.outcome };
}
