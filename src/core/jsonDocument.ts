import { t } from '@vscode/l10n';
import { createScanner, parseTree, type Node, type ParseError } from 'jsonc-parser';
import type { JsonValue } from './json.ts';
import { problemReporter, shownName, type Problem, type ReportProblem } from './problem.ts';

export interface JsonDocument {
  /** Absent when the text is no JSON. */
  readonly root: Node | undefined;
  /** Syntax errors and keys that come twice; VS Code's JSON service says them too. */
  readonly problems: readonly Problem[];
  readonly report: ReportProblem;
}

/** Far beyond any manifest or policy; the parser recurses, so an unlimited depth would end in a stack overflow. */
const maxDepth = 64;
/** Characters. IAM takes 10,240 of a policy; a manifest has a few hundred. */
const maxLength = 1_000_000;
const maxSyntaxProblems = 20;
const syntaxKind = { openBrace: 1, closeBrace: 2, openBracket: 3, closeBracket: 4, endOfFile: 17 };

/**
 * Parses a JSON text of the workspace, with positions. Never throws. With `comments`, comments and trailing commas are
 * allowed (JSONC).
 */
export function readJsonDocument(text: string, options: { readonly comments: boolean }): JsonDocument {
  const report = problemReporter(text);
  const broken = (problem: Problem): JsonDocument => ({ root: undefined, problems: [problem], report });
  if (text.length > maxLength) {
    return broken(report({ offset: 0, length: 1 }, 'json.tooLong', t('The file is longer than 1 MB.')));
  }
  // The mark that some editors write first is no part of the JSON; a blank in its place keeps every offset.
  const source = text.startsWith('\uFEFF') ? ` ${text.slice(1)}` : text;
  const tooDeep = offsetBelow(source, maxDepth);
  if (tooDeep !== undefined) {
    const sentence = t('The file is nested deeper than {0} levels.', maxDepth);
    return broken(report({ offset: tooDeep, length: 1 }, 'json.tooDeep', sentence));
  }
  const first: number = createScanner(source, true).scan();
  if (first === syntaxKind.endOfFile) {
    const sentence = t('The file is empty: an object in braces is expected.');
    return broken(report({ offset: 0, length: 1 }, 'json.empty', sentence));
  }
  const errors: ParseError[] = [];
  const root = parseTree(source, errors, {
    disallowComments: !options.comments,
    allowTrailingComma: options.comments,
  });
  const problems = errors
    .slice(0, maxSyntaxProblems)
    .map((error) => report(error, 'json.syntax', syntaxSentence(error.error), { fromSchema: true }));
  if (problems.length > 0) return { root: undefined, problems, report };
  return { root, problems: root === undefined ? [] : duplicateKeys(root, report), report };
}

function offsetBelow(source: string, limit: number): number | undefined {
  if (!hasMoreBrackets(source, limit)) return undefined;
  const scanner = createScanner(source, true);
  let depth = 0;
  for (let token: number = scanner.scan(); token !== syntaxKind.endOfFile; token = scanner.scan()) {
    if (token === syntaxKind.openBrace || token === syntaxKind.openBracket) depth++;
    else if (token === syntaxKind.closeBrace || token === syntaxKind.closeBracket) depth--;
    if (depth > limit) return scanner.getTokenOffset();
  }
  return undefined;
}

/** Whether there are enough opening brackets at all, those in texts and comments included. */
function hasMoreBrackets(source: string, limit: number): boolean {
  let count = 0;
  for (const character of source) if (character === '{' || character === '[') count++;
  return count > limit;
}

/** jsonc-parser's ParseErrorCode, a const enum that native type stripping cannot read. */
function syntaxSentence(code: number): string {
  switch (code) {
    case 1:
      return t('A symbol that JSON does not know.');
    case 2:
      return t('A number that JSON does not know.');
    case 3:
      return t('A property name in double quotes is expected here.');
    case 4:
      return t('A value is expected here.');
    case 5:
      return t('A colon is expected here.');
    case 6:
      return t('A comma is expected here.');
    case 7:
      return t('A closing brace is expected here.');
    case 8:
      return t('A closing bracket is expected here.');
    case 9:
      return t('The end of the file is expected here.');
    case 10:
      return t('Comments are not allowed in this file.');
    case 11:
      return t('The comment does not end.');
    case 12:
      return t('The string does not end on its line.');
    default:
      return t('This is no valid JSON.');
  }
}

function duplicateKeys(root: Node, report: ReportProblem): Problem[] {
  const problems: Problem[] = [];
  for (const node of nodesOf(root)) {
    if (node.type !== 'object') continue;
    const seen = new Set<string>();
    for (const { key } of propertiesOf(node)) {
      const name = String(key.value);
      if (seen.has(name)) {
        const sentence = t('"{0}" is given twice.', shownName(name));
        problems.push(report(key, 'json.duplicateKey', sentence, { fromSchema: true }));
      }
      seen.add(name);
    }
  }
  return problems;
}

function* nodesOf(node: Node): Generator<Node> {
  yield node;
  for (const child of node.children ?? []) yield* nodesOf(child);
}

export interface JsonProperty {
  readonly name: string;
  readonly key: Node;
  readonly value: Node;
}

/** The properties of an object node in the order of the text; none for any other node. */
export function propertiesOf(node: Node | undefined): JsonProperty[] {
  if (node?.type !== 'object') return [];
  const properties: JsonProperty[] = [];
  for (const { children } of node.children ?? []) {
    const [key, value] = children ?? [];
    if (key !== undefined && value !== undefined) properties.push({ name: String(key.value), key, value });
  }
  return properties;
}

/** What JSON.parse would answer; `__proto__` is a key like any other. */
export function valueOf(node: Node): JsonValue {
  if (node.type === 'array') return (node.children ?? []).map(valueOf);
  if (node.type === 'object') {
    return Object.fromEntries(propertiesOf(node).map(({ name, value }) => [name, valueOf(value)]));
  }
  return node.value as string | number | boolean | null;
}

/** The value node at `path`; of a key that comes twice the last one, as JSON.parse has it. */
export function nodeAt(root: Node | undefined, path: readonly (string | number)[]): Node | undefined {
  let node = root;
  for (const step of path) {
    node =
      typeof step === 'number'
        ? node?.type === 'array'
          ? node.children?.[step]
          : undefined
        : propertyAt(node, step)?.value;
  }
  return node;
}

/** The property `name` of an object node. */
export function propertyAt(node: Node | undefined, name: string): JsonProperty | undefined {
  const children = node?.type === 'object' ? (node.children ?? []) : [];
  const [key, value] =
    children.findLast(({ children: of }) => of?.[1] && of[0]?.value === name)?.children ?? [];
  return key === undefined || value === undefined ? undefined : { name, key, value };
}
