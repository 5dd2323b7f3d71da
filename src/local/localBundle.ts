// Entry of dist/local.cjs: what runs and reads outside of the extension host, loaded when a command needs it.
export { createArchiver } from './archive/archiver.ts';
export { gitRevision } from './gitRevision.ts';
export { createSandbox } from './sandbox/sandbox.ts';
