import * as vscode from 'vscode';
import { formatBytes } from '../../core/quantities.ts';
import { withProgress } from '../../editor/progress.ts';
import { readSetting } from '../../editor/settings.ts';
import { planDeployment } from '../../workflows/planDeployment.ts';
import type {
  DeploymentDependencies,
  DeploymentTarget,
  PlannedDeployment,
} from '../../workflows/planDeployment.ts';
import type { CommandServices } from '../commandServices.ts';

export type PlanServices = Pick<
  CommandServices,
  'connection' | 'archiver' | 'files' | 'sourceControl' | 'clock' | 'log'
>;

export interface PlannedHere {
  readonly planned: PlannedDeployment;
  /** What the plan was made with; carried out with the same, whatever is chosen meanwhile. */
  readonly dependencies: DeploymentDependencies;
}

/** Connects, packages and plans with a notification that can be cancelled; writes nothing to AWS. */
export function planInProgress(target: DeploymentTarget, services: PlanServices): Promise<PlannedHere> {
  const { connection, archiver, files, sourceControl, clock, log } = services;
  const { functionName } = target.manifest;
  return withProgress(vscode.l10n.t('Planning {0}', functionName), async (signal, report) => {
    report(vscode.l10n.t('connecting…'));
    const opened = await connection.open({ signal, onProgress: report });
    const dependencies = { connection: opened, archiver: await archiver(), files, sourceControl, clock };
    report(vscode.l10n.t('reading live state and packaging…'));
    const planned = await planDeployment(target, dependencies, {
      signal,
      protectedAliases: readSetting('protectedAliases'),
      describeVersions: readSetting('deploy.describeVersions'),
      onProgress: (done, total) => report(vscode.l10n.t('packaging {0} of {1} files…', done, total)),
    });
    const { archive, plan } = planned;
    log.info(
      `Planned ${functionName}: ${plan.steps.length} steps, ${archive.files.length} files, ${formatBytes(archive.size)}, ${archive.reused} reused`,
    );
    return { planned, dependencies };
  });
}
