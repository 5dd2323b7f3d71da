import type { Failure } from '../../core/failures/failure.ts';
import { baseName } from '../../core/workspacePath.ts';
import type { ManifestEntry } from '../../editor/manifestIndex.ts';
import type { CommandServices } from '../commandServices.ts';
import { argumentUri } from './commandArgument.ts';
import { pickManifest } from './chooseFunction.ts';
import { meaningOf } from './functionChoice.ts';

/**
 * The manifest that a command is about among those that declare something: the one of the argument, of the active editor,
 * or one that is picked. Undefined when the person gave up.
 * @param missing what to say where the manifest that is meant, or (undefined) none at all, declares it
 */
export async function chooseDeclaring(
  args: readonly unknown[],
  title: string,
  declares: (entry: ManifestEntry) => boolean,
  missing: (file: string | undefined, name?: string) => Failure,
  services: Pick<CommandServices, 'manifests' | 'dialogs'>,
): Promise<ManifestEntry | undefined> {
  const all = await services.manifests.all();
  const uri = argumentUri(args);
  const meaning = uri?.scheme === 'file' ? meaningOf(uri.fsPath, all) : undefined;
  const entries = meaning?.kind === 'manifests' ? meaning.entries : [];
  // The index may be behind a manifest that was written a moment ago.
  const read = await Promise.all(entries.map(({ file }) => services.manifests.refresh(file)));
  const meant = read.filter((entry) => entry !== undefined);
  const fitting = meant.filter(declares);
  const [first] = meant;
  if (fitting.length === 0 && first !== undefined && args[0] !== undefined)
    throw missing(first.file, baseName(first.file));
  const offered = fitting.length > 0 ? fitting : all.filter(declares);
  if (offered.length === 0) throw missing(undefined);
  const chosen = await pickManifest(offered, title, services);
  return offered.find(({ file }) => file === chosen?.file);
}
