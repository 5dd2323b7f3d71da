import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** What of a package.json builds ask for; nothing where it is none. */
export interface PackageFacts {
  readonly type?: string;
  readonly dependencies: readonly string[];
}

export async function readPackage(folder: string): Promise<PackageFacts | undefined> {
  const text = await readFile(join(folder, 'package.json'), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const value = parse(text);
  const type = 'type' in value && typeof value.type === 'string' ? { type: value.type } : {};
  const named = 'dependencies' in value ? value.dependencies : undefined;
  const dependencies = typeof named === 'object' && named !== null ? Object.keys(named) : [];
  return { ...type, dependencies };
}

/** npm complains of a broken one; here it says nothing. */
function parse(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}

/** The folder itself and those above it, up to the outermost one. */
export function foldersUpTo(outermost: string, folder: string): string[] {
  const folders = [folder];
  for (let at = folder; at !== outermost && dirname(at) !== at; at = dirname(at)) folders.push(dirname(at));
  return folders;
}
