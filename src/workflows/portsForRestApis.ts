import type { CallOptions } from '../core/callOptions.ts';
import type { HttpAnswer, HttpRequest, TestInvocation } from '../core/restApi/testRequest.ts';

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
