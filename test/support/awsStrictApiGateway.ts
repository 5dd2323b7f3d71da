import { jsonAnswer } from './awsAnswers.ts';
import type { AwsAnswer } from './awsAnswers.ts';
import type { Pass } from './awsLambdaCall.ts';
import type { AwsRequest } from './awsOperations.ts';
import { Refusal } from './awsRefusal.ts';
import { forward, objectMember, parseObject, stringMember } from './awsUpstream.ts';

/** REST APIs, where the emulator is kinder than AWS. */
export async function strictApiGateway(request: AwsRequest, pass: Pass): Promise<AwsAnswer> {
  const { operation, url } = request;
  switch (operation) {
    case 'PutMethod':
      if (await isThere(url.pathname, request, pass))
        throw conflict('Method already exists for this resource');
      return pass(request);
    case 'PutMethodResponse':
      if (await isThere(url.pathname, request, pass))
        throw conflict('Response already exists for this resource');
      return pass(request);
    case 'CreateResource': {
      const part = stringMember(parseObject(request.body), 'pathPart') ?? '';
      const siblings = (await resourcesOf(request, pass)).filter(
        (resource) => stringMember(resource, 'parentId') === request.params['resourceId'],
      );
      const variable = siblings
        .map((one) => stringMember(one, 'pathPart') ?? '')
        .find((one) => /^\{/.test(one));
      if (part.startsWith('{') && variable !== undefined && variable !== part)
        throw badRequest(
          `A sibling (${variable}) of this resource already has a variable path part -- only one unique variable path part is allowed`,
        );
      return pass(request);
    }
    case 'DeleteResource': {
      const all = await resourcesOf(request, pass);
      const { restApiId = '', resourceId = '' } = request.params;
      // What is in it goes with it.
      for (const gone = [resourceId]; gone.length > 0;) {
        const parent = gone.shift();
        const inside = all.filter((one) => stringMember(one, 'parentId') === parent);
        for (const { id } of inside as { id: string }[]) {
          gone.push(id);
          await pass({ ...request, url: new URL(`/restapis/${restApiId}/resources/${id}`, url) });
        }
      }
      return pass(request);
    }
    case 'CreateDeployment': {
      const methods = (await resourcesOf(request, pass)).flatMap((resource) =>
        Object.values(objectMember(resource, 'resourceMethods')),
      );
      if (methods.length === 0) throw badRequest("The REST API doesn't contain any methods");
      const whole = methods.every((method) =>
        stringMember(objectMember({ method }, 'method')['methodIntegration'] as never, 'type'),
      );
      if (!whole) throw badRequest('No integration defined for method');
      return pass(request);
    }
    default:
      return pass(request);
  }
}

/** TestInvokeMethod, which the emulator does not know: runs the route in a stage, and tells of it as AWS does. */
export async function testInvoke(upstream: string, request: AwsRequest): Promise<AwsAnswer> {
  const { restApiId = '', resourceId = '', httpMethod = '' } = request.params;
  const pass: Pass = (asked) => forward(upstream, asked);
  const stages: unknown = parseObject((await read(`/restapis/${restApiId}/stages`, request, pass)).body)[
    'item'
  ];
  const stage = Array.isArray(stages) ? (stringMember(stages[0] as never, 'stageName') ?? '') : '';
  const resource = parseObject(
    (await read(`/restapis/${restApiId}/resources/${resourceId}`, request, pass)).body,
  );
  const asked = parseObject(request.body);
  const path = stringMember(asked, 'pathWithQueryString') ?? stringMember(resource, 'path') ?? '/';
  const answer = await forward(upstream, {
    method: httpMethod === 'ANY' ? 'GET' : httpMethod,
    url: new URL(`/restapis/${restApiId}/${stage}/_user_request_${path}`, upstream),
    headers: objectMember(asked, 'headers') as Record<string, string>,
    body: Buffer.from(stringMember(asked, 'body') ?? ''),
  });
  const id = '2e4c1f2a-0000-4000-8000-000000000000';
  const time = 'Sat Nov 28 12:00:00 UTC 2026';
  const log = [
    `Execution log for request ${id}`,
    `${time} : Starting execution for request: ${id}`,
    `${time} : HTTP Method: ${httpMethod}, Resource Path: ${path}`,
    ...(answer.status === 502
      ? failedExecution(answer.body.toString()).map((line) => `${time} : ${line}`)
      : []),
    `${time} : Method completed with status: ${answer.status}`,
  ].join('\n');
  return jsonAnswer(200, {
    status: answer.status,
    body: answer.body.toString(),
    headers: {},
    log,
    latency: 5,
  });
}

/** What the log says of a function that raised; the emulator tells its error in the answer. */
function failedExecution(answer: string): string[] {
  const told = stringMember(parseObject(answer), 'message') ?? answer;
  const message = stringMember(parseObject(told), 'errorMessage') ?? told;
  return [
    `Endpoint response body before transformations: ${told}`,
    `Lambda execution failed with status 200 due to customer function error: ${message}. Lambda request id: 1`,
  ];
}

const read = (path: string, request: AwsRequest, pass: Pass): Promise<AwsAnswer> =>
  pass({ ...request, method: 'GET', url: new URL(path, request.url), body: Buffer.alloc(0) });

const isThere = async (path: string, request: AwsRequest, pass: Pass): Promise<boolean> =>
  (await read(path, request, pass)).status < 300;

async function resourcesOf(request: AwsRequest, pass: Pass): Promise<Record<string, unknown>[]> {
  const path = `/restapis/${request.params['restApiId'] ?? ''}/resources?limit=500&embed=methods`;
  const { item } = parseObject((await read(path, request, pass)).body) as {
    item?: Record<string, unknown>[];
  };
  return item ?? [];
}

const conflict = (message: string) => new Refusal({ code: 'ConflictException', message, status: 409 });
const badRequest = (message: string) => new Refusal({ code: 'BadRequestException', message, status: 400 });
