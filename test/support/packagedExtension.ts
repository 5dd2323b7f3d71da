import { readFile } from 'node:fs/promises';
import { inRoot } from '../../scripts/paths.mjs';

/** Path of the VSIX that `npm run package` makes of this version. */
export async function packagedExtension(): Promise<string> {
  const manifest = JSON.parse(await readFile(inRoot('package.json'), 'utf8')) as {
    name: string;
    version: string;
  };
  return inRoot(`${manifest.name}-${manifest.version}.vsix`);
}
