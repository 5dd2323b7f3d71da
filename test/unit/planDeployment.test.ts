import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { FunctionManifest } from '../../src/core/manifest/functionManifest.ts';
import { carryOutDeployment } from '../../src/workflows/carryOutDeployment.ts';
import { planDeployment } from '../../src/workflows/planDeployment.ts';
import type { RevisionFacts } from '../../src/workflows/ports.ts';
import { archiveOf } from '../support/deploymentFixtures.ts';
import { FakeAws, fakeClock } from '../support/fakeAws.ts';

const signal = new AbortController().signal;

/** A workspace with one function, whose git says `revision`; what is asked of it is counted. */
function workspace(change: Partial<FunctionManifest> = {}, revision?: RevisionFacts) {
  const aws = new FakeAws();
  const asked = { git: 0, archive: 0 };
  const manifest: FunctionManifest = {
    functionName: 'calc',
    runtime: 'python3.13',
    handler: 'calc.lambda_handler',
    deploy: { alias: 'DEV' },
    ...change,
  };
  const target = {
    manifest,
    manifestFile: '/w/lambda.json',
    folder: '/w',
    workspaceFolder: '/w',
    knownFiles: [],
  };
  const dependencies = {
    connection: aws.connection,
    archiver: {
      build: () => {
        asked.archive++;
        return Promise.resolve(archiveOf('sha-one'));
      },
    },
    files: { readText: () => Promise.resolve(undefined), exists: () => Promise.resolve(false) },
    sourceControl: {
      describeRevision: () => {
        asked.git++;
        return Promise.resolve(revision);
      },
    },
    clock: fakeClock(),
  };
  const plan = (describeVersions = true) =>
    planDeployment(target, dependencies, { signal, protectedAliases: [], describeVersions });
  const deploy = async (describeVersions?: boolean) =>
    carryOutDeployment(await plan(describeVersions), dependencies, { signal });
  return { aws, asked, plan, deploy };
}

const onMain = { commit: 'a1b2c3d4e5', branch: 'main', dirty: true };

describe('planning a deployment', () => {
  it('reads and packages nothing for another account than the manifest pins', async () => {
    const { aws, asked, plan } = workspace({ accountId: '210987654321' });
    await assert.rejects(plan(), { code: 'deploy.wrongAccount' });
    assert.deepEqual([aws.reads, asked.archive], [[], 0]);
  });

  it('asks not even who is calling when the region is another one', async () => {
    const { aws, asked, plan } = workspace({ accountId: '210987654321', region: 'us-east-1' });
    await assert.rejects(plan(), { code: 'deploy.wrongRegion' });
    assert.deepEqual([aws.reads, asked.archive], [[], 0]);
  });

  it('describes the version that it publishes by commit, branch and "dirty"', async () => {
    const { aws, deploy } = workspace({}, onMain);
    await deploy();
    assert.equal(aws.functions.get('calc')?.versions[0]?.description, 'a1b2c3d4e5 main dirty');
  });

  it('does not where the setting says no, and outside of git', async () => {
    const off = workspace({}, onMain);
    await off.deploy(false);
    assert.equal(off.aws.functions.get('calc')?.versions[0]?.description, '');
    assert.equal(off.asked.git, 0);
    const elsewhere = workspace();
    await elsewhere.deploy();
    assert.equal(elsewhere.aws.functions.get('calc')?.versions[0]?.description, '');
  });

  it('asks git only for a version that is published', async () => {
    const { asked, plan, deploy } = workspace({}, onMain);
    await deploy();
    assert.equal(asked.git, 1);
    assert.deepEqual((await plan()).plan.steps, []);
    assert.equal(asked.git, 1);
  });
});
