import { mkdir, readdir, readFile, realpath, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LayerStore } from '../../workflows/portsForLayers.ts';
import { temporaryName } from '../archive/temporaryName.ts';
import { nameHash } from '../nameHash.ts';
import { StagingStore } from '../build/stagingStore.ts';
import { openArchive } from './openArchive.ts';
import { unpackArchive } from './unpackArchive.ts';

/**
 * Keeps each content once, under its hash, and beside it which layer version has which. What was not used for long is removed.
 * @param folder absolute path of a folder for this alone
 */
export function createLayerStore(folder: string): LayerStore {
  const contents = new StagingStore(join(folder, 'contents'));
  const versions = join(folder, 'versions');
  const recordOf = (arn: string) => join(versions, nameHash(arn));

  async function find(arn: string) {
    const codeSha256 = await readFile(recordOf(arn), 'utf8').catch(() => undefined);
    const found = codeSha256 === undefined ? undefined : await contents.find([codeSha256]);
    if (codeSha256 === undefined || found === undefined) return undefined;
    return { folder: await realpath(found), codeSha256 };
  }

  return {
    find,

    async unzippedSize(arn) {
      const found = await find(arn);
      if (found === undefined) return undefined;
      const entries = await readdir(found.folder, { recursive: true, withFileTypes: true });
      const files = entries.filter((entry) => entry.isFile());
      const sizes = await Promise.all(files.map(({ parentPath, name }) => stat(join(parentPath, name))));
      return sizes.reduce((sum, { size }) => sum + size, 0);
    },

    async keep(arn, { bytes, codeSha256 }, options) {
      const unpack = async (place: string) => {
        const archive = await openArchive(bytes, arn);
        const request = { archive, files: archive.files, below: '', functionName: arn };
        await unpackArchive(place, request, options);
      };
      const found = (await contents.find([codeSha256])) ?? (await contents.make([codeSha256], unpack));
      await mkdir(versions, { recursive: true, mode: 0o700 });
      const record = recordOf(arn);
      const temporary = temporaryName(record);
      await writeFile(temporary, codeSha256, { mode: 0o600 });
      await rename(temporary, record);
      return realpath(found);
    },
  };
}
