import type { LiveFunction } from '../deployment/liveState.ts';
import type { Architecture } from '../manifest/functionManifest.ts';

/** A function as ListFunctions tells of it: little enough to keep thousands, and no environment. */
export interface FunctionSummary {
  readonly functionName: string;
  readonly arn: string;
  readonly packageType: 'Zip' | 'Image';
  /** Empty for an image function. */
  readonly runtime: string;
  readonly handler: string;
  readonly description: string;
  readonly architecture: Architecture;
  /** Bytes of the archive. */
  readonly codeSize: number;
  /** MB. */
  readonly memorySize: number;
  /** Seconds. */
  readonly timeout: number;
  readonly roleArn: string;
  /** Milliseconds since the epoch; undefined when Lambda's text is no date. */
  readonly lastModified: number | undefined;
}

/** The little of what GetFunctionConfiguration tells. */
export function functionSummary(live: LiveFunction): FunctionSummary {
  const { functionName, arn, packageType, runtime, handler, description, architecture } = live;
  const { codeSize, memorySize, timeout, roleArn, lastModified } = live;
  return {
    functionName,
    arn,
    packageType,
    runtime,
    handler,
    description,
    architecture,
    codeSize,
    memorySize,
    timeout,
    roleArn,
    lastModified,
  };
}

/** A page of them in AWS's order, which is none in particular. */
export interface FunctionPage {
  readonly functions: readonly FunctionSummary[];
  /** Asks for the page after; undefined on the last one. */
  readonly next: string | undefined;
}

/** What an account stores and may store, over all functions, layers and versions of its region. */
export interface AccountUsage {
  /** Bytes. */
  readonly codeSize: number;
  /** Bytes. */
  readonly codeSizeLimit: number;
  readonly functionCount: number;
}
