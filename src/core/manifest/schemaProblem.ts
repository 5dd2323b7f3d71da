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
  const isKey = items.at(-1)?.origin === 'key';
  const parent = nodeAt(root, path.slice(0, -1));
  // A list in an object's place is said by `unknownKeys`; what it lacks or holds does not matter then.
  if (typeof path.at(-1) === 'string' && parent?.type === 'array') return undefined;
  const name = shownPath(path);
  const fromSchema = true;
  if (issue.type === 'strict_object' && isKey) {
    // The object that lacks the key: its opening brace, not the whole of it.
    const range = { offset: parent?.offset ?? 0, length: 1 };
    return report(range, 'manifest.missingKey', t('{0} is missing.', name), { fromSchema });
  }
  const node = isKey ? propertyAt(parent, String(path.at(-1)))?.key : nodeAt(root, path);
  if (issue.kind === 'validation') {
    const sentence = t('{0} must be {1}.', name, issue.message);
    return report(node ?? { offset: 0, length: 1 }, 'manifest.invalidValue', sentence, { fromSchema });
  }
  if (issue.type === 'picklist') return notListed(issue, name, node, report);
  return wrongType(path, node, issue.type, report);
}

/** A value of another type than the schema's `expected` (a type of the schema library). */
export function wrongType(
  path: readonly (string | number)[],
  node: Node | undefined,
  expected: string,
  report: ReportProblem,
): Problem {
  const name = shownPath(path);
  const sentence = t('{0} must be {1}, not {2}.', name, schemaTypeName(expected), nodeTypeName(node?.type));
  return report(node ?? { offset: 0, length: 1 }, 'manifest.wrongType', sentence, { fromSchema: true });
}

function notListed(
  issue: v.BaseIssue<unknown>,
  name: string,
  node: Node | undefined,
  report: ReportProblem,
): Problem {
  const choices = [...String(issue.expected).matchAll(/"([^"]+)"|\d+/g)].map(
    ([all, quoted]) => quoted ?? all,
  );
  const nearest = typeof issue.input === 'string' ? nearestName(issue.input, choices) : undefined;
  const sentence =
    nearest === undefined
      ? t('{0} must be one of {1}.', name, choices.join(', '))
      : t('{0} must be one of {1}. Did you mean "{2}"?', name, choices.join(', '), nearest);
  return report(node ?? { offset: 0, length: 1 }, 'manifest.invalidValue', sentence, {
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
