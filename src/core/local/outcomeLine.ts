import { t } from '@vscode/l10n';
import type { ContainerSpec } from './containerSpec.ts';
import type { InvocationStatus, LogLine } from './invocation.ts';

/** What a person should read in the log when Lambda's own words leave the reason open. */
export function outcomeLine(
  status: InvocationStatus,
  { timeout, memorySize }: Pick<ContainerSpec, 'timeout' | 'memorySize'>,
): LogLine | undefined {
  switch (status) {
    case 'timedOut':
      return ours(
        t('The function was ended after its time-out of {0} s. Raise "timeout" in the manifest.', timeout),
      );
    case 'outOfMemory':
      return ours(
        t(
          'The function needed more than its {0} MB and was ended. Raise "memorySize" in the manifest.',
          memorySize,
        ),
      );
    case 'exited':
      return ours(t('The runtime ended by itself before the function had answered.'));
    case 'success':
    case 'functionError':
    case 'initFailed':
      return undefined;
  }
}

const ours = (text: string): LogLine => ({ text, source: 'ours' });
