import { randomBytes } from 'node:crypto';

/** A name beside `file` that no other build uses, so that the finished file can be renamed into place. */
export const temporaryName = (file: string) => `${file}.part-${randomBytes(6).toString('hex')}`;

/** Whether a name was made by `temporaryName`. */
export const isTemporaryName = (name: string) => /\.part-[0-9a-f]{12}/.test(name);
