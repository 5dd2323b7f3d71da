import { parentPort } from 'node:worker_threads';
import { FolderState } from './folderState.ts';
import type { ScanAnswer, ScanMessage } from './scanMessages.ts';

/** Entry of the thread that looks at code folders, a bundle of its own in the product. */
const states = new Map<string, FolderState>();

parentPort?.on('message', ({ id, request }: ScanMessage) => {
  const key = JSON.stringify(request);
  let state = states.get(key);
  if (state === undefined) states.set(key, (state = new FolderState(request)));
  const answer: ScanAnswer = { id, ...state.scan() };
  parentPort?.postMessage(answer);
});
