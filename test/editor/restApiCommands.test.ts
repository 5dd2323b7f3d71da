import assert from 'node:assert/strict';
import { CreateRestApiCommand, GetResourcesCommand, GetRestApisCommand } from '@aws-sdk/client-api-gateway';
import { CreateFunctionCommand } from '@aws-sdk/client-lambda';
import { after, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import type { AccountNode, RouteNode } from '../../src/tree/accountNodes.ts';
import { awsTestClients, pythonArchive, waitForActive } from '../support/awsTestClients.ts';
import type { AwsTestClients } from '../support/awsTestClients.ts';
import { seedAlias, seedVersions } from '../support/seededAccount.ts';
import {
  eventually,
  extensionUnderTest,
  run,
  workspaceFile,
  writeWorkspaceFile,
} from './extensionUnderTest.ts';
import type { ExtensionUnderTest } from './extensionUnderTest.ts';

const functionName = 'api-tally';
const source = [
  'def main(event, context):',
  '    if (event.get("queryStringParameters") or {}).get("fail"):',
  '        raise ValueError("no luck")',
  '    name = (event.get("pathParameters") or {}).get("name")',
  '    body = \'{"hello": "%s", "body": %s}\' % (name, event.get("body") or "null")',
  '    return {"statusCode": 200, "headers": {"Content-Type": "application/json"}, "body": body}',
  '',
].join('\n');
const route = (method: string, path: string) => ({ method, path });
const manifest = (api: unknown, name = functionName) => ({
  functionName: name,
  runtime: 'python3.13',
  handler: 'app.main',
  api,
});
const api = { name: 'tally', stage: 'prod', routes: [route('GET', '/users/{name}')] };

describe('REST APIs by command', () => {
  let world: ExtensionUnderTest;
  let clients: AwsTestClients;
  let uri: vscode.Uri;

  before(async () => {
    world = await extensionUnderTest();
    clients = awsTestClients(world.endpoint);
    await clients.lambda.send(
      new CreateFunctionCommand({
        FunctionName: functionName,
        Runtime: 'python3.13',
        Handler: 'app.main',
        Role: 'arn:aws:iam::000000000000:role/seeded',
        Code: { ZipFile: await pythonArchive(source) },
      }),
    );
    await waitForActive(clients, functionName);
    await run('lambdaWorkbench.refreshFunctions');
    await writeWorkspaceFile('api/app.py', source);
    uri = await world.writeManifest('api/lambda.json', manifest(api));
  });
  after(async () => {
    clients.destroy();
    await vscode.workspace.fs.delete(workspaceFile('api'), { recursive: true });
  });

  const asked = (kind: string) => world.person.asked.filter((one) => one.kind === kind);
  const idOf = async (name = 'tally') => {
    const { items = [] } = await clients.apiGateway.send(new GetRestApisCommand({ limit: 500 }));
    return items.find((one) => one.name === name)?.id;
  };
  const base = async () => `${world.endpoint}/restapis/${(await idOf()) ?? ''}/prod/_user_request_`;
  const row = async (method = 'GET', path = '/users/{name}'): Promise<RouteNode> => ({
    ...{ kind: 'route', functionName, apiId: (await idOf()) ?? '', api: 'tally', stage: 'prod' },
    ...{ url: await base(), alias: undefined, method, path },
  });
  const document = () => {
    const found = vscode.workspace.textDocuments.filter(({ uri: { scheme } }) => scheme === 'lambda-report');
    return found.at(-1)?.getText() ?? '';
  };
  /** The document follows what it shows a moment later. */
  const shows = (pattern: RegExp) =>
    eventually(String(pattern), () => (pattern.test(document()) ? true : undefined));
  /** Rows below the Triggers section: label, description and what the menus know of them. */
  async function rows(node: AccountNode, indent = ''): Promise<string[]> {
    const children = await world.functionsView.getChildren(node);
    const shown = await Promise.all(
      children.map(async (child) => {
        const { label, description, contextValue } = await world.functionsView.getTreeItem(child);
        const line = `${indent}${typeof label === 'string' ? label : ''} | ${String(description)} | ${contextValue ?? ''}`;
        return [line, ...(await rows(child, `${indent}  `))];
      }),
    );
    return shown.flat();
  }

  it('asks before the first one is made, makes it, and says its address', async () => {
    world.person.willAnswer();
    await run('lambdaWorkbench.deployApi', uri);
    const [question] = asked('confirm');
    assert.match(
      question?.text ?? '',
      /^Deploy the API tally to stage prod, which runs api-tally, in 000000000000 · us-east-1/,
    );
    assert.match(
      question?.detail ?? '',
      /\+ API tally\n\+ resource \/users\n[^]*\+ GET \/users\/\{name\} → api-tally\n/,
    );
    assert.deepEqual(question?.buttons, ['Deploy API tally', 'Show Plan']);
    assert.equal(await idOf(), undefined);
    world.person.willAnswer('Deploy API tally');
    await run('lambdaWorkbench.deployApi', uri);
    assert.deepEqual(world.person.told, [`The API tally is deployed to prod: ${await base()}/users/{name}`]);
    assert.equal(await (await fetch(`${await base()}/users/ada`)).text(), '{"hello": "ada", "body": null}');
  });

  it('has nothing to do the second time, and shows what there is', async () => {
    world.person.willAnswer('Show Details');
    await run('lambdaWorkbench.deployApi', uri);
    assert.match(world.person.told.join(), /^The API tally is as the manifest says: nothing to do/);
    await shows(/API tally\n {4}prod {2}http:.*\n {8}GET \/users\/\{name\} {2}http/);
  });

  it('is shown below the triggers: API, stage, routes', async () => {
    assert.deepEqual(await rows({ kind: 'section', functionName, section: 'triggers' }), [
      `tally | ${(await idOf()) ?? ''} | restApi`,
      `  prod | ${await base()} | stage`,
      '    GET /users/{name} |  | route',
    ]);
  });

  it('sends a test request: asked once, remembered without what is secret', async () => {
    world.person.willAnswer('ada', 'x=1', 'Accept: text/plain', 'Authorization: Bearer top', '');
    await run('lambdaWorkbench.sendTestRequest', uri);
    assert.deepEqual(
      asked('input').map(({ text, step }) => `${step ?? ''} ${text}`),
      [
        '1/3 Send Test Request: Path parameter name of /users/{name}',
        '2/3 Send Test Request: Query such as left=15&right=20; empty for none',
        '3/3 Send Test Request: Header such as Accept: text/html; empty for none',
        '4/4 Send Test Request: Another header; empty for no more',
        '5/5 Send Test Request: Another header; empty for no more',
      ],
    );
    await shows(/^# GET http:.*\/users\/ada\?x=1\n# 200 · \d+ ms · 30 B\n/);
    await shows(/\n\{\n {2}"hello": "ada",\n {2}"body": null\n\}/);
    world.person.willAnswer('$(play) Send GET /users/ada?x=1');
    await run('lambdaWorkbench.sendTestRequest', await row());
    assert.deepEqual(asked('input'), []);
    world.person.willAnswer();
    await run('lambdaWorkbench.copyAsCurl', await row());
    assert.equal(
      await vscode.env.clipboard.readText(),
      `curl -H 'Accept: text/plain' '${await base()}/users/ada?x=1'`,
    );
    await run('lambdaWorkbench.copyUrl', uri);
    assert.equal(await vscode.env.clipboard.readText(), `${await base()}/users/ada?x=1`);
    await run('lambdaWorkbench.copyUrl', { ...(await row()), kind: 'stage' });
    assert.equal(await vscode.env.clipboard.readText(), await base());
  });

  it('explains a 502 with the reason of the log', async () => {
    world.person.willAnswer('$(edit) Change the Request…', 'ada', 'fail=1', '');
    await run('lambdaWorkbench.sendTestRequest', uri);
    assert.match(
      world.person.told.join(),
      /^502: Lambda execution failed with status 200 due to customer function error: no luck\./,
    );
    await shows(/\n! Lambda execution failed with status 200/);
  });

  it('explains a 403 of API Gateway, and offers to deploy', async () => {
    world.person.willAnswer('', '');
    await run('lambdaWorkbench.sendTestRequest', await row('GET', '/nowhere'));
    assert.match(
      world.person.told.join(),
      /^403: .*no route GET \/nowhere, and it has nothing to do with a token/,
    );
  });

  it('updates what the manifest changes, and lists what it does not name any more', async () => {
    await world.writeManifest(
      'api/lambda.json',
      manifest({ ...api, cors: true, routes: [route('POST', '/users/{name}')] }),
    );
    world.person.willAnswer();
    await run('lambdaWorkbench.deployApi', uri);
    assert.deepEqual(asked('confirm'), []);
    assert.deepEqual(asked('notify')[0]?.buttons, [
      'Send Test Request…',
      'Copy URL',
      'Remove API Routes…',
      'Show Details',
    ]);
    world.person.willAnswer('eve', '', '', '{"a": 1}');
    await run('lambdaWorkbench.sendTestRequest', uri);
    await shows(/# POST .*\/users\/eve\n# 200[^]*"a": 1/);
  });

  it('removes routes only when the person says so', async () => {
    world.person.willAnswer('GET /users/{name}');
    await run('lambdaWorkbench.removeApiRoutes', uri);
    assert.equal(asked('pick')[0]?.proposed, 'GET /users/{name}, OPTIONS /users/{name}');
    assert.match(
      asked('confirm')[0]?.detail ?? '',
      /- permission for GET[^]*- GET \/users\/\{name\}\n~ stage prod[^]*cannot be undone/,
    );
    world.person.willAnswer('GET /users/{name}', 'Remove 1 Route of tally');
    await run('lambdaWorkbench.removeApiRoutes', uri);
    const restApiId = await idOf();
    const { items = [] } = await clients.apiGateway.send(new GetResourcesCommand({ restApiId }));
    assert.deepEqual(items.flatMap(({ resourceMethods = {} }) => Object.keys(resourceMethods)).sort(), [
      'OPTIONS',
      'POST',
    ]);
    world.person.willAnswer('POST /users/{name}', 'Remove 1 Route of tally');
    await run('lambdaWorkbench.removeApiRoutes', await row('POST'));
    assert.equal(await idOf(), undefined);
  });

  it('says what to do without an alias, and without an API', async () => {
    await world.writeManifest('api/lambda.json', manifest({ ...api, alias: 'NOWHERE' }));
    world.person.willAnswer();
    await run('lambdaWorkbench.deployApi', uri);
    assert.match(world.person.told.join(), /api-tally has no alias NOWHERE/);
    assert.ok(asked('notify')[0]?.buttons?.includes('Create Alias…'));
    await run('lambdaWorkbench.sendTestRequest', uri);
    assert.match(world.person.told.join(), /There is no API tally here/);
    assert.ok(asked('notify')[1]?.buttons?.includes('Deploy API'));
  });

  it('knows a manifest that was written a moment ago', async () => {
    for (const wanted of [undefined, { ...api, alias: 'NOWHERE' }]) {
      await writeWorkspaceFile('api/lambda.json', JSON.stringify(manifest(wanted)));
      world.person.willAnswer();
      await run('lambdaWorkbench.deployApi', uri);
      assert.match(world.person.told.join(), wanted === undefined ? /has no "api"/ : /no alias NOWHERE/);
    }
  });

  it('asks which of two APIs of one name is meant, once', async () => {
    const ids = [];
    for (const _ of [1, 2])
      ids.push((await clients.apiGateway.send(new CreateRestApiCommand({ name: 'twice' }))).id ?? '');
    await world.writeManifest('api/lambda.json', manifest({ ...api, name: 'twice' }));
    world.person.willAnswer();
    await run('lambdaWorkbench.deployApi', uri);
    assert.deepEqual(asked('pick')[0]?.buttons, [...ids].sort());
    world.person.willAnswer(ids[0] ?? '', 'Deploy API twice');
    await run('lambdaWorkbench.deployApi', uri);
    assert.match(world.person.told.join(), new RegExp(ids[0] ?? 'none'));
    world.person.willAnswer();
    await run('lambdaWorkbench.deployApi', uri);
    assert.match(world.person.told.join(), /nothing to do/);
  });

  it('asks for every step on a protected alias, naming all of it', async () => {
    await seedVersions(clients.lambda, functionName, 1);
    await seedAlias(clients.lambda, functionName, 'PRODUCTION', '1');
    await world.writeManifest('api/lambda.json', manifest({ ...api, name: 'twice', alias: 'PRODUCTION' }));
    world.person.willAnswer();
    await run('lambdaWorkbench.deployApi', uri);
    const [question] = asked('confirm');
    assert.match(question?.text ?? '', /^PRODUCTION is a protected alias\. Deploy the API twice/);
    assert.match(
      question?.detail ?? '',
      /Function: api-tally\nAlias: PRODUCTION\nAccount: 0{12}\nRegion: us-east-1/,
    );
  });

  it('says that the manifest has none', async () => {
    await world.writeManifest('api/lambda.json', manifest(undefined));
    world.person.willAnswer();
    await run('lambdaWorkbench.deployApi', uri);
    assert.match(world.person.told.join(), /lambda\.json has no "api"/);
  });

  it('is offered by the result of a deploy, until it was deployed', async () => {
    await writeWorkspaceFile('api/second/app.py', source);
    const second = {
      ...manifest({ ...api, name: 'second' }, 'api-second'),
      roleArn: 'arn:aws:iam::000000000000:role/seeded',
    };
    const file = await world.writeManifest('api/second/lambda.json', second);
    world.person.willAnswer('Deploy api-second', 'Deploy API', 'Deploy API second');
    await run('lambdaWorkbench.deployFunction', file);
    assert.deepEqual(asked('notify')[0]?.buttons, ['Deploy API', 'Show Details', 'Copy ARN']);
    await eventually('the API is made', () => asked('notify')[1]);
    assert.ok(await idOf('second'));
    world.person.willAnswer();
    await run('lambdaWorkbench.deployAgain');
    assert.deepEqual(asked('notify')[0]?.buttons, ['Show Details']);
  });
});
