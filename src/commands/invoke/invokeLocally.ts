import * as vscode from 'vscode';
import type { CommandServices } from '../commandServices.ts';
import { invocationTarget } from './invocationTarget.ts';
import { runInvocation } from './runInvocation.ts';

/** `Lambda: Invoke Locally with Active Event`, and the same with a cold start. */
export async function invokeLocally(
  args: readonly unknown[],
  { fresh }: { readonly fresh: boolean },
  services: CommandServices,
): Promise<void> {
  const target = await invocationTarget(args, vscode.l10n.t('Invoke Locally'), services);
  if (target === undefined) return;
  await runInvocation(target, { fresh, showsEvent: args.length > 0 }, services);
}
