import type { PlannedDeployment } from './planDeployment.ts';
import type { AwsConnection } from './ports.ts';
import type { WaitContext } from './waits.ts';

/** What a run knows so far; each step reads and writes it. */
export interface DeploymentRun extends WaitContext {
  readonly planned: PlannedDeployment;
  readonly connection: AwsConnection;
  /** Rejects when a version must not be given to an alias; called before the alias is made or moved. */
  readonly prove: (alias: string, version: string) => Promise<void>;
  /** RevisionId of `$LATEST` as of the last read of ours: guards the next write. */
  revisionId: string | undefined;
  functionArn: string | undefined;
  /** CodeSha256 of `$LATEST` as of the last read of ours. */
  codeSha256: string | undefined;
  /** `versionedFields` and description of `$LATEST` as of the last read of ours. */
  versionedFields: string | undefined;
  description: string | undefined;
  /** Layer → ARN of the version that this run published. */
  readonly layerArns: Map<string, string>;
  /** Number of the version that this run published or found equal. */
  publishedVersion: string | undefined;
  /** Set when publishing answered a version that was there before. */
  publishedNothing: boolean;
}
