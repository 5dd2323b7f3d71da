import { createHash } from 'node:crypto';
import { createConnectionOpener } from '../../src/aws/awsBundle.ts';
import type { AwsConnection, ConnectionHooks } from '../../src/workflows/ports.ts';

/** Bytes of the archive that listener tests deploy. */
export const archiveBytes = new TextEncoder().encode('PK archive');

export const archive = {
  file: '/archive.zip',
  sha256: createHash('sha256').update(archiveBytes).digest('base64'),
  size: archiveBytes.length,
  unzippedSize: 10,
};

export const noHooks: ConnectionHooks = { askMfaCode: () => Promise.resolve(undefined) };

/** A connection to a listener, as to a sandbox: no file or variable of the machine is read. */
export function openTo(
  endpoint: string,
  hooks: ConnectionHooks = noHooks,
  create = createConnectionOpener,
): Promise<AwsConnection> {
  const sources = { readFile: () => Promise.resolve(archiveBytes), environment: {} };
  return create(sources).open({ sandbox: true, endpoint }, hooks);
}

/** The failure or error that a promise rejects with. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('did not reject');
}
