/**
 * The archive's path that a relative link leads to, '' for its root; undefined when that is outside.
 *
 * @param path the link's own path in the archive
 * @param target what the link says, `/`-separated
 */
export function linkTarget(path: string, target: string): string | undefined {
  if (target.startsWith('/') || /^[a-zA-Z]:/.test(target)) return undefined;
  const parts = path.split('/').slice(0, -1);
  for (const part of target.split('/')) {
    if (part === '..' && parts.pop() === undefined) return undefined;
    if (part !== '' && part !== '.' && part !== '..') parts.push(part);
  }
  return parts.join('/');
}
