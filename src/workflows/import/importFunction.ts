import { importFailures } from '../../core/failures/importFailures.ts';
import type { DeployedFunction } from '../../core/import/deployedFunction.ts';
import type { ImportChoices, ImportedManifest } from '../../core/import/importedManifest.ts';
import { bringBack } from '../../core/import/keptFiles.ts';
import { importLayout, isEventBesideManifest } from '../../core/import/unpackedFiles.ts';
import type { ImportLayout } from '../../core/import/unpackedFiles.ts';
import { resolvePath } from '../../core/workspacePath.ts';
import type { Archiver, AwsConnection, BuiltArchive, CallOptions } from '../ports.ts';
import type { CodeArchive, CodeStore } from '../portsForCode.ts';
import type { FolderMaker, StagedFolder } from '../portsForImport.ts';
import { importedManifest } from '../../core/import/importedManifest.ts';
import { newManifestText } from '../../core/manifest/newManifestText.ts';

export interface ImportDependencies {
  readonly connection: AwsConnection;
  readonly codeStore: CodeStore;
  readonly folders: FolderMaker;
  readonly archiver: Archiver;
  /** Remembers that an archive of ours holds what is deployed as another one. */
  readonly rememberCode: (sha256: string, codeSha256: string) => void;
}

export interface ImportOptions extends CallOptions {
  readonly onDownload?: (received: number, total: number) => void;
  readonly onUnpack?: (done: number, total: number) => void;
}

export interface ImportedFunction {
  /** Absolute path of the manifest. */
  readonly manifestFile: string;
  /** Files of the archive that were unpacked, and that were not. */
  readonly files: number;
  readonly leftPacked: number;
  readonly notes: readonly string[];
}

const manifestName = 'lambda.json';
/** Each round may bring back a folder, in which the next finds what else is left out. */
const mostRounds = 10;

/**
 * Makes a folder of a deployed function: its code, a manifest and the policy files that it names. Nothing is written over;
 * when it fails or is aborted, nothing is left. Rejects with a `Failure` of `import.…`, `code.…` or the connection.
 * @param folder absolute path of the folder to make
 */
export async function importFunction(
  deployed: DeployedFunction,
  choices: ImportChoices,
  folder: string,
  dependencies: ImportDependencies,
  options: ImportOptions,
): Promise<ImportedFunction> {
  const { signal } = options;
  const { functionName, codeSha256 } = deployed.latest;
  const archive = await deployedCode(deployed, dependencies, options);
  const imported = importedManifest(deployed, choices);
  const layout = importLayout(archive.files, [manifestName, ...imported.files.keys()]);
  const staged = await dependencies.folders.begin(folder);
  try {
    const request = { archive, files: layout.files, below: layout.root, functionName };
    await staged.unpack(request, { signal, onProgress: options.onUnpack });
    const built = await packAgain(staged, layout, imported, dependencies.archiver, options);
    const { manifest } = imported;
    const text = newManifestText({ ...manifest, package: packageKey(layout, built.exclude) });
    for (const [path, document] of imported.files) await staged.write(path, document);
    await staged.write(manifestName, text);
    signal.throwIfAborted();
    await staged.finish();
    if (built.sha256 !== codeSha256) dependencies.rememberCode(built.sha256, codeSha256);
  } finally {
    await staged.discard();
  }
  return {
    manifestFile: resolvePath(folder, manifestName),
    files: layout.files.length,
    leftPacked: archive.files.length - layout.files.length,
    notes: imported.notes,
  };
}

async function deployedCode(
  { latest: { functionName, codeSha256 } }: DeployedFunction,
  { connection, codeStore }: ImportDependencies,
  { signal, onDownload }: ImportOptions,
): Promise<CodeArchive> {
  const kept = await codeStore.get(codeSha256);
  if (kept !== undefined) return kept;
  const code = await connection.code.downloadCode(functionName, undefined, {
    signal,
    onProgress: onDownload,
  });
  if (code.codeSha256 !== codeSha256) throw importFailures.changedMeanwhile(functionName);
  return codeStore.keep(codeSha256, code.bytes, functionName);
}

/**
 * The archive that the folder gives, as its next plan makes it, and the lines that it takes for what is deployed to stay in
 * it.
 */
async function packAgain(
  staged: StagedFolder,
  { root, files }: ImportLayout,
  { files: ours }: ImportedManifest,
  archiver: Archiver,
  { signal }: CallOptions,
): Promise<BuiltArchive & { readonly exclude: readonly string[] }> {
  const events = root === '.' ? files.map(({ path }) => path).filter(isEventBesideManifest) : [];
  const known = [...ours.keys(), ...events].map((path) => resolvePath(staged.path, path));
  const request = { root: resolvePath(staged.path, root), workspaceFolder: staged.path, known };
  let exclude: readonly string[] = [];
  for (let round = 1; ; round++) {
    // A place of our own: an archive too large to be uploaded directly is deployed, so it is no reason to stop.
    const built = await archiver.build({ ...request, exclude, output: staged.workFile }, { signal });
    const more = bringBack(built.leftOut).filter((line) => !exclude.includes(line));
    if (more.length === 0 || round === mostRounds) return { ...built, exclude };
    exclude = [...exclude, ...more];
  }
}

function packageKey({ root }: ImportLayout, exclude: readonly string[]) {
  if (root === '.' && exclude.length === 0) return undefined;
  return {
    ...(root === '.' ? {} : { root }),
    ...(exclude.length === 0 ? {} : { exclude: [...exclude] }),
  };
}
