import { recordPaths } from '../core/archive/packageSizes.ts';
import type { BuiltArchive, CallOptions } from './ports.ts';
import type { CodeStore } from './portsForCode.ts';

/** What the records of Python's packages in an archive say: path → text. The archive is opened only where it has any. */
export async function readRecords(
  archive: Pick<BuiltArchive, 'file' | 'files'>,
  store: () => Promise<Pick<CodeStore, 'open'>>,
  options: CallOptions,
): Promise<ReadonlyMap<string, string>> {
  const paths = recordPaths(archive.files);
  const records = new Map<string, string>();
  if (paths.length === 0) return records;
  const opened = await (await store()).open(archive.file);
  for (const path of paths) {
    const bytes = await opened.read(path, options);
    if (bytes !== undefined) records.set(path, new TextDecoder().decode(bytes));
  }
  return records;
}
