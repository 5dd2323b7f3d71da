import { Failure } from '../../src/core/failures/failure.ts';
import type { LiveMethod, LiveResource, LiveRestApi } from '../../src/core/restApi/liveRestApi.ts';
import { stageUrl } from '../../src/core/restApi/stageUrl.ts';
import type { HttpAnswer, HttpRequest, TestInvocation } from '../../src/core/restApi/testRequest.ts';
import type { CallOptions } from '../../src/workflows/ports.ts';
import type { RestApiGateway } from '../../src/workflows/portsForRestApis.ts';

type Call = <T>(operation: string, options: CallOptions, answer: () => T) => Promise<T>;

/** An API of the fake, with what tests mostly do not care about left out. */
export const fakeApi = (
  name: string,
  stages: readonly string[],
  routes: readonly { method: string; path: string; uri: string | undefined }[],
  change: Partial<LiveRestApi> = {},
): LiveRestApi => ({
  id: name,
  name,
  isOurs: false,
  stages: stages.map((stage) => {
    return { name: stage, deploymentId: undefined, variables: {}, url: `https://${name}/${stage}` };
  }),
  resources: [...new Set(['/', ...routes.map(({ path }) => path)])].map((path) => ({
    id: `id-of-${path}`,
    path,
    methods: routes
      .filter((route) => route.path === path)
      .map(({ method, uri }) => ({
        method,
        uri,
        type: uri === undefined ? 'MOCK' : 'AWS_PROXY',
        cors: undefined,
      })),
  })),
  ...change,
});

/** REST APIs in FakeAws. */
export class FakeRestApis {
  readonly apis = new Map<string, LiveRestApi>();
  /** Descriptions of deployments by id. */
  readonly deployments = new Map<string, string>();
  answer: (request: HttpRequest) => Omit<HttpAnswer, 'size' | 'duration'> = () => ({
    status: 200,
    headers: [],
    body: '',
  });
  invocation: TestInvocation = { status: 200, log: '' };
  #made = 0;

  gateway(read: Call, write: Call): RestApiGateway {
    return {
      stageUrl: (id, stage) => stageUrl(id, stage, 'eu-west-1', undefined),
      findApis: (name, options) =>
        read('GetRestApis', options, () =>
          [...this.apis.values()].filter((api) => api.name === name).map(({ id }) => id),
        ),
      readDeployment: (_api, id, options) => read('GetDeployment', options, () => this.deployments.get(id)),
      createApi: (name, options) =>
        write('CreateRestApi', options, () => {
          const id = `api${++this.#made}`;
          this.apis.set(id, fakeApi(name, [], [], { id, isOurs: true }));
          return id;
        }),
      deleteApi: (id, options) => write('DeleteRestApi', options, () => void this.apis.delete(id)),
      createResource: (id, parentId, part, options) =>
        write('CreateResource', options, () => {
          const api = this.#api(id);
          const parent = api.resources.find((one) => one.id === parentId);
          if (parent === undefined) throw new Failure('aws.notFound', 'fake');
          const path = `${parent.path === '/' ? '' : parent.path}/${part}`;
          if (api.resources.some((one) => one.path === path)) throw new Failure('aws.alreadyExists', 'fake');
          const made = { id: `resource${++this.#made}`, path, methods: [] };
          this.apis.set(id, { ...api, resources: [...api.resources, made] });
          return made.id;
        }),
      deleteResource: (id, resourceId, options) =>
        write('DeleteResource', options, () => {
          const api = this.#api(id);
          const gone = this.#resource(id, resourceId).path;
          const left = api.resources.filter(({ path }) => path !== gone && !path.startsWith(`${gone}/`));
          this.apis.set(id, { ...api, resources: left });
        }),
      putMethod: (id, resourceId, method, options) =>
        write('PutMethod', options, () => {
          if (this.#resource(id, resourceId).methods.some((one) => one.method === method))
            throw new Failure('aws.alreadyExists', 'fake');
          this.#set(id, resourceId, { method, uri: undefined, type: undefined, cors: undefined });
        }),
      putIntegration: (id, resourceId, method, uri, options) =>
        write('PutIntegration', options, () =>
          this.#set(id, resourceId, { method, uri, type: 'AWS_PROXY', cors: undefined }),
        ),
      putCors: (id, resourceId, methods, options) =>
        write('PutCors', options, () =>
          this.#set(id, resourceId, { method: 'OPTIONS', uri: undefined, type: 'MOCK', cors: methods }),
        ),
      deleteMethod: (id, resourceId, method, options) =>
        write('DeleteMethod', options, () => {
          const { methods } = this.#resource(id, resourceId);
          this.#change(id, resourceId, { methods: methods.filter((one) => one.method !== method) });
        }),
      setVariables: (id, stage, variables, options) =>
        write('UpdateStage', options, () => {
          const api = this.#api(id);
          const stages = api.stages.map((one) =>
            one.name === stage ? { ...one, variables: { ...one.variables, ...variables } } : one,
          );
          this.apis.set(id, { ...api, stages });
        }),
      deploy: (id, { name, description, variables = {} }, options) =>
        write('CreateDeployment', options, () => {
          const api = this.#api(id);
          const deploymentId = `deployment${++this.#made}`;
          this.deployments.set(deploymentId, description);
          const former = api.stages.find((one) => one.name === name) ?? {
            name,
            variables,
            url: `https://${id}/${name}`,
          };
          const others = api.stages.filter((one) => one.name !== name);
          this.apis.set(id, { ...api, stages: [...others, { ...former, deploymentId }] });
        }),
      deleteStage: (id, stage, options) =>
        write('DeleteStage', options, () => {
          const api = this.#api(id);
          this.apis.set(id, { ...api, stages: api.stages.filter(({ name }) => name !== stage) });
        }),
      testInvoke: (_id, _resource, _method, _request, options) =>
        read('TestInvokeMethod', options, () => this.invocation),
      send: (request, options) =>
        read('send', options, () => {
          const answer = this.answer(request);
          return { ...answer, size: answer.body.length, duration: 12 };
        }),
    };
  }

  #api(id: string): LiveRestApi {
    const api = this.apis.get(id);
    if (api === undefined) throw new Failure('aws.notFound', 'fake');
    return api;
  }

  #resource(id: string, resourceId: string): LiveResource {
    const resource = this.#api(id).resources.find((one) => one.id === resourceId);
    if (resource === undefined) throw new Failure('aws.notFound', 'fake');
    return resource;
  }

  #change(id: string, resourceId: string, change: Partial<LiveResource>): void {
    const api = this.#api(id);
    const resources = api.resources.map((one) => (one.id === resourceId ? { ...one, ...change } : one));
    this.apis.set(id, { ...api, resources });
  }

  #set(id: string, resourceId: string, method: LiveMethod): void {
    const { methods } = this.#resource(id, resourceId);
    this.#change(id, resourceId, {
      methods: [...methods.filter((one) => one.method !== method.method), method],
    });
  }
}
