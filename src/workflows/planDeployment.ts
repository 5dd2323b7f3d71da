import type { DeploymentPlan } from '../core/deployment/deploymentPlan.ts';
import type { CallerIdentity } from '../core/deployment/liveState.ts';
import type { FunctionManifest } from '../core/manifest/functionManifest.ts';
import type { Archiver, AwsConnection, BuiltArchive, Clock, SourceControl, WorkspaceFiles } from './ports.ts';

/** A function of the workspace that can be deployed, from a manifest or from the answers to a few questions. */
export interface DeploymentTarget {
  readonly manifest: FunctionManifest;
  /** Absolute path of the manifest; undefined when there is none. */
  readonly manifestFile?: string;
  /** Absolute path of the folder that relative paths start from. */
  readonly folder: string;
  /** Absolute path of the workspace folder. */
  readonly workspaceFolder: string;
  /** Absolute paths of manifests, policies, env and event files of the workspace: left out of the archive by default. */
  readonly knownFiles: readonly string[];
}

export interface DeploymentDependencies {
  readonly connection: AwsConnection;
  readonly archiver: Archiver;
  readonly files: WorkspaceFiles;
  readonly sourceControl: SourceControl;
  readonly clock: Clock;
}

export interface PlannedDeployment {
  readonly target: DeploymentTarget;
  readonly identity: CallerIdentity;
  readonly region: string;
  readonly plan: DeploymentPlan;
  readonly archive: BuiltArchive;
}
