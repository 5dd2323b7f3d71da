import { archiveFailures } from '../../core/failures/archiveFailures.ts';
import { localFailures } from '../../core/failures/localFailures.ts';
import type { ArchiveTrouble } from '../../core/archive/archiveTrouble.ts';
import type { ScanTrouble } from './scanMessages.ts';

/** @param root absolute path of the code folder */
export function scanFailure(trouble: ScanTrouble, root: string): Error {
  switch (trouble.kind) {
    case 'missing':
      return trouble.folder === root
        ? localFailures.codeMissing(root)
        : localFailures.mountMissing(trouble.folder);
    case 'notAllowed':
      return localFailures.folderOutside(trouble.folder);
    case 'unreadable':
      return localFailures.codeUnreadable(trouble.path, trouble.code);
    case 'notCopied':
      return localFailures.codeNotCopied(trouble.path, trouble.code);
    case 'tree':
      return treeFailure(trouble.trouble, root);
  }
}

/** Most that stops an archive stops a copy in the same words; some of them are about packaging alone. */
function treeFailure(trouble: ArchiveTrouble, root: string): Error {
  switch (trouble.kind) {
    case 'rootMissing':
      return localFailures.codeMissing(root);
    case 'outsideLink':
      return localFailures.linkOutside(
        trouble.path,
        trouble.target,
        trouble.file ?? `${root}/${trouble.path}`,
      );
    case 'unreadable':
      return localFailures.codeUnreadable(trouble.file ?? `${root}/${trouble.path}`, trouble.code);
    case 'changed':
      return localFailures.codeChanging(trouble.path);
    default:
      return archiveFailures.fromTrouble(trouble, root);
  }
}
