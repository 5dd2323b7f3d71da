import type { ContractLog, LogReading } from '../../core/local/contractLog.ts';
import type { ImageContract } from '../../core/local/images.ts';
import { LambciLog } from '../../core/local/lambciLog.ts';
import { lambciOutcome } from '../../core/local/lambciOutcome.ts';
import { RieLog } from '../../core/local/rieLog.ts';
import { needsReading, rieOutcome } from '../../core/local/rieOutcome.ts';
import type { CallOutcome, ContainerResponse } from '../../core/local/rieOutcome.ts';

/** How a kind of image is called and understood. */
export interface Contract {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** False for images that let a function run for ever. */
  readonly enforcesTimeout: boolean;
  readonly log: () => ContractLog;
  /** True when what is read so far tells what the answer means. */
  readonly isDecided: (response: ContainerResponse, reading: LogReading) => boolean;
  readonly outcome: (response: ContainerResponse, reading: LogReading) => CallOutcome;
}

const path = '/2015-03-31/functions/function/invocations';

export const contracts: Readonly<Record<ImageContract, Contract>> = {
  rie: {
    path,
    headers: {},
    enforcesTimeout: true,
    log: () => new RieLog(),
    isDecided: (response, { answeredBy, exit }) =>
      needsReading(response) ? answeredBy !== undefined : response.body !== '' || exit !== undefined,
    outcome: rieOutcome,
  },
  lambci: {
    path,
    headers: { 'X-Amz-Invocation-Type': 'RequestResponse' },
    enforcesTimeout: false,
    log: () => new LambciLog(),
    isDecided: () => true,
    outcome: lambciOutcome,
  },
};
