import { parentPort, workerData } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import { ArchiveStop } from '../../core/archive/archiveTrouble.ts';
import type { BuildAnswer, BuildMessage, CompressJob } from './archiveMessages.ts';
import { buildArchive } from './buildArchive.ts';
import { compressBatch } from './compressBatch.ts';
import { CompressorPool } from './compressorPool.ts';
import { BuildCancelled } from './stopSignal.ts';

/** Entry of every thread of the archiver, a bundle of its own in the product. */
type Role = { readonly role: 'coordinator'; readonly workerFile: string } | { readonly role: 'compressor' };

function coordinate(port: MessagePort, workerFile: string): void {
  const pool = new CompressorPool(new URL(workerFile));
  const answer = (message: BuildAnswer) => port.postMessage(message);
  port.on('message', (message: BuildMessage) => {
    buildArchive(message, pool, (done, total) => answer({ kind: 'progress', done, total })).then(
      (result) => port.postMessage(result, [result.files.numbers.buffer as ArrayBuffer]),
      (error: unknown) => answer(describeEnd(error)),
    );
  });
}

function describeEnd(error: unknown): BuildAnswer {
  if (error instanceof ArchiveStop) return { kind: 'trouble', trouble: error.trouble };
  if (error instanceof BuildCancelled) return { kind: 'cancelled' };
  return { kind: 'error', message: error instanceof Error ? (error.stack ?? error.message) : 'unknown' };
}

function compress(port: MessagePort): void {
  port.on('message', (job: CompressJob) => {
    void compressBatch(job).then((answer) => {
      const bytes = answer.kind === 'compressed' ? answer.bytes : undefined;
      port.postMessage(answer, bytes === undefined ? [] : [bytes.buffer]);
    });
  });
}

const role = workerData as Role;
if (parentPort !== null) {
  if (role.role === 'coordinator') coordinate(parentPort, role.workerFile);
  else compress(parentPort);
}
