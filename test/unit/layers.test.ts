import assert from 'node:assert/strict';
import type { FunctionSpec } from '../../src/core/deployment/functionSpec.ts';
import { namedLayers } from '../../src/core/deployment/layerSpec.ts';
import { planLines, renderLines } from '../../src/core/deployment/planText.ts';
import { policyForPlan } from '../../src/core/deployment/planPolicy.ts';
import type { FunctionManifest } from '../../src/core/manifest/functionManifest.ts';
import { archiveOf, deploy, planFor, sayHi } from '../support/deploymentFixtures.ts';
import { FakeAws, failure, fakeClock } from '../support/fakeAws.ts';

const code = archiveOf('code');
const layer = (sha256: string, size = 1_258_291, name = 'shared') =>
  ({ kind: 'folder', name, folder: `../${name}`, archive: { ...archiveOf(sha256), size } }) as const;
const withLayers = (layers: FunctionSpec['layers'], more: Partial<FunctionSpec> = {}) =>
  sayHi({ layers, ...more });

describe('layers of a function', () => {
  let aws: FakeAws;
  const clock = fakeClock();
  beforeEach(() => {
    aws = new FakeAws();
  });
  const run = (spec: FunctionSpec, signal?: AbortSignal) => deploy(aws, spec, code, clock, { signal });
  const published = () => aws.layers.versions.get('shared')?.length ?? 0;
  const attached = () => aws.functions.get('say_hi')?.latest.layers;

  it('publishes a folder with the first deploy, attaches it in order, and does nothing the second time', async () => {
    const foreign = aws.layers.add('tracing').arn;
    const spec = withLayers([{ kind: 'arn', arn: foreign }, layer('one')]);
    const plan = await planFor(aws, spec, code);
    const text = renderLines(planLines(plan.plan));
    assert.match(text, /^\+ publish layer shared: 1\.2 MB$/m);
    assert.match(text, /^ {4}\+ layers tracing:1, shared \(the new version\)$/m);
    await run(spec);
    const arn = aws.layers.versions.get('shared')?.[0]?.arn ?? '';
    assert.deepEqual(attached(), [foreign, arn]);
    const writes = aws.writes.length;
    const again = await planFor(aws, spec, code);
    assert.deepEqual(again.plan.steps, []);
    assert.match(renderLines(planLines(again.plan)), /^= layer shared:1: unchanged$/m);
    const result = await run(spec);
    assert.equal(aws.writes.length, writes);
    assert.ok(result.skipped.includes('layers'));
  });

  it('publishes again when the content changes, and a version of the function with it', async () => {
    await run(withLayers([layer('one')]));
    const versions = aws.functions.get('say_hi')?.versions.length;
    const result = await run(withLayers([layer('two')]));
    assert.deepEqual(attached(), [aws.layers.versions.get('shared')?.[1]?.arn]);
    assert.equal(aws.functions.get('say_hi')?.versions.length, Number(versions) + 1);
    assert.deepEqual(
      result.steps.map(({ step }) => step.kind),
      ['publishLayer', 'updateConfiguration', 'publishVersion', 'moveAlias'],
    );
  });

  it('keeps what a version is for, so that two functions with one folder do not publish in turns', async () => {
    const one = withLayers([layer('one')]);
    const other = withLayers([layer('one')], {
      functionName: 'other',
      runtime: 'python3.14',
      architecture: 'arm64',
    });
    await run(one);
    await run(other);
    await run(one);
    await run(other);
    assert.equal(published(), 2);
    const newest = aws.layers.versions.get('shared')?.at(-1);
    assert.deepEqual(newest?.runtimes, ['python3.14', 'python3.13']);
    assert.deepEqual(newest.architectures, ['arm64', 'x86_64']);
  });

  it('leaves layers alone that the manifest does not manage, and removes all for an empty list', async () => {
    await run(withLayers([layer('one')]));
    assert.deepEqual((await planFor(aws, sayHi(), code)).plan.steps, []);
    const plan = await planFor(aws, withLayers([]), code);
    assert.match(renderLines(planLines(plan.plan)), /^ {4}~ layers shared:1 → none$/m);
    await run(withLayers([]));
    assert.deepEqual(attached(), []);
  });

  it('reads back after a lost answer, whether or not the call was carried out', async () => {
    for (const when of ['before', 'after'] as const) {
      aws = new FakeAws();
      aws.fault = (operation, n) =>
        operation === 'PublishLayerVersion' && n === 1
          ? { when, error: failure('aws.uncertain') }
          : undefined;
      await run(withLayers([layer('one')]));
      assert.equal(published(), 1, when);
    }
  });

  it('publishes nothing twice after a run that was cut off at any write', async () => {
    const spec = withLayers([layer('one')]);
    await run(spec);
    const count = aws.writes.length;
    for (let at = 1; at <= count; at++) {
      aws = new FakeAws();
      let n = 0;
      aws.fault = () =>
        aws.writes.length === at && n++ === 0 ? { when: 'after', error: failure('aws.refused') } : undefined;
      await run(spec).catch(() => undefined);
      aws.fault = () => undefined;
      await run(spec);
      assert.equal(published(), 1, `cut off after write ${at}`);
      assert.deepEqual(attached(), [aws.layers.versions.get('shared')?.[0]?.arn]);
    }
  });

  it('asks for what it takes in the IAM policy', async () => {
    const plan = await planFor(aws, withLayers([layer('one')]), code);
    const actions = policyForPlan(plan.plan).Statement.flatMap(({ Action }) => Action);
    for (const action of ['lambda:PublishLayerVersion', 'lambda:ListLayerVersions', 'lambda:GetLayerVersion'])
      assert.ok(actions.includes(action), action);
  });
});

