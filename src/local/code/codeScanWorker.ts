import { parentPort } from 'node:worker_threads';
import type { ScanAnswer, ScanMessage } from './scanMessages.ts';
import { WatchedFolder } from './watchedFolder.ts';
import { WatchQueue } from './watchQueue.ts';

/** Entry of the thread that looks at code folders, a bundle of its own in the product. */
const folders = new Map<string, WatchedFolder>();
const queue = WatchQueue.open();
/** One after the other: the queue has one who waits. */
let last: Promise<void> = Promise.resolve();

async function answer({ id, request, allowed }: ScanMessage): Promise<void> {
  const key = JSON.stringify(request);
  let folder = folders.get(key);
  if (folder === undefined) folders.set(key, (folder = new WatchedFolder(request, queue)));
  const said: ScanAnswer = { id, ...(await folder.scan(allowed)) };
  parentPort?.postMessage(said);
}

parentPort?.on('message', (message: ScanMessage) => {
  last = last.then(() => answer(message));
});
