import type { AwsError } from './awsAnswers.ts';
import type { AwsRequest } from './awsOperations.ts';

/**
 * - `dropBefore`: the connection is cut before the endpoint sees the call. `dropAfter`: it is carried out, the answer is lost.
 * - `429`: throttled, in the service's own words (a 400 for IAM). `500`: refused by a server error. `500After`: carried out,
 *   then answered with a server error.
 * - `inProgress`: another change is under way (Lambda: ResourceConflictException, 409).
 * - `hang`: neither forwarded nor answered, until the client gives up or the proxy closes.
 */
export type Fault = 'dropBefore' | 'dropAfter' | 429 | 500 | '500After' | 'inProgress' | 'hang' | AwsError;

/** A read whose answer is lost or broken is the same to the caller whether it was carried out or not. */
export const readFaults: readonly Fault[] = ['dropBefore', 429, 500];

/** An operation's name, `*` for every signed call, or a test of the request. */
export type CallMatch = string | ((request: AwsRequest) => boolean);

interface FaultRule {
  readonly match: CallMatch;
  readonly from: number;
  readonly to: number;
  readonly fault: Fault;
  seen: number;
}

interface DelayRule {
  readonly match: CallMatch;
  readonly ms: number;
}

export class FaultRules {
  #faults: FaultRule[] = [];
  #delays: DelayRule[] = [];

  failNth(match: CallMatch, n: number, fault: Fault, times: number): void {
    this.#faults.push({ match, from: n, to: n + times - 1, fault, seen: 0 });
  }

  delay(match: CallMatch, ms: number): void {
    this.#delays.push({ match, ms });
  }

  clear(): void {
    this.#faults = [];
    this.#delays = [];
  }

  /** Counts the call for every rule that matches it; the first that applies decides. */
  faultOf(request: AwsRequest): Fault | undefined {
    let decided: Fault | undefined;
    for (const rule of this.#faults) {
      if (!matches(rule.match, request)) continue;
      rule.seen += 1;
      if (rule.seen >= rule.from && rule.seen <= rule.to) decided ??= rule.fault;
    }
    return decided;
  }

  delayOf(request: AwsRequest): number {
    return this.#delays.reduce((sum, rule) => sum + (matches(rule.match, request) ? rule.ms : 0), 0);
  }
}

function matches(match: CallMatch, request: AwsRequest): boolean {
  if (typeof match === 'function') return match(request);
  return match === '*' ? request.service !== 'http' : match === request.operation;
}
