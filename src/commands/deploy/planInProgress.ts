import * as vscode from 'vscode';
import { formatBytes, formatFileCount } from '../../core/quantities.ts';
import { withProgress } from '../../editor/progress.ts';
import type { Report } from '../../editor/progress.ts';
import { readSetting } from '../../editor/settings.ts';
import { planDeployment } from '../../workflows/planDeployment.ts';
import type {
  DeploymentDependencies,
  DeploymentTarget,
  PlannedDeployment,
  PlanOptions,
} from '../../workflows/planDeployment.ts';
import { buildOptions } from '../build/buildOptions.ts';
import type { CommandServices } from '../commandServices.ts';

export type PlanServices = Pick<
  CommandServices,
  | 'aliasVersions'
  | 'connection'
  | 'archiver'
  | 'builder'
  | 'files'
  | 'layerSize'
  | 'sourceControl'
  | 'clock'
  | 'log'
>;

export interface PlannedHere {
  readonly planned: PlannedDeployment;
  /** What the plan was made with; carried out with the same, whatever is chosen meanwhile. */
  readonly dependencies: DeploymentDependencies;
  /** Where it goes, for titles: `123456789012 · eu-west-1`, `local sandbox · us-east-1`. */
  readonly place: string;
}

/** Connects, packages and plans; writes nothing to AWS. */
export async function planWithReport(
  target: DeploymentTarget,
  services: PlanServices,
  signal: AbortSignal,
  report: Report,
  options: Pick<PlanOptions, 'assumeNew'> = {},
): Promise<PlannedHere> {
  const { aliasVersions, connection, archiver, builder, files, layerSize, sourceControl, clock, log } =
    services;
  report(vscode.l10n.t('connecting…'));
  const sandbox = connection.usesSandbox;
  // Its threads start while the connection opens.
  const archiving = archiver();
  archiving.catch(() => undefined);
  const opened = await connection.open({ signal, onProgress: report });
  const dependencies = {
    ...{ aliasVersions, connection: opened, archiver: await archiving, builder: await builder() },
    ...{ files, layerSize, sourceControl, clock },
  };
  report(vscode.l10n.t('reading live state and packaging…'));
  const planned = await planDeployment(target, dependencies, {
    ...options,
    signal,
    build: buildOptions(log, report),
    protectedAliases: readSetting('protectedAliases'),
    describeVersions: readSetting('deploy.describeVersions'),
    onProgress: (done, total) => report(vscode.l10n.t('packaging {0} of {1} files…', done, total)),
  });
  const { archive, plan, identity, region } = planned;
  log.info(
    `Planned ${plan.spec.functionName}: steps ${plan.steps.length}, ${formatFileCount(archive.files.length)}, ${formatBytes(archive.size)}, reused ${archive.reused}`,
  );
  const where = sandbox
    ? [vscode.l10n.t('local sandbox'), region]
    : [identity.accountId, region, opened.endpoint];
  return { planned, dependencies, place: where.filter((part) => part !== undefined).join(' · ') };
}

/** The same with a notification of its own, for commands that only look at the plan. */
export function planInProgress(
  target: DeploymentTarget,
  services: PlanServices,
  options: Pick<PlanOptions, 'assumeNew'> = {},
): Promise<PlannedHere> {
  return withProgress(vscode.l10n.t('Planning {0}', target.manifest.functionName), (signal, report) =>
    planWithReport(target, services, signal, report, options),
  );
}
