import type { FunctionSource } from '../resolveFunction.ts';

/** Equal for the same function of the workspace, whoever asks. */
export const functionId = ({ manifest, manifestFile, folder }: FunctionSource): string =>
  JSON.stringify([manifestFile ?? folder, manifest.functionName]);
