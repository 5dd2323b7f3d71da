import * as v from 'valibot';
import { functionManifestSchema } from './functionManifest.ts';

/** What is wrong with a value of one key of the manifest, in the schema's words; undefined when nothing is. */
export function fieldProblem(
  key: keyof typeof functionManifestSchema.entries,
  value: unknown,
): string | undefined {
  const result = v.safeParse(functionManifestSchema.entries[key], value);
  return result.success ? undefined : result.issues[0].message;
}
