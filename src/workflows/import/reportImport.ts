import { t } from '@vscode/l10n';
import type { ImportedFunction } from './importFunction.ts';

/** What is deployed and not in the workspace, line by line; empty when all is. */
export function importRemarks({ notes, leftPacked }: ImportedFunction): string[] {
  return leftPacked === 0
    ? [...notes]
    : [...notes, t('{0} files of version control in the archive were not unpacked.', leftPacked)];
}
