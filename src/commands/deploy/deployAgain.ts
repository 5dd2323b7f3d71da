import type { CommandServices } from '../commandServices.ts';
import type { FunctionReference } from '../../core/functionReference.ts';
import { deployFunction } from './deployFunction.ts';
import { deployReference } from './deployReference.ts';

/** `Lambda: Deploy Again`: what was deployed last from this workspace; the first time as `Deploy Function…`. */
export async function deployAgain(services: CommandServices): Promise<void> {
  const last = services.memory.read('lastFunction');
  if (last === undefined) await deployFunction([], services);
  else await deployReference(await withManifest(last, services), services);
}

/** A handler that was deployed by answers may have a manifest by now: that is what the person goes on with. */
async function withManifest(
  last: FunctionReference,
  { manifests }: Pick<CommandServices, 'manifests'>,
): Promise<FunctionReference> {
  if (last.kind === 'manifest') return last;
  const entries = await manifests.all();
  const named = entries.find(
    (entry) => entry.functionName === last.functionName && entry.handlerFiles.includes(last.file),
  );
  return named === undefined ? last : { kind: 'manifest', file: named.file };
}
