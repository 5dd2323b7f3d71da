import { dirname } from 'node:path';
import { parentPort } from 'node:worker_threads';
import { stopCheck } from '../archive/stopSignal.ts';
import { systemCode } from '../archive/fileSystemTrouble.ts';
import { claimPlace } from './claimPlace.ts';
import { FunctionCode } from './functionCode.ts';
import { pruneMirrors } from './pruneMirrors.ts';
import type { ScanAnswer, ScanMessage, ScanResult } from './scanMessages.ts';
import { WatchedFolder } from './watchedFolder.ts';
import { WatchQueue } from './watchQueue.ts';

/** Milliseconds of copying from which on it is told how far it is, and between two such messages. */
const untold = 300;
const pause = 100;

/** Entry of the thread that looks at functions' code and keeps copies of it, a bundle of its own in the product. */
const functions = new Map<string, WatchedFolder>();
const queue = WatchQueue.open();
/** One after the other: the queue has one who waits. */
let last: Promise<void> = Promise.resolve();

const say = (answer: ScanAnswer) => parentPort?.postMessage(answer);

async function answer({ id, place, request, allowed, cancel }: ScanMessage): Promise<ScanResult> {
  let code = functions.get(place);
  if (code === undefined) {
    pruneMirrors(dirname(place));
    try {
      functions.set(place, (code = new WatchedFolder(new FunctionCode(claimPlace(place)), queue)));
    } catch (error) {
      const reason = systemCode(error);
      if (reason === undefined) throw error;
      return { kind: 'trouble', trouble: { kind: 'notCopied', path: place, code: reason } };
    }
  }
  let told = performance.now() + untold;
  const onProgress = (done: number, total: number) => {
    if (performance.now() < told) return;
    told = performance.now() + pause;
    say({ id, kind: 'progress', done, total });
  };
  return code.scan({ request, allowed, checkStop: stopCheck(cancel), onProgress });
}

parentPort?.on('message', (message: ScanMessage) => {
  last = last.then(async () => say({ id: message.id, ...(await answer(message)) }));
});
