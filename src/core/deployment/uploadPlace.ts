import { zipLimit } from '../archive/archiveLimits.ts';
import type { ArchiveFacts, FunctionSpec, StoredObject } from './functionSpec.ts';

/**
 * Where an archive is uploaded to first; undefined when Lambda takes it directly. The key is of the content: what a run that
 * was cut off left behind is written over by the next.
 * @param name of the function or layer
 */
export function uploadPlace(
  { bucket }: Pick<FunctionSpec, 'bucket'>,
  name: string,
  { size, sha256 }: ArchiveFacts,
): StoredObject | undefined {
  if (bucket === undefined || size <= zipLimit) return undefined;
  const file = sha256.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
  return { bucket, key: `lambda-workbench/${name}/${file}.zip` };
}

/** As people write it. */
export const objectText = ({ bucket }: StoredObject): string => `s3://${bucket}`;
