import { t } from '@vscode/l10n';
import * as v from 'valibot';
import { manifestInvalid } from '../failures/manifestFailures.ts';
import { propertyAt, readJsonDocument, valueOf, type JsonDocument } from '../jsonDocument.ts';
import { hasErrors, type Problem } from '../problem.ts';
import { functionManifestSchema, type FunctionManifest } from './functionManifest.ts';
import { schemaProblem } from './schemaProblem.ts';
import { unknownKeys } from './unknownKeys.ts';

export interface ParsedManifest {
  /** Present when no problem is an error. */
  readonly manifest?: FunctionManifest;
  /** In the order of the text. */
  readonly problems: readonly Problem[];
}

/** A valid manifest with the text that it was read from. */
export interface ManifestText {
  readonly text: string;
  readonly manifest: FunctionManifest;
}

/** Reads a manifest (JSONC) and everything that is wrong with its shape. Never throws. */
export function parseManifest(text: string): ParsedManifest {
  const document = readJsonDocument(text, { comments: true });
  const { root } = document;
  if (root === undefined) return { problems: document.problems };
  const result = v.safeParse(functionManifestSchema, valueOf(root));
  const found = [
    ...document.problems,
    ...unknownKeys(root, functionManifestSchema, document.report),
    ...(result.issues ?? []).flatMap((issue) => schemaProblem(issue, root, document.report) ?? []),
    ...roleProblems(document),
  ];
  const problems = oncePerPlace(found);
  return result.success && !hasErrors(problems) ? { manifest: result.output, problems } : { problems };
}

/**
 * The manifest of a text, for what goes on only with a valid one. `file` is named in the failure's location.
 * @throws Failure `manifest.invalid` with the place of the first error.
 */
export function requireManifest(text: string, file: string): FunctionManifest {
  const { manifest, problems } = parseManifest(text);
  if (manifest === undefined) throw manifestInvalid(file, problems);
  return manifest;
}

function roleProblems({ root, report }: JsonDocument): Problem[] {
  const role = propertyAt(root, 'role');
  const roleArn = propertyAt(root, 'roleArn');
  if (role === undefined || roleArn === undefined) return [];
  const later = role.key.offset > roleArn.key.offset ? role : roleArn;
  const sentence = t(
    'Give either role or roleArn: role is kept in step with the workspace, roleArn is used as it is.',
  );
  return [report(later.key, 'manifest.twoRoles', sentence)];
}

/** A number can break two rules of one sentence; it is said once. */
function oncePerPlace(problems: readonly Problem[]): Problem[] {
  const seen = new Map<string, Problem>();
  for (const problem of problems) {
    const key = `${problem.offset} ${problem.message}`;
    if (!seen.has(key)) seen.set(key, problem);
  }
  return [...seen.values()].sort((a, b) => a.offset - b.offset);
}
