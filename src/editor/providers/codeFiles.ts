import * as vscode from 'vscode';
import { documentSchemes } from '../../contributions.ts';
import { formatBytes } from '../../core/quantities.ts';
import { addressed } from '../../core/versions/codeAddress.ts';
import type { Addressed, CodeAddress, CodeIdentity, FileFacts } from '../../core/versions/codeAddress.ts';
import type { CodeArchive, CodeStore } from '../../workflows/portsForCode.ts';

/** Deployed code as files that can be read and not changed. Only what is kept: nothing is downloaded by looking. */
export class CodeFiles implements vscode.FileSystemProvider, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  /** Never fires: what an address stands for is one content for ever. */
  readonly onDidChangeFile = this.#changed.event;
  readonly #store: () => Promise<CodeStore>;
  readonly #registration: vscode.Disposable;

  constructor(store: () => Promise<CodeStore>) {
    this.#store = store;
    this.#registration = vscode.workspace.registerFileSystemProvider(documentSchemes.code, this, {
      isReadonly: true,
      isCaseSensitive: true,
    });
  }

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    const found = target(uri);
    if (found.kind === 'facts') return fileStat(encode(found.facts).length);
    const { files } = await this.#archive(found.code);
    const file = files.find(({ path }) => path === found.path);
    if (file !== undefined) return fileStat(file.size);
    if (!files.some(({ path }) => isBelow(found.path, path))) throw vscode.FileSystemError.FileNotFound(uri);
    return { ...fileStat(0), type: vscode.FileType.Directory };
  }

  async readDirectory(uri: vscode.Uri): Promise<[string, vscode.FileType][]> {
    const found = target(uri);
    if (found.kind === 'facts') throw vscode.FileSystemError.FileNotADirectory(uri);
    const { files } = await this.#archive(found.code);
    const names = new Map<string, vscode.FileType>();
    for (const { path } of files) {
      if (!isBelow(found.path, path)) continue;
      const [name = '', ...deeper] = path.slice(found.path === '' ? 0 : found.path.length + 1).split('/');
      names.set(name, deeper.length > 0 ? vscode.FileType.Directory : vscode.FileType.File);
    }
    return [...names];
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    const found = target(uri);
    if (found.kind === 'facts') return encode(found.facts);
    const archive = await this.#archive(found.code);
    const content = await archive.read(found.path, { signal: new AbortController().signal });
    if (content === undefined) throw vscode.FileSystemError.FileNotFound(uri);
    return content;
  }

  createDirectory(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  writeFile(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  delete(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  rename(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
  }

  async #archive({ functionName, version, codeSha256 }: CodeIdentity): Promise<CodeArchive> {
    const archive = await (await this.#store()).get(codeSha256);
    if (archive !== undefined) return archive;
    throw vscode.FileSystemError.Unavailable(
      vscode.l10n.t(
        'The code of {0} {1} is not kept any more. Open it again from the Functions view.',
        functionName,
        version,
      ),
    );
  }
}

/** The address as a URI of our file system. */
export function codeUri({ path, query }: CodeAddress): vscode.Uri {
  return vscode.Uri.from({ scheme: documentSchemes.code, path, query });
}

function target(uri: vscode.Uri): Addressed {
  const found = addressed(uri);
  if (found === undefined) throw vscode.FileSystemError.FileNotFound(uri);
  return found;
}

const isBelow = (folder: string, path: string) => folder === '' || path.startsWith(`${folder}/`);

function fileStat(size: number): vscode.FileStat {
  return {
    type: vscode.FileType.File,
    ctime: 0,
    mtime: 0,
    size,
    permissions: vscode.FilePermission.Readonly,
  };
}

/** What is said of a file that is not for reading. */
function encode({ size, crc32, mode }: FileFacts): Uint8Array {
  const lines = [
    `${vscode.l10n.t('Size')}: ${formatBytes(size)} (${vscode.l10n.t('{0} bytes', size)})`,
    `CRC-32: ${crc32.toString(16).padStart(8, '0')}`,
    `${vscode.l10n.t('Mode')}: 0${mode.toString(8)}`,
  ];
  return new TextEncoder().encode(`${lines.join('\n')}\n`);
}
