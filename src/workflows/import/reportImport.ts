import { t } from '@vscode/l10n';
import { formatFileCount } from '../../core/quantities.ts';
import type { ImportedFunction } from './importFunction.ts';

/** What is deployed and not in the workspace, line by line; empty when all is. */
export function importRemarks({ notes, leftPacked }: ImportedFunction): string[] {
  if (leftPacked === 0) return [...notes];
  const count = formatFileCount(leftPacked);
  return [...notes, t('Not unpacked: {0} in which a version control keeps its state.', count)];
}