describe('archives over 50 MB', () => {
  const large = { ...archiveOf('large+/='), size: 64_172_851 };
  let aws: FakeAws;
  beforeEach(() => {
    aws = new FakeAws();
  });

  it('go by way of the bucket, which holds nothing afterwards', async () => {
    const spec = sayHi({ bucket: 'archives', layers: [layer('one', 60_000_000)] });
    const { plan } = await planFor(aws, spec, large);
    const text = renderLines(planLines(plan));
    assert.match(text, /^\+ code 61\.2 MB\n {4}\+ upload 61\.2 MB by way of s3:\/\/archives$/m);
    assert.match(
      text,
      /^\+ publish layer shared: 57\.2 MB\n {4}\+ upload 57\.2 MB by way of s3:\/\/archives$/m,
    );
    const objects = policyForPlan(plan).Statement.find(({ Sid }) => Sid === 'Uploads');
    assert.deepEqual(objects?.Resource, [
      'arn:aws:s3:::archives/lambda-workbench/shared/one.zip',
      'arn:aws:s3:::archives/lambda-workbench/say_hi/large-_.zip',
    ]);
    await deploy(aws, spec, large, fakeClock());
    assert.deepEqual(
      aws.writes.filter((write) => write.endsWith('Object')),
      ['PutObject', 'DeleteObject', 'PutObject', 'DeleteObject'],
    );
    assert.equal(aws.layers.objects.size, 0);
  });

  it('leave nothing in the bucket when Lambda refuses or the run is cancelled', async () => {
    const spec = sayHi({ bucket: 'archives' });
    const cancelled = new AbortController();
    for (const end of ['refused', 'cancelled'] as const) {
      aws = new FakeAws();
      aws.fault = (operation) => {
        if (operation !== 'CreateFunction') return undefined;
        if (end === 'refused') return { when: 'before', error: failure('aws.refused') };
        cancelled.abort();
        return undefined;
      };
      const { signal } = end === 'cancelled' ? cancelled : new AbortController();
      await assert.rejects(deploy(aws, spec, large, fakeClock(), { signal }));
      assert.equal(aws.writes.at(-1), 'DeleteObject', end);
      assert.equal(aws.layers.objects.size, 0, end);
    }
  });

  it('do not fail a deploy that is done when the object cannot be removed, and say so', async () => {
    aws.fault = (operation) =>
      operation === 'DeleteObject' ? { when: 'before', error: failure('aws.accessDenied') } : undefined;
    const said: string[] = [];
    await deploy(aws, sayHi({ bucket: 'archives' }), large, fakeClock(), {
      onProgress: (progress) => progress.kind === 'waiting' && said.push(progress.text),
    });
    assert.ok(said.some((text) => /large-_\.zip was not removed from s3:\/\/archives/.test(text)));
  });
});

describe('layers as a manifest names them', () => {
  const named = (layers: FunctionManifest['layers']) =>
    namedLayers({ functionName: 'f', runtime: 'python3.13', handler: 'a.b', layers }, '/w/f');

  it('have the folder’s name, made one that Lambda takes, unless one is given', () => {
    const names = (layers: FunctionManifest['layers']) =>
      (named(layers) ?? []).map((one) => (one.kind === 'folder' ? `${one.name} ${one.root}` : one.arn));
    assert.deepEqual(names(['../shared', './my layer (2)/', { folder: '../x', name: 'tools' }]), [
      'shared /w/shared',
      'my-layer-2 /w/f/my layer (2)',
      'tools /w/x',
    ]);
    assert.equal(named(undefined), undefined);
  });
});
