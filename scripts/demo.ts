// The running part of npm start, with everything installed: sandbox, server, and a copy of the sample functions.
import { cp, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { ministackExecutable } from '../test/support/ministackExecutable.ts';
import { startMinistack } from '../test/support/ministack.ts';
import { temporaryFolder } from '../test/support/testEnvironment.ts';
import { installExtension, startVscodeServer } from '../test/support/vscodeServer.ts';
import { inRoot } from './paths.mjs';

const vsix = process.argv[2];
if (vsix === undefined) throw new Error('Start this with npm start.');

const interrupted = new Promise<void>((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
});

await using temporary = await temporaryFolder('demo');
await using cleanUp = new AsyncDisposableStack();
const folder = path.join(temporary.path, 'sample-functions');
await mkdir(folder);
await cp(inRoot('sample-functions'), folder, { recursive: true });
const sandbox = await startMinistack();
cleanUp.defer(() => sandbox.stop());
const options = {
  dataFolder: path.join(temporary.path, 'data'),
  workspaceTrust: true,
  connectionToken: true,
  settings: {
    'lambdaWorkbench.connection.endpoint': sandbox.url,
    'lambdaWorkbench.connection.region': 'us-east-1',
    'security.workspace.trust.startupPrompt': 'always',
  },
  machineSettings: { 'lambdaWorkbench.sandbox.command': await ministackExecutable() },
  // The sandbox takes any credentials; a person's own are not for it.
  environment: { AWS_ACCESS_KEY_ID: 'sandbox', AWS_SECRET_ACCESS_KEY: 'sandbox' },
};
await installExtension(options, vsix);
const server = await startVscodeServer(options);
cleanUp.defer(() => server.stop());
console.log(`\nOpen ${server.addressOf(folder)}\nThe sandbox is at ${sandbox.url}. Ctrl-C ends both.`);
await interrupted;
