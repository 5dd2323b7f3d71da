/** The level of `zip` and of zlib itself. */
export const compressionLevel = 6;
