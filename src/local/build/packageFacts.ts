import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readPackageObject } from '../../core/build/packageJson.ts';
import { asObject } from '../../core/build/packageValues.ts';

/** What of a package.json builds ask for; nothing where it is none. */
export interface PackageFacts {
  readonly type?: string;
  readonly dependencies: readonly string[];
}

export async function readPackage(folder: string): Promise<PackageFacts | undefined> {
  const text = await readFile(join(folder, 'package.json'), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  // npm complains of a broken one; here it says nothing.
  const { type, dependencies } = readPackageObject(text) ?? {};
  return {
    ...(typeof type === 'string' && { type }),
    dependencies: Object.keys(asObject(dependencies) ?? {}),
  };
}

/** The folder itself and those above it, up to the outermost one. */
export function foldersUpTo(outermost: string, folder: string): string[] {
  const folders = [folder];
  for (let at = folder; at !== outermost && dirname(at) !== at; at = dirname(at)) folders.push(dirname(at));
  return folders;
}
