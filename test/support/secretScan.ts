import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { secretMarker } from './secretMarker.mjs';
import type { Workbench } from './workbench.ts';

/**
 * Where the marker was found: texts of pages of which a screenshot was taken, and everything that VS Code and the extension
 * wrote (logs, storage, settings). Archives hold it nowhere either: manifests are not packaged.
 */
export async function findSecrets({ pageTexts, dataFolder }: Workbench): Promise<string[]> {
  const found = pageTexts.flatMap((text, index) =>
    text.includes(secretMarker) ? [`page ${index + 1}`] : [],
  );
  let files = 0;
  for (const entry of await readdir(dataFolder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    files++;
    const name = path.join(entry.parentPath, entry.name);
    const bytes = await readFile(name).catch(goneMeanwhile);
    if (bytes?.includes(secretMarker) === true) found.push(path.relative(dataFolder, name));
  }
  if (files === 0 || pageTexts.length === 0)
    throw new Error('There is nothing to scan: the scan would prove nothing.');
  return found;
}

/** What was removed after it was listed is nowhere any more. */
function goneMeanwhile(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
  throw error;
}
