import { Refusal, invalid } from './awsRefusal.ts';
import { queryParameters } from './awsOperations.ts';
import type { AwsRequest } from './awsOperations.ts';
import { checkIdentityPolicy, checkTrustPolicy, trustsLambda } from './awsPolicyDocuments.ts';
import type { Upstream } from './awsUpstream.ts';

/** What IAM refuses and the emulator takes, and since when Lambda may assume a role. */
export class StrictIam {
  readonly #upstream: Upstream;
  readonly #now: () => number;
  readonly #readyAfterMs: number;
  /** Role name → since when its trust policy lets Lambda assume it, for roles seen to be made or changed. */
  readonly #trustedSince = new Map<string, number>();

  constructor(upstream: Upstream, now: () => number, readyAfterMs: number) {
    this.#upstream = upstream;
    this.#now = now;
    this.#readyAfterMs = readyAfterMs;
  }

  /** Throws a Refusal. Answers what is to be done when the call was carried out. */
  async check(request: AwsRequest): Promise<() => void> {
    const parameters = queryParameters(request.body);
    const role = parameters.get('RoleName') ?? '';
    const ready = () => this.#trustedSince.set(role, this.#now());
    switch (request.operation) {
      case 'CreateRole': {
        checkName(role, 'roleName', 64);
        checkTrustPolicy(parameters.get('AssumeRolePolicyDocument') ?? '');
        await this.#checkPolicyExists(request, parameters.get('PermissionsBoundary'), 'Scope ARN: ');
        return ready;
      }
      case 'UpdateAssumeRolePolicy': {
        const live = await this.#role(request, role);
        if (live === undefined) return nothing;
        const document = parameters.get('PolicyDocument') ?? '';
        checkTrustPolicy(document);
        return !trustsLambda(live.trustPolicy) && trustsLambda(document) ? ready : nothing;
      }
      case 'PutRolePolicy': {
        if ((await this.#role(request, role)) === undefined) return nothing;
        checkName(parameters.get('PolicyName') ?? '', 'policyName', 128);
        checkIdentityPolicy(parameters.get('PolicyDocument') ?? '', role);
        return nothing;
      }
      case 'AttachRolePolicy':
        if ((await this.#role(request, role)) === undefined) return nothing;
        await this.#checkPolicyExists(request, parameters.get('PolicyArn'), 'Policy ');
        return nothing;
      case 'PutRolePermissionsBoundary':
        if ((await this.#role(request, role)) === undefined) return nothing;
        await this.#checkPolicyExists(request, parameters.get('PermissionsBoundary'), 'Scope ARN: ');
        return nothing;
      default:
        return nothing;
    }
  }

  /** Throws what CreateFunction answers for a role that is missing, too young or does not trust Lambda. */
  async checkAssumable(request: AwsRequest, roleArn: string): Promise<void> {
    const name = roleArn.slice(roleArn.lastIndexOf('/') + 1);
    const live = await this.#role(request, name);
    const age = this.#now() - (this.#trustedSince.get(name) ?? Number.NEGATIVE_INFINITY);
    if (live?.arn !== roleArn || !trustsLambda(live.trustPolicy) || age < this.#readyAfterMs) {
      throw invalid('The role defined for the function cannot be assumed by Lambda.');
    }
  }

  async #role(request: AwsRequest, name: string): Promise<{ arn: string; trustPolicy: string } | undefined> {
    const xml = await this.#upstream.iam(request, { Action: 'GetRole', RoleName: name });
    if (xml === undefined) return undefined;
    return {
      arn: element(xml, 'Arn'),
      trustPolicy: decodeURIComponent(element(xml, 'AssumeRolePolicyDocument')),
    };
  }

  async #checkPolicyExists(request: AwsRequest, arn: string | null, prefix: string): Promise<void> {
    if (arn === null) return;
    if (!/^arn:[\w-]+:iam::(aws|\d{12}):policy\/[\w+=,.@/-]+$/.test(arn)) {
      throw new Refusal({
        code: 'ValidationError',
        message: `Invalid ARN:  Could not be parsed!`,
        status: 400,
      });
    }
    if ((await this.#upstream.iam(request, { Action: 'GetPolicy', PolicyArn: arn })) === undefined) {
      const message = `${prefix}${arn} does not exist or is not attachable.`;
      throw new Refusal({ code: 'NoSuchEntity', message, status: 404 });
    }
  }
}

const nothing = () => undefined;

function element(xml: string, name: string): string {
  const text = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1] ?? '';
  return text
    .replace(/&quot;/g, '"')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&');
}

function checkName(name: string, member: string, max: number): void {
  if (/^[\w+=,.@-]+$/.test(name) && name.length <= max) return;
  const rule =
    name.length > max
      ? `Member must have length less than or equal to ${max}`
      : 'Member must satisfy regular expression pattern: [\\w+=,.@-]+';
  const message = `1 validation error detected: Value at '${member}' failed to satisfy constraint: ${rule}`;
  throw new Refusal({ code: 'ValidationError', message, status: 400 });
}
