import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import {
  CreateDeploymentCommand,
  CreateResourceCommand,
  CreateRestApiCommand,
  GetResourcesCommand,
  PutIntegrationCommand,
  PutMethodCommand,
} from '@aws-sdk/client-api-gateway';
import { PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import {
  AddPermissionCommand,
  CreateAliasCommand,
  GetFunctionConfigurationCommand,
  PublishVersionCommand,
} from '@aws-sdk/client-lambda';
import { after, before, describe, it } from 'mocha';
import { proposedAlias } from '../../src/core/import/deployedFunction.ts';
import { readDeployed } from '../../src/workflows/import/readDeployed.ts';
import type { AwsConnection } from '../../src/workflows/ports.ts';
import { createTestFunction } from '../support/awsTestClients.ts';
import { connect, hurriedClock } from '../support/deployWorld.ts';
import { ImportWorld, readManifestFile } from '../support/importWorld.ts';
import { inSample, manifestFile, readManifest, sampleNames } from '../support/sampleFunctions.ts';
import { useStrictProxy } from '../support/strictProxy.ts';

const run = promisify(execFile);

describe('importing a function', function () {
  this.timeout(120_000);
  const strict = useStrictProxy({ today: new Date('2026-11-23') });
  let world: ImportWorld;
  let connection: AwsConnection;
  before(async () => {
    connection = await connect(strict.proxy.url);
    world = await ImportWorld.create(connection, hurriedClock(20));
  });
  after(() => world.dispose());

  for (const sample of sampleNames) {
    it(`${sample}: deployed and imported, it has the same archive and nothing to deploy`, async () => {
      const deployedBy = await readManifest(sample);
      await world.deploy(await manifestFile(sample), inSample(sample));
      const { functionName } = deployedBy;
      const deployed = await readDeployed(functionName, connection, { signal: AbortSignal.timeout(30_000) });
      const alias = proposedAlias(deployed.aliases);
      assert.ok(alias !== 'ask');

      const imported = await world.import(functionName, { alias });
      assert.deepEqual(imported.notes, []);
      const { plan, archive } = await world.plan(imported.manifestFile);
      assert.deepEqual(plan.steps, []);
      assert.equal(archive.sha256, deployed.latest.codeSha256);
      assert.equal(archive.standsFor, undefined);
      assert.deepEqual(
        archive.files.map(({ path }) => path),
        [
          { greeting: 'greeting.mjs', quote: 'quote.js' }[sample as string] ??
            deployedBy.handler.replace(/\..*/, '.py'),
        ],
      );

      const manifest = await readManifestFile(imported.manifestFile);
      assert.equal(manifest.deploy?.alias, deployedBy.deploy?.alias);
      assert.equal(manifest.role?.name, deployedBy.role?.name);
      const names = Object.keys(deployed.latest.environment).sort();
      assert.ok(names.length > 0);
      assert.deepEqual(manifest.environment, Object.fromEntries(names.map((name) => [name, null])));
      const policy = async (folder: string, file: string | undefined): Promise<unknown> =>
        JSON.parse(await readFile(join(folder, file ?? ''), 'utf8'));
      const [name = ''] = Object.keys(deployedBy.role?.inlinePolicies ?? {});
      assert.deepEqual(
        await policy(dirname(imported.manifestFile), manifest.role?.inlinePolicies?.[name]),
        await policy(inSample(sample), deployedBy.role?.inlinePolicies?.[name]),
      );
    });
  }

  it('says which REST routes and which schedule run the function or its alias', async () => {
    const { lambda, apiGateway, eventBridge } = strict.clients;
    const name = await createTestFunction(strict.clients);
    const { FunctionArn: arn = '' } = await lambda.send(
      new GetFunctionConfigurationCommand({ FunctionName: name }),
    );
    await lambda.send(new PublishVersionCommand({ FunctionName: name }));
    const alias = { FunctionName: name, Name: 'PROD', FunctionVersion: '1' };
    await lambda.send(new CreateAliasCommand(alias));
    const { id: restApiId = '' } = await apiGateway.send(
      new CreateRestApiCommand({ name: 'users', endpointConfiguration: { types: ['REGIONAL'] } }),
    );
    const { items = [] } = await apiGateway.send(new GetResourcesCommand({ restApiId }));
    const inApi = { restApiId };
    const { id: users = '' } = await apiGateway.send(
      new CreateResourceCommand({ ...inApi, parentId: items[0]?.id, pathPart: 'users' }),
    );
    const { id: resourceId = '' } = await apiGateway.send(
      new CreateResourceCommand({ ...inApi, parentId: users, pathPart: '{username}' }),
    );
    const method = { ...inApi, resourceId, httpMethod: 'GET' };
    await apiGateway.send(new PutMethodCommand({ ...method, authorizationType: 'NONE' }));
    await apiGateway.send(
      new PutIntegrationCommand({
        ...method,
        type: 'AWS_PROXY',
        integrationHttpMethod: 'POST',
        uri: `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${arn}:PROD/invocations`,
      }),
    );
    await apiGateway.send(new CreateDeploymentCommand({ ...inApi, stageName: 'prod' }));
    const permission = { FunctionName: name, Qualifier: 'PROD', Action: 'lambda:InvokeFunction' };
    await lambda.send(
      new AddPermissionCommand({
        ...permission,
        StatementId: 'routes',
        Principal: 'apigateway.amazonaws.com',
        SourceArn: `arn:aws:execute-api:us-east-1:000000000000:${restApiId}/*/GET/users/*`,
      }),
    );
    const rule = { Name: `${name}-warm`, ScheduleExpression: 'rate(5 minutes)', State: 'DISABLED' } as const;
    await eventBridge.send(new PutRuleCommand(rule));
    await eventBridge.send(
      new PutTargetsCommand({ Rule: rule.Name, Targets: [{ Id: '1', Arn: `${arn}:PROD` }] }),
    );

    const imported = await world.import(name);
    const manifest = await readManifestFile(imported.manifestFile);
    assert.deepEqual(manifest.api, {
      name: 'users',
      stage: 'prod',
      routes: [{ method: 'GET', path: '/users/{username}' }],
      alias: 'PROD',
    });
    assert.deepEqual(manifest.warmUp, { schedule: 'rate(5 minutes)', alias: 'PROD', enabled: false });
    assert.deepEqual(imported.notes, []);
    assert.deepEqual((await world.plan(imported.manifestFile)).plan.steps, []);
  });

  it('knows the code of an archive that somebody else made, down to what a deploy would leave out', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'lambda-workbench-zip-'));
    try {
      await writeFile(join(folder, 'app.py'), 'def handler(event, context):\n    return event\n');
      await writeFile(join(folder, 'make.py'), zipByPython);
      await run('python3', ['make.py'], { cwd: folder });
      const name = await createTestFunction(strict.clients, {
        Code: { ZipFile: await readFile(join(folder, 'made.zip')) },
        Environment: { Variables: { TOKEN: 'secret' } },
      });
      const imported = await world.import(name);
      const manifest = await readManifestFile(imported.manifestFile);
      assert.deepEqual(manifest.environment, { TOKEN: null });
      assert.deepEqual(manifest.package, { exclude: ['!/.env', '!/events/one.json'] });
      assert.equal(imported.leftPacked, 1);
      assert.deepEqual((await readdir(dirname(imported.manifestFile))).sort(), [
        '.env',
        'README.md',
        '__pycache__',
        'app.py',
        'events',
        'lambda.json',
        'run.sh',
        'trust-policy.json',
      ]);
      const { plan, archive } = await world.plan(imported.manifestFile);
      assert.deepEqual(plan.steps, []);
      assert.deepEqual(
        archive.files.map(({ path, mode }) => [path, mode]),
        [
          ['.env', 0o644],
          ['README.md', 0o644],
          ['app.py', 0o644],
          ['events/one.json', 0o644],
          ['run.sh', 0o755],
        ],
      );
      assert.notEqual(archive.sha256, plan.live.function?.codeSha256);

      await writeFile(join(dirname(imported.manifestFile), 'app.py'), 'def handler(event, context): pass\n');
      const changed = await world.plan(imported.manifestFile);
      assert.deepEqual(
        changed.plan.steps.map(({ kind }) => kind),
        ['updateCode'],
      );
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});

/** As people do it who zip a folder with whatever is in it. */
const zipByPython = `
import zipfile
with zipfile.ZipFile("made.zip", "w", zipfile.ZIP_DEFLATED) as made:
    made.write("app.py")
    for name in [".env", ".git/config", "README.md", "__pycache__/app.cpython-313.pyc", "events/one.json"]:
        made.writestr(name, "{}")
    script = zipfile.ZipInfo("run.sh")
    script.external_attr = 0o100755 << 16
    made.writestr(script, "#!/bin/sh")
`;
