import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { installedNames, installRecordFolders } from '../../core/archive/dependencyFolder.ts';

/** Folders of the root that `pip install --target .` put beside the handler, by pip's own records. */
export function installedInRoot(root: string, names: readonly string[]): ReadonlySet<string> {
  const installed = new Set<string>();
  for (const folder of installRecordFolders(names)) {
    let record: string;
    try {
      record = readFileSync(join(root, folder, 'RECORD'), 'utf8');
    } catch {
      continue; // not pip's: then nothing is known of its folders, and the defaults hold
    }
    for (const name of installedNames(record)) installed.add(name);
  }
  return installed;
}
