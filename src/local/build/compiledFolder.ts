import { mkdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { temporaryName } from '../archive/temporaryName.ts';
import { nameHash } from '../nameHash.ts';
import type { BuildWorld } from './buildWorld.ts';

/** What is kept of a compilation beside its output. */
export interface CompiledState {
  /** Compiler and options. */
  readonly recipe: string;
  /** Absolute paths. */
  readonly inputs: readonly string[];
  /** See `sourceState`. */
  readonly state: string;
}

/** Where the output for a place in a function's code lies. Every window that compiles the same writes the same there. */
export class CompiledFolder {
  /** Absolute path. */
  readonly path: string;

  /**
   * @param root absolute path of the function's folder
   * @param output path in the archive
   */
  constructor({ compiledFolder }: Pick<BuildWorld, 'compiledFolder'>, root: string, output: string) {
    this.path = join(compiledFolder, nameHash(JSON.stringify([root, output])));
  }

  /** The output, its source map with paths that hold in the archive, and the same with those of this machine. */
  readonly names = { code: 'code.js', map: 'archive.map', localMap: 'local.map' } as const;

  file(name: keyof CompiledFolder['names']): string {
    return join(this.path, this.names[name]);
  }

  /** Undefined when nothing was compiled yet, or what was is not whole. */
  async read(): Promise<CompiledState | undefined> {
    try {
      const state = JSON.parse(await readFile(join(this.path, 'state.json'), 'utf8')) as CompiledState;
      await stat(this.file('code'));
      const now = new Date();
      // What was used last goes last.
      await utimes(this.path, now, now);
      return state;
    } catch {
      return undefined;
    }
  }

  /** Replaces what was there; the state comes last, so that a run that is cut off is not taken for a whole one. */
  async write(contents: Readonly<Record<keyof CompiledFolder['names'], string>>, state: CompiledState) {
    await mkdir(this.path, { recursive: true, mode: 0o700 });
    await rm(join(this.path, 'state.json'), { force: true });
    for (const name of ['code', 'map', 'localMap'] as const) await replace(this.file(name), contents[name]);
    await replace(join(this.path, 'state.json'), JSON.stringify(state));
  }

  /** A fresh folder beside it, for the compiler. */
  async scratch<T>(work: (folder: string) => Promise<T>): Promise<T> {
    const folder = temporaryName(this.path);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    try {
      return await work(folder);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  get above(): string {
    return dirname(this.path);
  }
}

async function replace(file: string, text: string): Promise<void> {
  // Equal bytes keep their file: an archive and a container that have it need not look at it again.
  if ((await readFile(file, 'utf8').catch(() => undefined)) === text) return;
  const temporary = temporaryName(file);
  await writeFile(temporary, text, { mode: 0o600 });
  await rename(temporary, file);
}
