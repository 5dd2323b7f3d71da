import { existsSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';

const installer = fileURLToPath(new URL('../../scripts/ministack.mjs', import.meta.url));

/** MiniStack's executable: the one named in LAMBDA_WORKBENCH_MINISTACK, else the one that scripts/ministack.mjs installs into the cache. */
export async function ministackExecutable(): Promise<string> {
  const named = process.env['LAMBDA_WORKBENCH_MINISTACK'];
  if (named !== undefined && named !== '') return named;
  if (!existsSync(installer))
    throw new Error('Set LAMBDA_WORKBENCH_MINISTACK: scripts/ministack.mjs is missing.');
  const loaded: unknown = await import(pathToFileURL(installer).href);
  const { ensureMinistack } = loaded as { ensureMinistack: () => Promise<string> };
  return ensureMinistack();
}
