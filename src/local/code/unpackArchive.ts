import { chmod, mkdir, realpath, symlink, writeFile } from 'node:fs/promises';
import { dirname, isAbsolute, join, sep } from 'node:path';
import { codeFailures } from '../../core/failures/codeFailures.ts';
import { importFailures } from '../../core/failures/importFailures.ts';
import { isUsablePath } from '../../core/import/unpackedFiles.ts';
import type { CodeFile } from '../../core/versions/codeFile.ts';
import type { CallOptions } from '../../workflows/ports.ts';
import type { UnpackRequest } from '../../workflows/portsForImport.ts';

/** How often progress is told, whatever the number of files. */
const progressSteps = 100;
/** Bytes of the longest path that Linux takes; a link's content is one. */
const longestLink = 4096;

/**
 * Unpacks files into a new folder. Their names are safe already (`CodeArchive`). Nothing that is there is written over,
 * and nothing is written through a link: links are made last, and each must lead to something in the folder.
 */
export async function unpackArchive(
  folder: string,
  { archive, files, functionName }: UnpackRequest,
  { signal, onProgress }: CallOptions & { readonly onProgress?: (done: number, total: number) => void },
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const content = async (file: CodeFile) => {
    const bytes = await archive.read(file.path, { signal });
    if (bytes === undefined) throw codeFailures.unreadable(functionName);
    return bytes;
  };
  const made = new Set<string>([folder]);
  const placeFor = async (file: CodeFile) => {
    if (!isUsablePath(file.path, process.platform)) {
      throw importFailures.unusableName(functionName, file.path);
    }
    const place = join(folder, file.path);
    const parent = dirname(place);
    if (!made.has(parent)) {
      await mkdir(parent, { recursive: true }).catch(nameTaken(functionName, file));
      made.add(parent);
    }
    return place;
  };
  const links = files.filter(({ link }) => link);
  const step = Math.ceil(files.length / progressSteps);
  let done = 0;
  const oneMore = () => {
    if (++done % step === 0) onProgress?.(done, files.length);
  };
  for (const file of files) {
    if (file.link) continue;
    const place = await placeFor(file);
    const bytes = await content(file);
    await writeFile(place, bytes, { flag: 'wx' }).catch(nameTaken(functionName, file));
    // What the person may not read or change would be no workspace.
    await chmod(place, file.mode | 0o600);
    oneMore();
  }
  // Every folder is there before the first link is: no link is made through another.
  for (const link of links) await placeFor(link);
  for (const link of links) {
    if (link.size > longestLink) throw importFailures.unsafeLink(functionName, link.path);
    const target = new TextDecoder().decode(await content(link));
    const place = join(folder, link.path);
    if (isAbsolute(target) || target.includes('\0')) {
      throw importFailures.unsafeLink(functionName, link.path);
    }
    await symlink(target, place).catch(nameTaken(functionName, link));
    oneMore();
  }
  const inside = (await realpath(folder)) + sep;
  for (const { path } of links) {
    const target = await realpath(join(folder, path)).catch(() => undefined);
    if (target?.startsWith(inside) !== true) throw importFailures.unsafeLink(functionName, path);
  }
}

/** A file where a folder is, or a second one of the same name: on some disks `A` and `a` are one. */
const nameTaken =
  (functionName: string, { path }: CodeFile) =>
  (error: unknown): never => {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EEXIST' || code === 'ENOTDIR' || code === 'EISDIR') {
      throw importFailures.nameTaken(functionName, path, error);
    }
    throw error;
  };
