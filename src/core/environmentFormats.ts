import { parseDotenvFile } from './dotenvFile.ts';
import { parseEnvironmentFile } from './environmentFile.ts';
import type { EnvironmentFile } from './environmentFile.ts';
import type { FunctionManifest } from './manifest/functionManifest.ts';

/** How the manifest says that its environment files are written; undefined: by Docker's rules. */
export type EnvironmentFileFormat = FunctionManifest['environmentFileFormat'];

/** Reads an environment file in the dialect that the manifest names. Never throws, shows no value. */
export const readEnvironmentFile = (text: string, format: EnvironmentFileFormat): EnvironmentFile =>
  format === 'dotenv' ? parseDotenvFile(text) : parseEnvironmentFile(text);
