// Entry of dist/local.cjs: what runs and reads outside of the extension host, loaded when a command needs it.
export { createArchiver } from './archive/archiver.ts';
export { writeDebugScripts } from './debug/writeDebugScripts.ts';
export { freePort } from './freePort.ts';
export { gitRevision } from './gitRevision.ts';
export { createSandbox, endCrashedSandboxes } from './sandbox/sandbox.ts';
