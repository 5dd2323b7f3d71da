import type { CommandServices } from '../commandServices.ts';

/** What the commands that change aliases need. */
export type AliasServices = Pick<
  CommandServices,
  | 'accountView'
  | 'clock'
  | 'connection'
  | 'dialogs'
  | 'files'
  | 'functionChanged'
  | 'log'
  | 'manifests'
  | 'memory'
  | 'parsedManifests'
  | 'reports'
  | 'shifting'
>;
