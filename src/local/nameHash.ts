import { createHash } from 'node:crypto';

/** The name of a file or folder of the product's storage for what a text identifies: no two share one. */
export const nameHash = (text: string): string =>
  createHash('sha256').update(text).digest('hex').slice(0, 32);
