/**
 * Left out of an archive for good reasons, and never missed when code runs: Python compiles again, and the others are an
 * operating system's.
 */
const neverMissed = /(^|\/)(__pycache__\/|\.DS_Store|Thumbs\.db|desktop\.ini|\.coverage)$|\.pyc$/;

/**
 * Lines of `package.exclude` that bring back what is deployed and would be left out of the next archive.
 * @param leftOut paths relative to the root, folders with `/` at their end
 */
export function bringBack(leftOut: readonly { readonly path: string }[]): string[] {
  return leftOut.flatMap(({ path }) => (neverMissed.test(path) ? [] : [`!/${literal(path)}`]));
}

/** As gitignore takes a path word for word. */
const literal = (path: string) => path.replace(/[\\*?[\]!#]/g, '\\$&').replace(/ $/, '\\ ');
