import { textHash } from './textHash.ts';

/**
 * A name made of others: as it is where AWS takes it, else cut to fit and ended by a hash of the whole, so that two of them
 * never become the same.
 * @param allowed what the whole name must match; a character outside of letters, digits and "-_" becomes "-" else
 */
export function derivedName(text: string, longest: number, allowed = /^/): string {
  if (text.length <= longest && allowed.test(text)) return text;
  const cut = text.slice(0, longest - 9);
  return `${allowed.test(cut) ? cut : cut.replace(/[^\w-]/g, '-')}-${textHash(text)}`;
}
