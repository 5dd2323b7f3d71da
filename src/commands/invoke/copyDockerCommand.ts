import * as vscode from 'vscode';
import { invocationFailures } from '../../core/failures/invocationFailures.ts';
import type { CommandServices } from '../commandServices.ts';
import { runnableFunction } from '../targets/runnableFunction.ts';
import { chosenInvocation } from './chosenInvocation.ts';

/** Copies what does the same as an invocation by hand: a `docker run` with names of variables, and no value of them. */
export async function copyDockerCommand(
  args: readonly unknown[],
  services: Pick<CommandServices, 'history' | 'results' | 'parsedManifests' | 'files' | 'localInvoker'>,
): Promise<void> {
  const { reference, functionName } = chosenInvocation(args, services);
  if (reference.kind === 'deployed') throw invocationFailures.notLocal();
  const source = await runnableFunction(reference, services);
  await vscode.env.clipboard.writeText(await (await services.localInvoker()).command(source));
  vscode.window.setStatusBarMessage(vscode.l10n.t('$(copy) docker run for {0} copied', functionName), 5000);
}
