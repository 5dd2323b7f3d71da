import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import { functionManifestSchema } from '../../src/core/manifest/functionManifest.ts';
import { manifestJsonSchema } from '../../src/core/manifest/jsonSchema.ts';
import { policyJsonSchema } from '../../src/core/policy/policyJsonSchema.ts';

const committed = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../schemas/${name}`, import.meta.url), 'utf8'));

describe('schemas/', () => {
  it('are what the definitions say (else: node scripts/schemas.mjs)', () => {
    assert.deepEqual(committed('manifest.schema.json'), manifestJsonSchema());
    assert.deepEqual(committed('policy.schema.json'), policyJsonSchema());
  });

  it('describe every key of the manifest but $schema', () => {
    const schema = committed('manifest.schema.json') as {
      properties: Record<string, { description?: string }>;
    };
    const keys = Object.keys(functionManifestSchema.entries);
    assert.deepEqual(Object.keys(schema.properties).sort(), keys.sort());
    const bare = keys.filter((key) => schema.properties[key]?.description === undefined);
    assert.deepEqual(bare, ['$schema']);
  });

  it('hold patterns that VS Code can compile: it reads them with the u flag', () => {
    const patterns: string[] = [];
    JSON.stringify(committed('manifest.schema.json'), (key, value: unknown) => {
      if (key === 'pattern') patterns.push(String(value));
      return value;
    });
    assert.ok(patterns.length >= 8);
    for (const pattern of patterns) assert.doesNotThrow(() => new RegExp(pattern, 'u'), pattern);
  });
});
