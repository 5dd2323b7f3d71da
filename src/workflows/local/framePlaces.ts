import type { CodeTree } from '../../core/archive/codeTree.ts';
import { layerRoots } from '../../core/deployment/layerSpec.ts';
import { frameFiles, taskPath } from '../../core/invocations/stackFrames.ts';
import type { FrameLink } from '../../core/invocations/stackFrames.ts';
import { resolvePath } from '../../core/workspacePath.ts';
import { codeRootOf, prepareCode } from '../build/prepareCode.ts';
import type { CallOptions, WorkspaceFiles } from '../ports.ts';
import type { CodeBuilder, CodePlace } from '../portsForBuild.ts';
import type { FunctionSource } from '../resolveFunction.ts';

export interface FrameDependencies {
  readonly builder: () => Promise<CodeBuilder>;
  readonly files: Pick<WorkspaceFiles, 'exists'>;
}

type Frame = Pick<FrameLink, 'path' | 'line' | 'column'>;

/** What Node.js runs may be compiled. */
const compiled = /\.[mc]?js$/;

/**
 * Where frames of a function lead in the workspace, in their order: those of compiled code to what it was compiled from,
 * those of what is included, of live packages and of layers to their folders. Undefined for what is in none of them.
 */
export async function framePlaces(
  source: FunctionSource,
  frames: readonly Frame[],
  deps: FrameDependencies,
  options: CallOptions,
): Promise<(CodePlace | undefined)[]> {
  const paths = new FramePlaces(source, deps, options);
  return Promise.all(frames.map((frame) => paths.of(frame)));
}

class FramePlaces {
  readonly #source: FunctionSource;
  readonly #deps: FrameDependencies;
  readonly #options: CallOptions;
  readonly #layers: readonly string[];
  readonly #tree: Promise<CodeTree>;
  #built: Promise<CodeTree | undefined> | undefined;
  /** A log names the same places again and again. */
  readonly #found = new Map<string, Promise<CodePlace | undefined>>();

  constructor(source: FunctionSource, deps: FrameDependencies, options: CallOptions) {
    this.#source = source;
    this.#deps = deps;
    this.#options = options;
    // Those that were fetched are nobody's source.
    this.#layers = layerRoots(source.manifest, source.folder);
    this.#tree = this.#prepared(undefined);
  }

  of(frame: Frame): Promise<CodePlace | undefined> {
    const key = JSON.stringify([frame.path, frame.line, frame.column]);
    const known = this.#found.get(key) ?? this.#placeOf(frame);
    this.#found.set(key, known);
    return known;
  }

  async #placeOf({ path, line, column }: Frame): Promise<CodePlace | undefined> {
    const file = (await this.#there(path, await this.#tree)) ?? (await this.#live(path));
    const place = { file, line, column };
    const inTask = compiled.test(path) ? taskPath(path) : undefined;
    if (inTask !== undefined) {
      const builder = await this.#deps.builder();
      const original = await builder.originalPlace(codeRootOf(this.#source), inTask, place);
      if (original !== undefined && (await this.#isThere(original.file))) return original;
    }
    return file === undefined ? undefined : { ...place, file };
  }

  /** Of a file that may not be looked at too: no link leads there. */
  #isThere(file: string): Promise<boolean> {
    return this.#deps.files.exists(file).catch(() => false);
  }

  async #there(path: string, tree: CodeTree | undefined): Promise<string | undefined> {
    for (const file of tree === undefined ? [] : frameFiles(path, tree, this.#layers))
      if (await this.#isThere(file)) return file;
    return undefined;
  }

  /** Packages of the workspace that a build puts in as they are; nothing is built to know them. */
  async #live(path: string): Promise<string | undefined> {
    if (taskPath(path) === undefined) return undefined;
    this.#built ??= this.#deps
      .builder()
      .then((builder) => this.#prepared(builder))
      .catch(() => undefined);
    return this.#there(path, await this.#built);
  }

  async #prepared(builder: CodeBuilder | undefined): Promise<CodeTree> {
    const { manifest, folder } = this.#source;
    const tree = await prepareCode(this.#source, [], builder, { ...this.#options, onlyMade: true });
    const parts = tree.built?.parts.filter(({ isStaged }) => !isStaged) ?? [];
    const output = manifest.build === 'none' ? undefined : manifest.build?.output;
    return {
      ...tree,
      // What a build of the person's own wrote is the whole of it.
      root: output === undefined ? tree.root : resolvePath(folder, output),
      // What was installed is nobody's source.
      ...(tree.built !== undefined && { built: { ...tree.built, parts } }),
    };
  }
}
