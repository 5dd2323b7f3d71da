import { functionManifestSchema, type FunctionManifest } from './functionManifest.ts';

/** The text of a new manifest: what was answered, in the schema's order, and nothing else. Five lines when minimal. */
export function newManifestText(
  answers: Pick<FunctionManifest, 'functionName' | 'runtime' | 'handler'> & Partial<FunctionManifest>,
): string {
  const keys = Object.keys(functionManifestSchema.entries) as (keyof FunctionManifest)[];
  const entries = keys.flatMap((key) => (answers[key] === undefined ? [] : [[key, answers[key]]]));
  return `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`;
}
