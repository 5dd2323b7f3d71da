import { resolve } from 'node:path';
import { rulesEverywhere, rulesOutsideDependencies } from '../../core/archive/defaultExcludes.ts';
import { ExcludeRules } from '../../core/archive/excludeRules.ts';
import type { LeaveOutRule } from '../../core/archive/leftOut.ts';
import type { ArchiveRequest } from '../../workflows/ports.ts';
import type { EntryKind } from './linkResolver.ts';

interface Entry {
  readonly name: string;
  readonly path: string;
  /** Absolute. */
  readonly source: string;
}

const noNames: ReadonlySet<string> = new Set();

/** Whether an entry stays out: what people wrote comes first, in both directions, then what the product knows. */
export class LeaveOutDecision {
  readonly rules: ExcludeRules;
  readonly #known: ReadonlySet<string>;
  readonly #output: string | undefined;

  constructor(request: ArchiveRequest) {
    this.rules = new ExcludeRules(request.exclude);
    this.#known = new Set(request.known.map(comparable));
    this.#output = request.output === undefined ? undefined : comparable(request.output);
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

/** One spelling for each path; Windows does not tell upper from lower case, and drive letters come in both. */
function comparable(path: string): string {
  const absolute = resolve(path);
  return process.platform === 'win32' ? absolute.toLowerCase() : absolute;
}
