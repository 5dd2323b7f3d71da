// Writes the JSON schemas that package.json contributes, from the definitions in src/core. `--check` only compares.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { manifestJsonSchema } from '../src/core/manifest/jsonSchema.ts';
import { policyJsonSchema } from '../src/core/policy/policyJsonSchema.ts';

const folder = new URL('../schemas/', import.meta.url);
const schemas = { 'manifest.schema.json': manifestJsonSchema(), 'policy.schema.json': policyJsonSchema() };
const checkOnly = process.argv.includes('--check');
mkdirSync(folder, { recursive: true });
for (const [name, schema] of Object.entries(schemas)) {
  const file = new URL(name, folder);
  const text = `${JSON.stringify(schema, null, 2)}\n`;
  if (!checkOnly) {
    writeFileSync(file, text);
  } else if (readFileSync(file, 'utf8') !== text) {
    console.error(`schemas/${name} is out of date: run node scripts/schemas.mjs`);
    process.exitCode = 1;
  }
}
