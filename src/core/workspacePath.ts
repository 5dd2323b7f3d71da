/**
 * Paths of the workspace without node:path, which core may not import. A folder with a drive letter or a backslash is
 * a Windows path: there both separators count and case does not.
 */
const isWindows = (path: string): boolean => /^[a-zA-Z]:/.test(path) || path.includes('\\');

/** `path` relative to `folder` as an absolute path without `.` and `..`; an absolute `path` stays what it is. */
export function resolvePath(folder: string, path: string): string {
  const windows = isWindows(folder);
  const absolute = windows ? /^([a-zA-Z]:|[\\/])/.test(path) : path.startsWith('/');
  const drive = /^[a-zA-Z]:/.exec(folder)?.[0] ?? '';
  const full = absolute
    ? windows && /^[\\/](?![\\/])/.test(path)
      ? drive + path
      : path
    : `${folder}/${path}`;
  return normalise(full, windows);
}

function normalise(path: string, windows: boolean): string {
  const separator = windows ? '\\' : '/';
  const root = windows
    ? (/^([a-zA-Z]:[\\/]?|[\\/]{2}[^\\/]+[\\/]+[^\\/]+|[\\/])/.exec(path)?.[0] ?? '')
    : path.startsWith('/')
      ? '/'
      : '';
  const parts: string[] = [];
  for (const part of path.slice(root.length).split(windows ? /[\\/]/ : '/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') parts.pop();
    else parts.push(part);
  }
  const start = windows ? root.replaceAll('/', '\\') : root;
  const glue = start === '' || start.endsWith(separator) ? '' : separator;
  return parts.length === 0 ? start : start + glue + parts.join(separator);
}

/** True when the absolute `path` is `folder` or lies below it. Symbolic links are not followed. */
export function isInside(folder: string, path: string): boolean {
  const windows = isWindows(folder);
  const comparable = (value: string) => {
    const clean = normalise(value, windows);
    return windows ? clean.toLowerCase() : clean;
  };
  const parent = comparable(folder);
  const child = comparable(path);
  const separator = windows ? '\\' : '/';
  return child === parent || child.startsWith(parent.endsWith(separator) ? parent : parent + separator);
}

/** Last part of a path. */
export const baseName = (path: string): string => path.split(/[\\/]/).at(-1) ?? path;
