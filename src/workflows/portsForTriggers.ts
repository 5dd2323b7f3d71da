import type { CallOptions } from '../core/callOptions.ts';
import type { JsonValue } from '../core/json.ts';
import type { LiveRestApi } from '../core/restApi/liveRestApi.ts';
import type { HttpAnswer, HttpRequest, TestInvocation } from '../core/restApi/testRequest.ts';
import type { LiveRule, LiveTarget } from '../core/warmUp/liveRule.ts';

/** What runs functions by itself, to read. Rejects as said in ports.ts. */
export interface TriggerGateway {
  /** The resource policy of a function, or of one of its aliases; undefined when there is none. */
  readPolicy(
    functionName: string,
    qualifier: string | undefined,
    options: CallOptions,
  ): Promise<JsonValue | undefined>;
  readRestApi(id: string, options: CallOptions): Promise<LiveRestApi | undefined>;
  /** Names of the rules of the default event bus that have this function or alias as their target. */
  listRuleNames(targetArn: string, options: CallOptions): Promise<string[]>;
  readRule(name: string, options: CallOptions): Promise<LiveRule | undefined>;
}

/** A statement of a resource policy that lets a service run the function. */
export interface Permission {
  readonly statementId: string;
  readonly principal: string;
  readonly sourceArn: string;
  /** Account that the service must call for; undefined: the ARN says it. */
  readonly sourceAccount?: string;
}

/**
 * Rules of the default event bus and what they need, to change. Rejects as said in ports.ts. Putting replaces; removing
 * what is not there is no failure, turning it off is (`aws.notFound`).
 */
export interface RuleGateway {
  /** None where there is no such rule. */
  readTargets(rule: string, options: CallOptions): Promise<LiveTarget[]>;
  putRule(
    rule: string,
    to: { readonly schedule: string; readonly enabled: boolean },
    options: CallOptions,
  ): Promise<void>;
  disableRule(rule: string, options: CallOptions): Promise<void>;
  /** A target of this id keeps what is not named here. */
  putTarget(rule: string, target: LiveTarget, options: CallOptions): Promise<void>;
  removeTargets(rule: string, ids: readonly string[], options: CallOptions): Promise<void>;
  /** Refused while it has targets. */
  deleteRule(rule: string, options: CallOptions): Promise<void>;
  /** `aws.alreadyExists` when a statement has this id. */
  addPermission(
    functionName: string,
    alias: string | undefined,
    permission: Permission,
    options: CallOptions,
  ): Promise<void>;
  removePermission(
    functionName: string,
    alias: string | undefined,
    statementId: string,
    options: CallOptions,
  ): Promise<void>;
}

/** REST APIs, to change and to call. Rejects as said in ports.ts; removing what is not there is no failure. */
export interface RestApiGateway {
  /** Ids of the APIs of this name. */
  findApis(name: string, options: CallOptions): Promise<string[]>;
  /** Description of a deployment; undefined when there is no such one. */
  readDeployment(apiId: string, deploymentId: string, options: CallOptions): Promise<string | undefined>;
  /** A REGIONAL one; answers its id. */
  createApi(name: string, options: CallOptions): Promise<string>;
  deleteApi(apiId: string, options: CallOptions): Promise<void>;
  /** Answers its id. */
  createResource(apiId: string, parentId: string, part: string, options: CallOptions): Promise<string>;
  deleteResource(apiId: string, resourceId: string, options: CallOptions): Promise<void>;
  /** One that anybody may call. `aws.alreadyExists` when there is one. */
  putMethod(apiId: string, resourceId: string, method: string, options: CallOptions): Promise<void>;
  /** An AWS_PROXY integration; replaces what the method runs. */
  putIntegration(
    apiId: string,
    resourceId: string,
    method: string,
    uri: string,
    options: CallOptions,
  ): Promise<void>;
  /** The OPTIONS method that answers for other origins, whole; goes on with one of ours that is not. */
  putCors(apiId: string, resourceId: string, methods: string, options: CallOptions): Promise<void>;
  deleteMethod(apiId: string, resourceId: string, method: string, options: CallOptions): Promise<void>;
  /** Sets these, and keeps the others. */
  setVariables(
    apiId: string,
    stage: string,
    variables: Readonly<Record<string, string>>,
    options: CallOptions,
  ): Promise<void>;
  /** Makes the stage where it is not there, with these variables. */
  deploy(
    apiId: string,
    stage: {
      readonly name: string;
      readonly description: string;
      readonly variables: Readonly<Record<string, string>> | undefined;
    },
    options: CallOptions,
  ): Promise<void>;
  deleteStage(apiId: string, stage: string, options: CallOptions): Promise<void>;
  /** Runs a route past its stage and says how: the function is run. */
  testInvoke(
    apiId: string,
    resourceId: string,
    method: string,
    request: Pick<HttpRequest, 'headers' | 'body'> & {
      readonly pathWithQuery: string;
      readonly variables: Readonly<Record<string, string>>;
    },
    options: CallOptions,
  ): Promise<TestInvocation>;
  /** Where a stage answers, without a slash at its end. */
  stageUrl(apiId: string, stage: string): string;
  /** One request, as it is: no redirect is followed, nothing is repeated. Rejects with `request.noAnswer`. */
  send(request: HttpRequest, options: CallOptions): Promise<HttpAnswer>;
}
