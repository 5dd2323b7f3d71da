import { t } from '@vscode/l10n';
import { getNodePath, type Node } from 'jsonc-parser';
import type * as v from 'valibot';
import { propertiesOf } from '../jsonDocument.ts';
import { nearestName } from '../nearestName.ts';
import { shownName, type Problem, type ReportProblem } from '../problem.ts';
import { wrongType } from './schemaProblem.ts';

type Schema = v.GenericSchema & {
  readonly wrapped?: Schema;
  readonly entries?: Readonly<Record<string, Schema>>;
  readonly item?: Schema;
  readonly value?: Schema;
};

/** Names that records of the schema library skip without a word: a manifest can hold no variable, policy or tag of them. */
const unusableNames = new Set(['__proto__', 'prototype', 'constructor']);
export const isUsableName = (name: string): boolean => !unusableNames.has(name);

/**
 * Every key that the schema does not have, each with what was probably meant. The schema library itself reports only
 * the first of an object, takes inherited names such as `constructor` for known and a list for an object.
 */
export function unknownKeys(node: Node | undefined, schema: Schema, report: ReportProblem): Problem[] {
  if (schema.wrapped) return unknownKeys(node, schema.wrapped, report);
  if (schema.item) {
    const item = schema.item;
    return node?.type === 'array'
      ? (node.children ?? []).flatMap((child) => unknownKeys(child, item, report))
      : [];
  }
  const { entries, value: recordValue } = schema;
  if (node?.type === 'array' && (entries ?? recordValue)) {
    return [wrongType(getNodePath(node), node, 'object', report)];
  }
  return propertiesOf(node).flatMap(({ name, key, value }) => {
    if (recordValue && !isUsableName(name)) {
      return [report(key, 'manifest.unusableName', t('"{0}" cannot be used as a name here.', name))];
    }
    if (!entries) return [];
    const known = Object.hasOwn(entries, name) ? entries[name] : undefined;
    return known ? unknownKeys(value, known, report) : [unknownKey(name, key, Object.keys(entries), report)];
  });
}

function unknownKey(name: string, key: Node, known: readonly string[], report: ReportProblem): Problem {
  const nearest = nearestName(name, known);
  const sentence =
    nearest === undefined
      ? t('"{0}" is no key of a manifest here.', shownName(name))
      : t('"{0}" is no key of a manifest here. Did you mean "{1}"?', shownName(name), nearest);
  return report(key, 'manifest.unknownKey', sentence, {
    fromSchema: true,
    suggestion: nearest === undefined ? undefined : JSON.stringify(nearest),
  });
}
