import { isManifestFile } from '../../core/manifest/namedManifest.ts';
import type { Problem } from '../../core/problem.ts';

/**
 * Whether VS Code's JSON service says a problem by itself while the document is open: broken JSON, and in manifests what
 * our schema knows. A policy that is opened as JSON with comments gets neither from it, and IAM takes no comments.
 */
export function saidByJsonService(
  document: { readonly languageId: string; readonly fileName: string },
  { code, fromSchema }: Pick<Problem, 'code' | 'fromSchema'>,
): boolean {
  if (!fromSchema) return false;
  const isManifest = isManifestFile(document.fileName);
  switch (document.languageId) {
    case 'json':
      return isManifest || code.startsWith('json.');
    case 'jsonc':
      return isManifest;
    default:
      return false;
  }
}
