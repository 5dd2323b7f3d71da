import type { TargetServices } from '../targets/deploymentTarget.ts';
import type { CommandServices } from '../commandServices.ts';

/** What the commands of a warm-up rule take. */
export type WarmUpServices = TargetServices &
  Pick<
    CommandServices,
    'connection' | 'clock' | 'dialogs' | 'log' | 'memory' | 'reports' | 'accountView' | 'functionChanged'
  >;
