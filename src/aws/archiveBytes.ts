import { createHash } from 'node:crypto';
import type { ArchiveFacts } from '../core/deployment/functionSpec.ts';
import { uploadFailures } from '../core/failures/uploadFailures.ts';
import type { ReadFile } from './trustedCertificates.ts';

/**
 * The bytes of the archive that a plan was made for. The file is kept between runs, so another plan may have replaced it
 * since: what nobody saw in a plan is never sent. Rejects with `deploy.archiveChanged`.
 */
export async function archiveBytes(
  { file, sha256 }: ArchiveFacts,
  resource: string,
  readFile: ReadFile,
): Promise<Uint8Array> {
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw uploadFailures.archiveChanged(resource, cause);
  });
  if (createHash('sha256').update(bytes).digest('base64') !== sha256)
    throw uploadFailures.archiveChanged(resource);
  return bytes;
}

/** What Lambda is given: the archive itself, or where it lies in S3. Rejects as `archiveBytes`. */
export async function archiveInput(
  archive: ArchiveFacts,
  resource: string,
  readFile: ReadFile,
): Promise<{ ZipFile: Uint8Array } | { S3Bucket: string; S3Key: string }> {
  const { storedAt } = archive;
  if (storedAt !== undefined) return { S3Bucket: storedAt.bucket, S3Key: storedAt.key };
  return { ZipFile: await archiveBytes(archive, resource, readFile) };
}

/** Milliseconds for a call that carries an archive: half a minute, and what 50 KB a second take. */
export const uploadTimeout = ({ size }: ArchiveFacts): number => 30_000 + Math.ceil(size / 50);
