import { resolve } from 'node:path';
import { rulesEverywhere, rulesOutsideDependencies } from '../../core/archive/defaultExcludes.ts';
import { ExcludeRules } from '../../core/archive/excludeRules.ts';
import type { LeaveOutRule } from '../../core/archive/leftOut.ts';
import type { EntryKind } from './linkResolver.ts';

interface Entry {
  readonly name: string;
  readonly path: string;
  /** Absolute. */
  readonly source: string;
}

const noNames: ReadonlySet<string> = new Set();

export interface Rules {
  /** gitignore lines against the archive's paths. */
  readonly exclude: readonly string[];
  /** Absolute paths that are left out by default. */
  readonly known: readonly string[];
  /** Absolute path of the zip that is written. */
  readonly output?: string;
  /** gitignore lines against the folder itself: what a build has the place of, whatever else says that it stays. */
  readonly replaces?: readonly string[];
  /** Where in the archive the folder lies: '' or a path with a slash at its end. */
  readonly prefix: string;
}

/** Whether an entry stays out: what people wrote comes first, in both directions, then what the product knows. */
export class LeaveOutDecision {
  readonly rules: ExcludeRules;
  readonly #known: ReadonlySet<string>;
  readonly #output: string | undefined;
  readonly #replaces: ExcludeRules | undefined;
  readonly #prefixLength: number;

  constructor({ exclude, known, output, replaces = [], prefix }: Rules) {
    this.rules = new ExcludeRules(exclude);
    this.#known = new Set(known.map(comparable));
    this.#output = output === undefined ? undefined : comparable(output);
    this.#replaces = replaces.length > 0 ? new ExcludeRules(replaces) : undefined;
    this.#prefixLength = prefix.length;
  }

  /** @param siblings names in the same folder */
  ruleFor(
    entry: Entry & { readonly kind: EntryKind },
    siblings: ReadonlySet<string>,
    inDependency: boolean,
  ): LeaveOutRule | undefined {
    const isFolder = entry.kind === 'folder';
    const source = this.#known.size > 0 || this.#output !== undefined ? comparable(entry.source) : '';
    if (source !== '' && source === this.#output) return { source: 'output' };
    const inFolder = entry.path.slice(this.#prefixLength);
    // A single file is no folder of which something could be replaced.
    const replaced = inFolder === '' ? undefined : this.#replaces?.verdict(inFolder, isFolder);
    if (typeof replaced === 'object') return { source: 'built', pattern: patternOf(replaced.leaveOut) };
    const verdict = this.rules.verdict(entry.path, isFolder);
    if (verdict === 'keep') return undefined;
    if (verdict !== undefined) return verdict.leaveOut;
    if (this.#known.has(source)) return { source: 'known' };
    const pattern =
      rulesEverywhere(entry.name, isFolder, siblings) ??
      (inDependency ? undefined : rulesOutsideDependencies(entry.path, isFolder));
    return pattern === undefined ? undefined : { source: 'default', pattern };
  }

  /** For a link whose target is missing or refused: it could have been meant as a file or as a folder. */
  ruleForBrokenLink(entry: Entry, inDependency: boolean): LeaveOutRule | undefined {
    return (
      this.ruleFor({ ...entry, kind: 'file' }, noNames, inDependency) ??
      this.ruleFor({ ...entry, kind: 'folder' }, noNames, inDependency)
    );
  }
}

const patternOf = (rule: LeaveOutRule): string => ('pattern' in rule ? rule.pattern : '');

/** One spelling for each path; Windows does not tell upper from lower case, and drive letters come in both. */
function comparable(path: string): string {
  const absolute = resolve(path);
  return process.platform === 'win32' ? absolute.toLowerCase() : absolute;
}
