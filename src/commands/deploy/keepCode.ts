import { logError } from '../../editor/log.ts';
import type { CommandServices } from '../commandServices.ts';
import type { PlannedHere } from './planInProgress.ts';

/** Keeps the archive that was just uploaded: comparing versions then needs no download. In the background, best effort. */
export function keepCode(
  { planned }: PlannedHere,
  { codeStore, log }: Pick<CommandServices, 'codeStore' | 'log'>,
): void {
  const { archive, plan } = planned;
  if (!plan.steps.some(({ kind }) => kind === 'createFunction' || kind === 'updateCode')) return;
  void codeStore()
    .then((store) => store.adopt(archive.sha256, archive.file))
    .catch((error: unknown) => logError(log, 'Keeping the deployed code', error));
}
