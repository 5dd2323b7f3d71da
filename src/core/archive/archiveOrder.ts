const encoder = new TextEncoder();
/** UTF-16 order and UTF-8 byte order differ only where surrogates meet U+E000 and above. */
const orderDiffers = /[\ud800-\uffff]/;

/** Compares two paths by the bytes of their UTF-8 form, the order of the archive on every machine. */
export function compareByteOrder(a: string, b: string): number {
  if (!orderDiffers.test(a) || !orderDiffers.test(b)) return a < b ? -1 : a > b ? 1 : 0;
  const left = encoder.encode(a);
  const right = encoder.encode(b);
  const shared = Math.min(left.length, right.length);
  for (let i = 0; i < shared; i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}
