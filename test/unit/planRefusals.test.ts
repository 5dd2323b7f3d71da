import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Machine } from '../../src/core/archive/machineCode.ts';
import { isFailure } from '../../src/core/failures/failure.ts';
import { policyForPlan } from '../../src/core/deployment/planPolicy.ts';
import { requireManifest } from '../../src/core/manifest/parseManifest.ts';
import type { FunctionManifest } from '../../src/core/manifest/functionManifest.ts';
import { codeRootOf } from '../../src/workflows/build/prepareCode.ts';
import { planDeployment } from '../../src/workflows/planDeployment.ts';
import type { ArchivedFile } from '../../src/workflows/ports.ts';
import type { PlanOptions } from '../../src/workflows/planDeployment.ts';
import { reportPlan } from '../../src/workflows/reportDeployment.ts';
import { archiveOf } from '../support/deploymentFixtures.ts';
import { failure, FakeAws, fakeClock } from '../support/fakeAws.ts';

const minimal = { functionName: 'calc', runtime: 'python3.14', handler: 'calc.main' };
const roleArn = (account: string) => `arn:aws:iam::${account}:role/r`;

/** Plans a manifest without files around it, against the fake's account 123456789012 in eu-west-1. */
function plan(
  aws: FakeAws,
  more: Partial<FunctionManifest>,
  options: Partial<PlanOptions> = {},
  files: readonly ArchivedFile[] = [],
) {
  let askedGit = 0;
  const leftOut = [{ path: 'lambda.json', rule: 'lambda.json (default)' }];
  const dependencies = {
    connection: aws.connection,
    archiver: { build: () => Promise.resolve({ ...archiveOf('sha'), leftOut, files }) },
    files: { readText: () => Promise.resolve(undefined), exists: () => Promise.resolve(false) },
    sourceControl: { describeRevision: () => Promise.resolve((askedGit++, undefined)) },
    clock: { ...fakeClock(), now: () => Date.parse('2026-11-25') },
  };
  const target = {
    manifest: requireManifest(JSON.stringify({ ...minimal, ...more }), 'lambda.json'),
    manifestFile: '/w/lambda.json',
    folder: '/w',
    workspaceFolder: '/w',
    knownFiles: [],
  };
  const { signal } = new AbortController();
  const planning = planDeployment(target, dependencies, {
    signal,
    protectedAliases: [],
    describeVersions: true,
    ...options,
  });
  return planning.then((planned) => ({ planned, askedGit: () => askedGit }));
}

const refused = (planning: Promise<unknown>, code: string, sentence: RegExp) =>
  assert.rejects(planning, (error: unknown) => {
    assert.ok(isFailure(error, code), String(error));
    assert.match(error.message, sentence);
    return true;
  });

describe('a deploy that cannot be', () => {
  it('stops at a pinned region or account before anything else is read', async () => {
    const aws = new FakeAws();
    await refused(plan(aws, { region: 'us-east-1' }), 'deploy.wrongRegion', /us-east-1.*eu-west-1/);
    await refused(
      plan(aws, { accountId: '210987654321' }),
      'deploy.wrongAccount',
      /210987654321.*123456789012/,
    );
    assert.deepEqual([aws.reads, aws.writes], [[], []]);
    await plan(aws, { region: 'eu-west-1', accountId: '123456789012' });
    assert.ok(aws.reads.length > 0);
  });

  it('stops at what is included and is not in the workspace, at its line of the manifest', async () => {
    const including = (from: string) => plan(new FakeAws(), { package: { include: [{ from, to: 'lib' }] } });
    await refused(including('gone'), 'manifest.fileMissing', /lambda\.json names gone, which does not exist/);
    await refused(including('../up'), 'manifest.fileOutside', /names \.\.\/up, which lies outside/);
  });

  it('stops at machine code that it could not run, before anything is sent', async () => {
    const file = (path: string, machine: Machine) => ({
      path,
      machine,
      size: 1,
      compressedSize: 1,
      mode: 0o644,
    });
    const aws = new FakeAws();
    const macos = [file('node_modules/sharp/sharp.node', 'macos')];
    const sentence =
      /calc runs on Linux on x86_64 and cannot run node_modules\/sharp\/sharp\.node of sharp, a Mach-O/;
    await refused(plan(aws, {}, {}, macos), 'archive.foreignCode', sentence);
    const arm = [file('lib/a.so', 'arm64')];
    await refused(plan(aws, {}, {}, arm), 'archive.foreignCode', /lib\/a\.so, an ELF file for arm64/);
    assert.deepEqual(aws.writes, []);
    const { planned } = await plan(aws, { architecture: 'arm64' }, {}, arm);
    assert.ok(planned.plan.steps.some(({ kind }) => kind === 'createFunction'));
  });

  it('stops at a runtime that Lambda no longer takes', async () => {
    for (const runtime of ['python3.6', 'python3.7']) {
      await refused(plan(new FakeAws(), { runtime }), 'deploy.runtimeRetired', /for example to python3\.14/);
    }
  });

  it('stops at a role of another account, which only an emulator takes', async () => {
    const foreign = { roleArn: roleArn('210987654321') };
    const sentence = /calc cannot have the role .*210987654321.* another account than 123456789012/;
    await refused(plan(new FakeAws(), foreign), 'deploy.roleOfAnotherAccount', sentence);
    await plan(new FakeAws(), { roleArn: roleArn('123456789012') });
    const emulator = new FakeAws();
    Object.assign(emulator.connection, { endpoint: 'http://127.0.0.1:4566' });
    await plan(emulator, foreign);
  });

  it('asks git only when a version is published', async () => {
    const { askedGit } = await plan(new FakeAws(), {});
    assert.equal(askedGit(), 0);
    const published = await plan(new FakeAws(), { deploy: { publish: true } });
    assert.equal(published.askedGit(), 1);
  });

  it('names what the archive does not hold, and by which rule', async () => {
    const { planned } = await plan(new FakeAws(), {});
    assert.match(
      reportPlan(planned, 'here'),
      /\n# Left out of the archive\n\n= lambda\.json {2}lambda\.json \(default\)\n$/,
    );
  });

  it('reads nothing for who may not, and plans a first deploy', async () => {
    const aws = new FakeAws();
    aws.fault = (operation) =>
      /^(Get|List)/.test(operation) ? { when: 'before', error: denied } : undefined;
    await assert.rejects(plan(aws, {}), (error) => isFailure(error, 'aws.accessDenied'));
    const read = aws.reads.length;
    const { planned } = await plan(aws, { deploy: { alias: 'DEV' } }, { assumeNew: true });
    assert.equal(aws.reads.length, read);
    const actions = policyForPlan(planned.plan).Statement.flatMap(({ Action }) => Action);
    for (const action of ['iam:CreateRole', 'iam:PassRole', 'lambda:CreateFunction', 'lambda:CreateAlias']) {
      assert.ok(actions.includes(action), action);
    }
  });
  const denied = failure('aws.accessDenied');
});

describe('the folder that becomes the archive', () => {
  const rootOf = (root?: string) =>
    codeRootOf({
      manifest: { ...minimal, ...(root !== undefined && { package: { root } }) },
      folder: '/w/fn',
      workspaceFolder: '/w',
    });

  it('is that of the manifest, or the one that it names from there', () => {
    assert.deepEqual([undefined, '.', './', 'src', '..', '../other/'].map(rootOf), [
      '/w/fn',
      '/w/fn',
      '/w/fn',
      '/w/fn/src',
      '/w',
      '/w/other',
    ]);
  });
});
