import type { StoredObject } from '../core/deployment/functionSpec.ts';
import { isFailure } from '../core/failures/failure.ts';
import { uploadFailures } from '../core/failures/uploadFailures.ts';
import type { UploadGateway } from '../workflows/portsForLayers.ts';
import { archiveBytes } from './archiveBytes.ts';
import { readCall, sendCall, unlessAborted } from './awsCalls.ts';
import type { CallContext } from './awsCalls.ts';
import { createS3Sender, element } from './s3Requests.ts';
import type { S3Answer, S3Call, S3Sources } from './s3Requests.ts';
import type { ReadFile } from './trustedCertificates.ts';

/** Bytes of a part, all but the last (S3 takes 5 MB and more), and how many are on their way at once. */
const partSize = 8 * 1024 * 1024;
const atOnce = 4;
/** Of one call, and milliseconds before the second; doubled with each. */
const attempts = 4;
const firstPause = 300;
/** Milliseconds for taking back an upload, also of a run that was cancelled. */
const abortTime = 15_000;

export function createUploadGateway({
  context,
  readFile,
  ...sources
}: S3Sources & { readonly context: CallContext; readonly readFile: ReadFile }): UploadGateway {
  const send = createS3Sender(sources);

  /** Each of these calls may be repeated: what a lost one did is written over. */
  async function call(
    place: StoredObject,
    operation: string,
    request: S3Call,
    signal: AbortSignal,
  ): Promise<S3Answer> {
    const subject = { operation, resource: `s3://${place.bucket}/${place.key}` };
    for (let attempt = 1; ; attempt++) {
      try {
        return await sendCall(context, { ...subject, kind: 'write', signal }, (options) =>
          send(place, request, options),
        );
      } catch (error) {
        if (attempt >= attempts || !isFailure(error, 'aws.uncertain', 'aws.throttled')) throw error;
        await pause(firstPause * 2 ** (attempt - 1), signal);
      }
    }
  }

  async function complete(
    place: StoredObject,
    uploadId: string,
    etags: readonly string[],
    size: number,
    signal: AbortSignal,
  ): Promise<void> {
    const parts = etags
      .map((etag, at) => `<Part><PartNumber>${at + 1}</PartNumber><ETag>${etag}</ETag></Part>`)
      .join('');
    const body = new TextEncoder().encode(`<CompleteMultipartUpload>${parts}</CompleteMultipartUpload>`);
    try {
      await call(place, 's3:PutObject', { method: 'POST', query: { uploadId }, body }, signal);
    } catch (error) {
      // Of a call whose answer was lost the upload is gone when it is repeated: what it made is looked at.
      if (signal.aborted || (await storedSize(place, signal).catch(() => undefined)) !== size) throw error;
    }
  }

  async function storedSize(place: StoredObject, signal: AbortSignal): Promise<number | undefined> {
    const subject = { operation: 's3:GetObject', resource: `s3://${place.bucket}/${place.key}` };
    const found = await readCall(context, { ...subject, signal }, (options) =>
      send(place, { method: 'HEAD' }, options),
    );
    return found && Number(found.headers['content-length']);
  }

  return {
    async upload(place, archive, { signal, onProgress }) {
      const bytes = await archiveBytes(archive, place.key, readFile);
      const begun = await call(place, 's3:PutObject', { method: 'POST', query: { uploads: '' } }, signal);
      const uploadId = element(begun.text, 'UploadId');
      if (uploadId === undefined) throw uploadFailures.incomplete(place.bucket);
      // The first part that fails ends the others: none may arrive after the upload was taken back.
      const inner = new AbortController();
      const stop = () => inner.abort(signal.reason);
      signal.addEventListener('abort', stop, { once: true });
      if (signal.aborted) stop();
      const etags: string[] = [];
      const count = Math.ceil(bytes.length / partSize);
      let next = 0;
      let sent = 0;
      onProgress?.(0, bytes.length);
      const sendParts = async () => {
        for (let part = next++; part < count; part = next++) {
          const body = bytes.subarray(part * partSize, (part + 1) * partSize);
          const query = { partNumber: String(part + 1), uploadId };
          const { headers } = await call(place, 's3:PutObject', { method: 'PUT', query, body }, inner.signal);
          etags[part] = headers['etag'] ?? '';
          onProgress?.((sent += body.length), bytes.length);
        }
      };
      try {
        const lanes = Array.from({ length: atOnce }, () =>
          sendParts().catch((error: unknown) => {
            if (!inner.signal.aborted) inner.abort(error);
            throw error;
          }),
        );
        const failed = (await Promise.allSettled(lanes)).find(({ status }) => status === 'rejected');
        if (failed !== undefined) throw inner.signal.reason;
        await complete(place, uploadId, etags, bytes.length, signal);
      } catch (error) {
        // Parts of an upload that is neither completed nor taken back are kept, and paid for, for ever.
        const takeBack = { method: 'DELETE', query: { uploadId } } as const;
        await call(place, 's3:AbortMultipartUpload', takeBack, AbortSignal.timeout(abortTime)).catch(
          () => undefined,
        );
        throw error;
      } finally {
        signal.removeEventListener('abort', stop);
      }
    },

    async remove(place, { signal }) {
      await call(place, 's3:DeleteObject', { method: 'DELETE' }, signal);
    },
  };
}

const pause = (ms: number, signal: AbortSignal): Promise<void> => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return unlessAborted(
    signal,
    () => new Promise<void>((resolve) => (timer = setTimeout(resolve, ms))),
  ).finally(() => clearTimeout(timer));
};
