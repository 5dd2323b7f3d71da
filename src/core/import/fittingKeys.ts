/**
 * Adds members one by one as far as the whole still fits: what AWS holds is not always what a manifest can say.
 * @returns the whole, and the names of what did not fit
 */
export function addFitting<T extends object>(
  start: T,
  extras: Partial<T>,
  fits: (candidate: T) => boolean,
): { readonly value: T; readonly leftOut: readonly string[] } {
  let value = start;
  const leftOut: string[] = [];
  for (const [key, extra] of Object.entries(extras)) {
    if (extra === undefined) continue;
    const candidate = { ...value, [key]: extra };
    if (fits(candidate)) value = candidate;
    else leftOut.push(key);
  }
  return { value, leftOut };
}
