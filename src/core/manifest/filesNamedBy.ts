import type { FunctionManifest } from './functionManifest.ts';

export type NamedFileRole = 'trustPolicy' | 'inlinePolicy' | 'environment' | 'localEnvironment' | 'smokeTest';

export interface NamedFile {
  /** As the manifest has it, relative to the manifest's folder. */
  readonly path: string;
  readonly role: NamedFileRole;
  /** Keys that lead to the path in the manifest. */
  readonly at: readonly (string | number)[];
}

/** The files that a manifest names, in its own order. They are no part of the archive. */
export function filesNamedBy(manifest: FunctionManifest): NamedFile[] {
  const { role, environmentFile, local, aliases } = manifest;
  const files: NamedFile[] = [];
  const add = (path: string | undefined, fileRole: NamedFileRole, ...at: (string | number)[]) => {
    if (path !== undefined) files.push({ path, role: fileRole, at });
  };
  add(environmentFile, 'environment', 'environmentFile');
  add(role?.trustPolicy, 'trustPolicy', 'role', 'trustPolicy');
  for (const [name, path] of Object.entries(role?.inlinePolicies ?? {})) {
    add(path, 'inlinePolicy', 'role', 'inlinePolicies', name);
  }
  add(local?.environmentFile, 'localEnvironment', 'local', 'environmentFile');
  for (const [alias, { smokeTests = [] }] of Object.entries(aliases ?? {})) {
    for (const [index, path] of smokeTests.entries())
      add(path, 'smokeTest', 'aliases', alias, 'smokeTests', index);
  }
  return files;
}
