import type { AwsConnection } from '../ports.ts';
import type { WaitContext } from '../waits.ts';

/** What every step of a change of an alias needs. */
export interface AliasRun extends WaitContext {
  readonly connection: AwsConnection;
}
