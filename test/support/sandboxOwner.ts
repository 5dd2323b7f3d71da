import { createSandbox } from '../../src/local/sandbox/sandbox.ts';

// Stands in for a window that crashes: starts a sandbox, says so, and then waits to be killed or just ends.
const [storageFolder = '', command = '', end] = process.argv.slice(2);
const sandbox = createSandbox({ storageFolder, command: () => command });
console.log(await sandbox.start({ keepData: false, signal: AbortSignal.timeout(30_000) }));
if (end === 'exit') process.exit(0);
setInterval(() => undefined, 1000);
