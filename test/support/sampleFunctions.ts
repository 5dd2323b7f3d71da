import { readFile, readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { parse } from 'jsonc-parser';
import * as v from 'valibot';
import { functionManifestSchema } from '../../src/core/manifest/functionManifest.ts';
import type { FunctionManifest } from '../../src/core/manifest/functionManifest.ts';

const samplesFolder = fileURLToPath(new URL('../../sample-functions', import.meta.url));

export const sampleNames = ['say-hi', 'email-bot', 'calc', 'calc-page', 'greeting', 'quote'] as const;
export type SampleName = (typeof sampleNames)[number];

export const inSample = (sample: SampleName, ...path: string[]): string =>
  join(samplesFolder, sample, ...path);

/** Absolute path of a sample's manifest. */
export async function manifestFile(sample: SampleName): Promise<string> {
  const name = (await readdir(inSample(sample))).find((file) => /^(.+\.)?lambda\.json$/.test(file));
  return inSample(sample, name ?? 'lambda.json');
}

/** The manifest of a sample, held to the schema; throws with its mistakes. */
export async function readManifest(sample: SampleName): Promise<FunctionManifest> {
  const written: unknown = parse(await readFile(await manifestFile(sample), 'utf8'));
  return v.parse(functionManifestSchema, written);
}

export async function readJson(sample: SampleName, ...path: string[]): Promise<unknown> {
  return JSON.parse(await readFile(inSample(sample, ...path), 'utf8')) as unknown;
}

/** The variables of env_list.txt; the samples use only `KEY=value` lines and comments. */
export async function readVariables(sample: SampleName): Promise<Record<string, string>> {
  const lines = (await readFile(inSample(sample, 'env_list.txt'), 'utf8')).split('\n');
  const pairs = lines
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split(/=(.*)/s));
  return Object.fromEntries(pairs.map(([key = '', value = '']) => [key, value]));
}
