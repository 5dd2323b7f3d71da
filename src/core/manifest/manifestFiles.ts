import type { Node } from 'jsonc-parser';
import { pathSources } from '../archive/pathSources.ts';
import { handlerParts } from '../handler/handlerDetection.ts';
import { nodeAt, propertiesOf, readJsonDocument } from '../jsonDocument.ts';
import { resolvePath } from '../workspacePath.ts';
import { scheduleMeaning } from '../warmUp/scheduleMeaning.ts';
import type { FunctionNaming } from './manifestIdentity.ts';

/** What a manifest names, as far as it can be read: also of a manifest with mistakes in it. Paths are absolute. */
export interface ManifestFiles extends FunctionNaming {
  /** Where the handler may be; which of them exists is not known here. */
  readonly handlerFiles: readonly string[];
  readonly trustPolicyFile: string | undefined;
  readonly permissionFiles: readonly string[];
  readonly environmentFiles: readonly string[];
  /** Events that a version must answer before an alias takes it. */
  readonly smokeTestFiles: readonly string[];
  /** The folder that becomes the archive. */
  readonly root: string;
  /** Folders and files outside of it that are deployed too: layers, and what `package.include` names. */
  readonly deployedToo: readonly string[];
  /** `GET /calc, POST /users → PRODUCTION`; undefined where the manifest has no API. */
  readonly api: string | undefined;
  /** What keeps the function warm; undefined where the manifest does not. */
  readonly warmUp: { readonly alias: string | undefined; readonly meaning: string } | undefined;
  /** Who is written to when mail runs the function; undefined where the manifest says nothing of it. */
  readonly email: string | undefined;
}

/** The files that a manifest in `folder` names. Never throws: what cannot be read is left out. */
export function manifestFiles(text: string, folder: string): ManifestFiles {
  const { root: document } = readJsonDocument(text, { comments: true });
  const textAt = (...path: string[]): string | undefined => {
    const node = nodeAt(document, path);
    return node?.type === 'string' && node.value !== '' ? String(node.value) : undefined;
  };
  const fileAt = (...path: string[]) => {
    const name = textAt(...path);
    return name === undefined ? [] : [resolvePath(folder, name)];
  };
  const root = resolvePath(folder, textAt('package', 'root') ?? '.');
  const include = (nodeAt(document, ['package', 'include'])?.children ?? []).flatMap((one) => {
    const from: unknown = nodeAt(one, ['from'])?.value;
    const to: unknown = nodeAt(one, ['to'])?.value;
    const isPlaced = typeof from === 'string' && typeof to === 'string';
    return isPlaced ? [{ from: resolvePath(folder, from), to }] : [];
  });
  return {
    functionName: textAt('functionName'),
    accountId: textAt('accountId'),
    region: textAt('region'),
    handlerFiles: handlerCandidates(textAt('handler'), textAt('runtime')).flatMap((name) =>
      pathSources({ root, include }, name),
    ),
    trustPolicyFile: fileAt('role', 'trustPolicy')[0],
    permissionFiles: propertiesOf(nodeAt(document, ['role', 'inlinePolicies'])).flatMap(({ name }) =>
      fileAt('role', 'inlinePolicies', name),
    ),
    environmentFiles: [...fileAt('environmentFile'), ...fileAt('local', 'environmentFile')],
    smokeTestFiles: propertiesOf(nodeAt(document, ['aliases'])).flatMap(({ value }) =>
      (nodeAt(value, ['smokeTests'])?.children ?? []).flatMap(({ type, value: path }) =>
        type === 'string' ? [resolvePath(folder, String(path))] : [],
      ),
    ),
    root,
    deployedToo: [
      ...(nodeAt(document, ['layers'])?.children ?? []).flatMap((layer) => {
        const named: unknown = (nodeAt(layer, ['folder']) ?? layer).value;
        return typeof named === 'string' && !named.startsWith('arn:') ? [resolvePath(folder, named)] : [];
      }),
      ...include.map(({ from }) => from),
    ],
    api: apiText(nodeAt(document, ['api'])),
    warmUp:
      nodeAt(document, ['warmUp']) === undefined
        ? undefined
        : {
            alias: textAt('warmUp', 'alias'),
            meaning: scheduleMeaning(textAt('warmUp', 'schedule') ?? ''),
          },
    email:
      nodeAt(document, ['email']) === undefined
        ? undefined
        : (nodeAt(document, ['email', 'recipients'])?.children ?? [])
            .map(({ value }) => String(value))
            .join(', '),
  };
}

function apiText(api: Node | undefined): string | undefined {
  if (api === undefined) return undefined;
  const textOf = (node: Node | undefined, name: string): string => {
    const value: unknown = nodeAt(node, [name])?.value;
    return typeof value === 'string' ? value : '';
  };
  const routes = (nodeAt(api, ['routes'])?.children ?? []).map((route) =>
    `${textOf(route, 'method')} ${textOf(route, 'path')}`.trim(),
  );
  const alias = textOf(api, 'alias');
  return `${routes.join(', ')}${alias === '' ? '' : ` → ${alias}`}`;
}

/** Where the runtimes look for the handler, and what is compiled to it; without a runtime, where any of those known would. */
function handlerCandidates(handler: string | undefined, runtime: string | undefined): readonly string[] {
  if (handler === undefined) return [];
  const languages = runtime === undefined ? ['python', 'nodejs'] : [runtime];
  return languages.flatMap((language) => {
    const { files = [], sources = [] } = handlerParts(language, handler) ?? {};
    return [...files, ...sources];
  });
}
