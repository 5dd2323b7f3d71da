import * as vscode from 'vscode';
import type { InvocationTarget } from '../../core/invocations/invocationTarget.ts';
import type { DebugConsole } from '../../editor/debugAdapter.ts';
import { showFailure } from '../../editor/failureMessages.ts';
import type { DebugOptions } from '../../workflows/local/localDebugging.ts';
import type { LocalInvoker, LocalProgress, LocalResult } from '../../workflows/local/localInvoking.ts';
import type { CommandServices } from '../commandServices.ts';
import { runInvocation } from '../invoke/runInvocation.ts';

export interface DebugRun {
  /** False: the same run without a debugger. */
  readonly withDebugger: boolean;
  readonly console: DebugConsole;
  readonly signal: AbortSignal;
  readonly attach: DebugOptions['attach'];
}

/**
 * One invocation under a debugger, recorded and shown like any other. Resolves when its last line is there and its
 * container is gone; a failure is shown here, as VS Code would show it in a modal dialog and without what to do next.
 */
export async function runDebugged(
  target: InvocationTarget,
  { withDebugger, console, signal, attach }: DebugRun,
  services: CommandServices,
): Promise<void> {
  let result: LocalResult | undefined;
  // From then on it is the person who takes the time.
  let isAttached = false;
  const attachOnce: DebugRun['attach'] = async (configuration) => {
    const attached = await attach(configuration);
    isAttached = true;
    console.progress(undefined);
    return attached;
  };
  const invoke: LocalInvoker['invoke'] = async (request, options) => {
    const onProgress = (progress: LocalProgress) => {
      options.onProgress?.(progress);
      if (progress.kind === 'line') print(console, progress);
    };
    const shown = { ...options, onProgress };
    result = withDebugger
      ? await (await services.localDebugger()).debug(request, { ...shown, attach: attachOnce })
      : await (await services.localInvoker()).invoke(request, shown);
    return result;
  };
  try {
    await runInvocation(
      target,
      {
        fresh: withDebugger,
        superseded: signal,
        onPhase: (text) => {
          if (!isAttached) console.progress(text);
        },
      },
      { ...services, localInvoker: () => Promise.resolve({ invoke }) },
    );
    await result?.report;
  } catch (error) {
    showFailure(error, vscode.l10n.t('Debug Locally'), services);
  }
}

function print(console: DebugConsole, { line }: Extract<LocalProgress, { kind: 'line' }>): void {
  console.print(line.source === 'function' ? 'stdout' : 'console', line.text);
}
