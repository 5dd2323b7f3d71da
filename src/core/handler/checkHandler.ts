import { t } from '@vscode/l10n';
import type { FunctionManifest } from '../manifest/functionManifest.ts';
import { shownName, type Problem, type ReportProblem, type TextRange } from '../problem.ts';
import { definesHandler, detectHandlers, handlerParts } from './handlerDetection.ts';

/** What was found where the handler points. */
export type HandlerSource =
  | { readonly kind: 'missing' }
  /** `file` is relative to the package root. */
  | { readonly kind: 'found'; readonly file: string; readonly text: string };

/** What is wrong with a manifest's handler: its form, its file, its function (Python and Node). */
export function handlerProblems(
  { runtime, handler }: Pick<FunctionManifest, 'runtime' | 'handler'>,
  source: HandlerSource | undefined,
  range: TextRange = { offset: 0, length: 1 },
  report: ReportProblem,
): Problem[] {
  const parts = handlerParts(runtime, handler);
  if (parts === undefined) return [];
  const [expected] = parts.files;
  if (expected === undefined) {
    const sentence = t(
      'A handler is the file without its extension, a dot and the function, such as app.handler.',
    );
    return [report(range, 'manifest.handlerForm', sentence)];
  }
  if (source === undefined) return [];
  if (source.kind === 'missing') {
    const sentence = t('The handler points to {0}, which is not in the package root.', shownName(expected));
    return [report(range, 'manifest.handlerFileMissing', sentence)];
  }
  if (definesHandler(source.file, source.text, parts.functionName) !== false) return [];
  const [likely] = detectHandlers(source.file, source.text);
  const name = shownName(parts.functionName);
  const sentence =
    likely === undefined
      ? t('{0} does not define {1}.', source.file, name)
      : t('{0} does not define {1}. Did you mean "{2}"?', source.file, name, likely.handler);
  const suggestion = likely === undefined ? undefined : JSON.stringify(likely.handler);
  return [report(range, 'manifest.handlerUndefined', sentence, { suggestion })];
}
