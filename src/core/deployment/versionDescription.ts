/** Longest description that PublishVersion takes, in characters. */
const longest = 256;

/** Description of a published version: commit, branch and "dirty", such as `a1b2c3d main dirty`. */
export function versionDescription(revision: {
  readonly commit: string;
  readonly branch: string | undefined;
  readonly dirty: boolean;
}): string {
  const words = [revision.commit.slice(0, 12), revision.branch, revision.dirty ? 'dirty' : undefined];
  return words
    .filter((word) => word !== undefined)
    .join(' ')
    .slice(0, longest);
}
