import { t } from '@vscode/l10n';
import type { Node } from 'jsonc-parser';
import type * as v from 'valibot';
import { nodeAt, propertyAt } from '../jsonDocument.ts';
import { nearestName } from '../nearestName.ts';
import { shownName, type Problem, type ReportProblem } from '../problem.ts';

/** One issue of the schema library as a problem at its node; undefined for what `unknownKeys` says already. */
export function schemaProblem(
  issue: v.BaseIssue<unknown>,
  root: Node | undefined,
  report: ReportProblem,
): Problem | undefined {
  if (issue.type === 'strict_object' && issue.expected === 'never') return undefined;
  const items = issue.path ?? [];
  const path = items.map((item) => item.key as string | number);
  const last = items.at(-1);
  const name = shownPath(path);
  const fromSchema = true;
  if (issue.type === 'strict_object' && last?.origin === 'key') {
    // The object that lacks the key: its opening brace, not the whole of it.
    const parent = nodeAt(root, path.slice(0, -1));
    const range = { offset: parent?.offset ?? 0, length: 1 };
    return report(range, 'manifest.missingKey', t('{0} is missing.', name), { fromSchema });
  }
  const parent = nodeAt(root, path.slice(0, -1));
  const node = last?.origin === 'key' ? propertyAt(parent, String(path.at(-1)))?.key : nodeAt(root, path);
  const range = node ?? { offset: 0, length: 1 };
  if (issue.kind === 'validation') {
    return report(range, 'manifest.invalidValue', t('{0} must be {1}.', name, issue.message), { fromSchema });
  }
  if (issue.type === 'picklist') return notListed(issue, name, range, report);
  const expected = t('{0} must be {1}, not {2}.', name, schemaTypeName(issue.type), nodeTypeName(node?.type));
  return report(range, 'manifest.wrongType', expected, { fromSchema });
}

function notListed(
  issue: v.BaseIssue<unknown> & { readonly requirement?: unknown; readonly expected?: unknown },
  name: string,
  range: { readonly offset: number; readonly length: number },
  report: ReportProblem,
): Problem {
  const choices = [...String(issue.expected).matchAll(/"([^"]+)"/g)].map((match) => match[1] ?? '');
  const nearest = typeof issue.input === 'string' ? nearestName(issue.input, choices) : undefined;
  const sentence =
    nearest === undefined
      ? t('{0} must be one of {1}.', name, choices.join(', '))
      : t('{0} must be one of {1}. Did you mean "{2}"?', name, choices.join(', '), nearest);
  return report(range, 'manifest.invalidValue', sentence, {
    fromSchema: true,
    suggestion: nearest === undefined ? undefined : JSON.stringify(nearest),
  });
}

function schemaTypeName(type: string): string {
  switch (type) {
    case 'string':
      return t('a text in quotes');
    case 'number':
      return t('a number');
    case 'boolean':
      return t('true or false');
    case 'array':
      return t('a list');
    default:
      return t('an object');
  }
}

function nodeTypeName(type: Node['type'] | undefined): string {
  switch (type) {
    case 'string':
      return t('a text');
    case 'number':
      return t('a number');
    case 'boolean':
      return t('true or false');
    case 'array':
      return t('a list');
    case 'object':
      return t('an object');
    default:
      return t('null');
  }
}

/** `api.routes[0].method`; the manifest itself has no path. */
function shownPath(path: readonly (string | number)[]): string {
  const text = path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${shownName(step)}`))
    .join('')
    .replace(/^\./, '');
  return text === '' ? t('A manifest') : text;
}
