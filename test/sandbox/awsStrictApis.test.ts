import assert from 'node:assert/strict';
import {
  CreateDeploymentCommand,
  CreateResourceCommand,
  CreateRestApiCommand,
  DeleteResourceCommand,
  GetResourcesCommand,
  PutMethodCommand,
} from '@aws-sdk/client-api-gateway';
import { before, describe, it } from 'mocha';
import { useStrictProxy } from '../support/strictProxy.ts';

describe('the strict mode of REST APIs', () => {
  const world = useStrictProxy({});
  let restApiId: string | undefined;
  let root: string | undefined;

  const create = async (parentId: string | undefined, pathPart: string) => {
    const command = new CreateResourceCommand({ restApiId, parentId, pathPart });
    return (await world.clients.apiGateway.send(command)).id;
  };
  const paths = async () => {
    const { items = [] } = await world.clients.apiGateway.send(new GetResourcesCommand({ restApiId }));
    return items.map(({ path }) => path).sort();
  };
  const deploy = () =>
    world.clients.apiGateway.send(new CreateDeploymentCommand({ restApiId, stageName: 'prod' }));

  before(async () => {
    const { apiGateway } = world.clients;
    restApiId = (await apiGateway.send(new CreateRestApiCommand({ name: 'strict' }))).id;
    root = (await apiGateway.send(new GetResourcesCommand({ restApiId }))).items?.[0]?.id;
  });

  it('takes one path parameter at a place, and removes what is in a resource with it', async () => {
    const users = await create(root, 'users');
    await create(users, '{name}');
    await assert.rejects(create(users, '{id}'), {
      name: 'BadRequestException',
      message: /^A sibling \(\{name\}\)/,
    });
    assert.deepEqual(await paths(), ['/', '/users', '/users/{name}']);
    await world.clients.apiGateway.send(new DeleteResourceCommand({ restApiId, resourceId: users }));
    assert.deepEqual(await paths(), ['/']);
  });

  it('makes a method once, and deploys none without an integration', async () => {
    await assert.rejects(deploy(), { message: "The REST API doesn't contain any methods" });
    const method = { restApiId, resourceId: root, httpMethod: 'GET', authorizationType: 'NONE' };
    await world.clients.apiGateway.send(new PutMethodCommand(method));
    await assert.rejects(world.clients.apiGateway.send(new PutMethodCommand(method)), {
      name: 'ConflictException',
      message: 'Method already exists for this resource',
    });
    await assert.rejects(deploy(), { message: 'No integration defined for method' });
  });
});
