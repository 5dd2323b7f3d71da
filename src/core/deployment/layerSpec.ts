import { resolvePath } from '../workspacePath.ts';
import type { FunctionManifest } from '../manifest/functionManifest.ts';

/** A layer as the manifest names it, before its folder is packaged. */
export type NamedLayer =
  | { readonly kind: 'arn'; readonly arn: string; readonly at: readonly (string | number)[] }
  | {
      readonly kind: 'folder';
      readonly name: string;
      readonly folder: string;
      /** Absolute path. */
      readonly root: string;
      /** Keys that lead to the folder in the manifest. */
      readonly at: readonly (string | number)[];
    };

/** The layers of a manifest in its order; undefined where it does not manage them. */
export function namedLayers({ layers }: FunctionManifest, manifestFolder: string): NamedLayer[] | undefined {
  return layers?.map((layer, index): NamedLayer => {
    if (typeof layer === 'string' && layer.startsWith('arn:'))
      return { kind: 'arn', arn: layer, at: ['layers', index] };
    const folder = typeof layer === 'string' ? layer : layer.folder;
    const root = resolvePath(manifestFolder, folder);
    const name = (typeof layer === 'string' ? undefined : layer.name) ?? layerNameOf(root);
    const at = typeof layer === 'string' ? ['layers', index] : ['layers', index, 'folder'];
    return { kind: 'folder', name, folder, root, at };
  });
}

/** Absolute paths of the folders that a manifest names for /opt, in their order: layers, then those of local runs. */
export function layerRoots(manifest: FunctionManifest, manifestFolder: string): string[] {
  const named = namedLayers(manifest, manifestFolder) ?? [];
  const local = manifest.local?.layers ?? [];
  return [
    ...named.flatMap((layer) => (layer.kind === 'folder' ? [layer.root] : [])),
    ...local.map((path) => resolvePath(manifestFolder, path)),
  ];
}

/** The last part of a path as Lambda takes a name: 1 to 64 letters, digits, "-" and "_". */
function layerNameOf(root: string): string {
  const last = root.split(/[\\/]/).filter(Boolean).at(-1) ?? '';
  const name = last
    .replace(/[^a-zA-Z0-9-_]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 64);
  return name === '' ? 'layer' : name;
}

/** `arn:aws:lambda:eu-west-1:123456789012:layer:shared:3` → `shared:3`. */
export const layerText = (arn: string): string => arn.split(':').slice(6).join(':');

/** Region of the ARN of a layer version. */
export const layerRegion = (arn: string): string => arn.split(':')[3] ?? '';
