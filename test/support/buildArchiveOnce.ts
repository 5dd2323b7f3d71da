// For tests that need another process: node buildArchiveOnce.ts ROOT STORAGE prints the archive's hash.
import { createArchiver } from '../../src/local/archive/archiver.ts';
import { archiveWorkerFile, buildTree } from './archiveTree.ts';

const [, , root = '', storageFolder = ''] = process.argv;
const archiver = createArchiver({ storageFolder, workerFile: archiveWorkerFile });
const { sha256 } = await buildTree(archiver, root);
await archiver.dispose();
console.log(JSON.stringify({ sha256, timeZoneOffset: new Date(0).getTimezoneOffset() }));
