import type { AwsRequest } from './awsOperations.ts';

interface Bucket {
  readonly perSecond: number;
  readonly burst: number;
  tokens: number;
  filledAt: number;
}

interface Quota {
  readonly name: string;
  readonly perSecond: number;
  readonly burst: number;
}

/** Calls a second an account may make (Lambda, API Gateway and SES quotas). Undefined = we know of none. */
function quotaOf(request: AwsRequest): Quota | undefined {
  const { service, operation } = request;
  if (service === 'lambda') {
    if (operation.startsWith('Invoke')) return undefined;
    if (operation === 'GetFunction') return { name: operation, perSecond: 100, burst: 100 };
    if (operation === 'GetPolicy') return { name: operation, perSecond: 15, burst: 15 };
    return { name: 'lambda control plane', perSecond: 15, burst: 15 };
  }
  if (service === 'apigateway') {
    if (operation === 'CreateDeployment') return { name: operation, perSecond: 1 / 5, burst: 1 };
    if (operation === 'CreateResource') return { name: operation, perSecond: 5, burst: 5 };
    if (operation === 'CreateRestApi') {
      const regional = /"REGIONAL"/.test(request.body.toString());
      return { name: `${operation} ${regional}`, perSecond: regional ? 1 / 3 : 1 / 30, burst: 1 };
    }
    return { name: 'apigateway', perSecond: 10, burst: 40 };
  }
  if (/ReceiptRule/.test(operation)) return { name: 'SES receipt', perSecond: 1, burst: 1 };
  return undefined;
}

/** Token buckets of the account, filled by the given clock (milliseconds). */
export class Quotas {
  readonly #buckets = new Map<string, Bucket>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** True when the call is one too many. */
  exceeded(request: AwsRequest): boolean {
    const quota = quotaOf(request);
    if (quota === undefined) return false;
    const now = this.#now();
    const bucket = this.#buckets.get(quota.name) ?? { ...quota, tokens: quota.burst, filledAt: now };
    this.#buckets.set(quota.name, bucket);
    bucket.tokens = Math.min(
      bucket.burst,
      bucket.tokens + ((now - bucket.filledAt) / 1000) * bucket.perSecond,
    );
    bucket.filledAt = now;
    if (bucket.tokens < 1) return true;
    bucket.tokens -= 1;
    return false;
  }
}
