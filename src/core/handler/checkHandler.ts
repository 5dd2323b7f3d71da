import { t } from '@vscode/l10n';
import type { FunctionManifest } from '../manifest/functionManifest.ts';
import { shownName, type Problem, type ReportProblem, type TextRange } from '../problem.ts';
import { awaitsInVain, definesHandler, detectHandlers, handlerParts } from './handlerDetection.ts';

/** What was found where the handler points. */
export type HandlerSource =
  | { readonly kind: 'missing' }
  /** Only TypeScript is there, and nothing is built. */
  | { readonly kind: 'uncompiled'; readonly file: string }
  /** `file` is the path in the archive, `place` the absolute path of what becomes it. */
  | { readonly kind: 'found'; readonly file: string; readonly place: string; readonly text: string };

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
  if (source.kind === 'uncompiled') {
    const sentence = t(
      '{0} is TypeScript, which Lambda does not run, and "build" is "none". Leave "build" out to have it compiled to {1}.',
      shownName(source.file),
      shownName(expected),
    );
    return [report(range, 'manifest.handlerUncompiled', sentence)];
  }
  const name = shownName(parts.functionName);
  if (awaitsInVain(source.file, source.text, parts.functionName)) {
    const sentence = t(
      '{0} is async, and the Python runtime of Lambda does not await it. Make it a plain function that calls asyncio.run.',
      name,
    );
    return [report(range, 'manifest.handlerAsync', sentence, { severity: 'warning' })];
  }
  if (definesHandler(source.file, source.text, parts.functionName) !== false) return [];
  const [likely] = detectHandlers(source.file, source.text);
  const sentence =
    likely === undefined
      ? t('{0} does not define {1}.', source.file, name)
      : t('{0} does not define {1}. Did you mean "{2}"?', source.file, name, likely.handler);
  const suggestion = likely === undefined ? undefined : JSON.stringify(likely.handler);
  return [report(range, 'manifest.handlerUndefined', sentence, { suggestion })];
}
