import { t } from '@vscode/l10n';
import { readJsonDocument } from '../jsonDocument.ts';
import { hasErrors, problemReporter, type Problem } from '../problem.ts';

/** What keeps an event's text from being JSON, with its place; none when it can be sent. */
export function eventProblems(text: string): readonly Problem[] {
  const message = parseError(text);
  if (message === undefined) return [];
  const { problems } = readJsonDocument(text, { comments: false });
  // One mistake breaks several rules at its place: the first says enough.
  const syntax = problems.filter(
    ({ code, offset }, at) =>
      code === 'json.syntax' && problems.findIndex((one) => one.offset === offset) === at,
  );
  if (hasErrors(syntax)) return syntax;
  // Longer or deeper than our parser goes, or of another mind: JSON.parse says where by itself.
  const offset = Number(/position (\d+)/.exec(message)?.[1] ?? 0);
  return [problemReporter(text)({ offset, length: 1 }, 'json.syntax', t('This is no valid JSON.'))];
}

function parseError(text: string): string | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
}
