import { errorAnswer, throttlingError } from './awsAnswers.ts';
import type { AwsAnswer } from './awsAnswers.ts';
import type { Pass } from './awsLambdaCall.ts';
import type { UpdateFailure } from './awsFunctionStates.ts';
import { isWrite } from './awsOperations.ts';
import type { AwsRequest } from './awsOperations.ts';
import { Quotas } from './awsQuotas.ts';
import { Refusal } from './awsRefusal.ts';
import { strictApiGateway } from './awsStrictApiGateway.ts';
import { strictEvents } from './awsStrictEvents.ts';
import { StrictIam } from './awsStrictIam.ts';
import { StrictLambda } from './awsStrictLambda.ts';
import { strictS3 } from './awsStrictS3.ts';
import { strictSes } from './awsStrictSes.ts';
import { Upstream } from './awsUpstream.ts';

export interface StrictOptions {
  /** Milliseconds until Lambda can assume a new role (or one that came to trust it); AWS takes about 10 s. Default 0. */
  readonly roleReadyAfterMs?: number;
  /** Milliseconds a new function stays Pending; default 60. */
  readonly createMs?: number;
  /** Milliseconds an update stays InProgress; default 40. */
  readonly updateMs?: number;
  /** The day for the dates of retired runtimes; default today. */
  readonly today?: Date;
  /** Applies the account's calls-a-second quotas; default false. */
  readonly quotas?: boolean;
  /** Clock of states, roles and quotas, in milliseconds; default the real one. */
  readonly now?: () => number;
}

/** Answers as AWS does where the emulator is kinder (the list is in the documents' TESTING.md). */
export class StrictMode {
  readonly #upstream: Upstream;
  readonly #iam: StrictIam;
  readonly #lambda: StrictLambda;
  readonly #quotas: Quotas | undefined;
  /** Changes go one after the other, as the checks read the state that the one before left. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(upstreamUrl: string, options: StrictOptions) {
    const upstream = new Upstream(upstreamUrl);
    this.#upstream = upstream;
    const now = options.now ?? Date.now;
    this.#iam = new StrictIam(upstream, now, options.roleReadyAfterMs ?? 0);
    this.#lambda = new StrictLambda(upstream, this.#iam, {
      now,
      createMs: options.createMs ?? 60,
      updateMs: options.updateMs ?? 40,
      today: options.today ?? new Date(),
    });
    this.#quotas = options.quotas === true ? new Quotas(now) : undefined;
  }

  failNextUpdate(functionName: string, failure: UpdateFailure): void {
    this.#lambda.failNextUpdate(functionName, failure);
  }

  async handle(request: AwsRequest, pass: Pass): Promise<AwsAnswer> {
    if (this.#quotas?.exceeded(request) === true)
      return errorAnswer(request.service, throttlingError(request.service));
    if (!isWrite(request.operation)) return this.#judge(request, pass);
    const result = this.#turn.then(() => this.#judge(request, pass));
    this.#turn = result.catch(() => undefined);
    return result;
  }

  async #judge(request: AwsRequest, pass: Pass): Promise<AwsAnswer> {
    try {
      if (request.service === 'lambda') return await this.#lambda.handle(request, pass);
      if (request.service === 'events') return await strictEvents(request, pass);
      if (request.service === 'apigateway') return await strictApiGateway(request, pass);
      if (request.service === 'ses') return await strictSes(request, pass, this.#upstream);
      if (request.service === 's3') return await strictS3(request, pass);
      if (request.service !== 'iam') return await pass(request);
      const onSuccess = await this.#iam.check(request);
      const answer = await pass(request);
      if (answer.status < 300) onSuccess();
      return answer;
    } catch (error) {
      if (error instanceof Refusal) return errorAnswer(request.service, error.error);
      throw error;
    }
  }
}
