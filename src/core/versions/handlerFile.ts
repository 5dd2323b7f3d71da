import type { CodeFile } from './codeFile.ts';

/** The file that holds a handler such as `app.main` or `lib/app.handler`; undefined where none is called like it. */
export function handlerFile(handler: string, files: readonly CodeFile[]): CodeFile | undefined {
  const moduleName = handler.slice(0, Math.max(0, handler.lastIndexOf('.')));
  // A module of a Python package has dots where its path has slashes.
  const stems = [moduleName, moduleName.replaceAll('.', '/')];
  return files.find(({ path }) => stems.includes(path.replace(/\.\w+$/, '')));
}
