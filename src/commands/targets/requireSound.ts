import {
  environmentFileInvalid,
  manifestInvalid,
  policyInvalid,
} from '../../core/failures/manifestFailures.ts';
import { hasErrors } from '../../core/problem.ts';
import { resolvePath } from '../../core/workspacePath.ts';
import type { ManifestEntry } from '../../editor/manifestIndex.ts';
import type { ManifestReport } from '../../workflows/checkManifest.ts';

/**
 * Throws the failure of the first file with an error: what a deploy would trip over is said before it starts. A file for
 * local runs only is no matter of a deploy, and an event for smoke tests is one of the alias that they come before.
 */
export function requireSound(report: ManifestReport, entry: ManifestEntry): void {
  const { manifest, files } = report;
  const environmentFile =
    manifest?.environmentFile === undefined ? undefined : resolvePath(entry.folder, manifest.environmentFile);
  for (const { file, problems } of files) {
    if (!hasErrors(problems)) continue;
    if (file === entry.file) throw manifestInvalid(file, problems);
    if (file === environmentFile) throw environmentFileInvalid(file, problems);
    const ofNoDeploy = [...entry.environmentFiles, ...entry.smokeTestFiles];
    if (!ofNoDeploy.includes(file)) throw policyInvalid(file, problems);
  }
}
