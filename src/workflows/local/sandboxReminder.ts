import { t } from '@vscode/l10n';
import type { ConnectionStatus } from '../../core/connection/connectionStatus.ts';
import type { LogLine } from '../../core/local/invocation.ts';

/**
 * Says in a function's log that the sandbox, which the workspace is connected to, does not run: once, until it has run
 * again. A local run does not start it, as most functions can do without.
 */
export class SandboxReminder {
  readonly #status: () => Pick<ConnectionStatus, 'kind' | 'running'>;
  #isSaid = false;

  constructor(status: () => Pick<ConnectionStatus, 'kind' | 'running'>) {
    this.#status = status;
  }

  /** The line for an invocation that begins now, if it is due. */
  take(): LogLine | undefined {
    const { kind, running } = this.#status();
    if (kind !== 'sandbox' || running) {
      this.#isSaid = false;
      return undefined;
    }
    if (this.#isSaid) return undefined;
    this.#isSaid = true;
    const text = t(
      'The local sandbox is not running, so the function does not reach it. "Lambda: Start Local Sandbox" starts it.',
    );
    return { text, source: 'ours' };
  }
}
