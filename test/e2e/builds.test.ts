import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { after, before, describe, it } from 'mocha';
import { awsTestClients, type AwsTestClients } from '../support/awsTestClients.ts';
import { startMinistack, type TestMinistack } from '../support/ministack.ts';
import { openConnected, type Workbench } from '../support/workbench.ts';
import { keepScreenshotsOfFailures } from '../support/workbench/screenshotsOfFailures.ts';

const manifest = {
  ...{ functionName: 'slug', runtime: 'nodejs24.x', handler: 'slug.handler', timeout: 10 },
  package: { exclude: ['events/'] },
};
const source = `import bytes from 'bytes';

interface Event { readonly title: string; readonly size: number }

export const handler = async ({ title, size }: Event): Promise<string> =>
  \`\${title.toLowerCase().replace(/\\W+/g, '-')} (\${bytes(size)})\`;
`;
/** The first bytes of a library for macOS on ARM (mach-o/loader.h). */
const machO = Buffer.from('cffaedfe0c00000100000000060000000f00000040040000', 'hex');

/** A function that has to be built, as a person sees it: what goes on, what is in the package, and what cannot be. */
describe('a function in TypeScript with a package', function () {
  this.timeout(240_000);
  let ministack: TestMinistack;
  let clients: AwsTestClients;
  let workbench: Workbench;
  keepScreenshotsOfFailures(() => workbench);

  const write = async (file: string, content: string | Buffer) => {
    const target = path.join(workbench.folder, 'slug', file);
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, content);
  };

  before(async () => {
    ministack = await startMinistack();
    clients = awsTestClients(ministack.url);
    workbench = await openConnected(ministack.url);
    await write('lambda.json', JSON.stringify(manifest, undefined, 2));
    await write('slug.ts', source);
    await write('package.json', JSON.stringify({ name: 'slug', dependencies: { bytes: '3.1.2' } }));
    await write('events/title.json', '{ "title": "Hello Lambda", "size": 2048 }');
  });

  after(async () => {
    await workbench.close();
    clients.destroy();
    await ministack.stop();
  });

  it('says what is installed and compiled while it is deployed', async () => {
    const { palette, notifications, dialogs } = workbench;
    await palette.openFile('slug/lambda.json');
    await palette.run('Lambda: Deploy Function…');
    await notifications.waitFor(/fetching esbuild|compiling slug\.ts|installing packages/i, 60_000);
    await workbench.screenshot('build-progress');
    await dialogs.waitFor();
    await dialogs.press('Deploy slug');
    assert.match(await notifications.waitFor(/slug deployed/, 60_000), /slug deployed/);
    const { Payload } = await clients.lambda.send(
      new InvokeCommand({ FunctionName: 'slug', Payload: '{ "title": "Hello Lambda", "size": 2048 }' }),
    );
    assert.equal(Buffer.from(Payload ?? []).toString(), '"hello-lambda (2KB)"');
  });

  it('is not built again when nothing has changed', async () => {
    const { palette, notifications } = workbench;
    await notifications.dismissAll();
    await palette.run('Lambda: Deploy Again');
    await notifications.waitFor('slug is unchanged: nothing to do');
  });

  it('has a report of its package: how it was built, what takes the room, and what is not inside', async () => {
    const { palette, notifications, editor } = workbench;
    await notifications.dismissAll();
    await palette.openFile('slug/lambda.json');
    await palette.run('Lambda: Package Function');
    await palette.waitForTitle('Package Function');
    await palette.accept();
    await notifications.waitFor(/slug\.zip written/, 30_000);
    await editor.waitForTextAnywhere(/node_modules\/bytes/);
    await editor.waitForTextAnywhere(/slug\.ts\scompiled\sto\sslug\.js\sby\sesbuild/);
    await editor.waitForTextAnywhere(/package\.json\sby\snpm/);
    await notifications.dismissAll();
    await workbench.screenshot('package-report');
  });

  it('is refused with machine code that it cannot run, by file', async () => {
    const { palette, notifications } = workbench;
    await write('lib/resize.node', machO);
    await palette.openFile('slug/lambda.json');
    await palette.run('Lambda: Deploy Function…');
    const said = await notifications.waitFor(/resize\.node/, 60_000);
    assert.match(said, /macOS/);
    assert.match(said, /x86_64/);
    const progress = workbench.page.locator('.notification-toast', { hasText: 'Deploying slug' });
    await progress.waitFor({ state: 'detached' });
    await workbench.screenshot('wrong-platform');
  });
});
