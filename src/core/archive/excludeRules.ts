import ignore from 'ignore';
import type { Ignore } from 'ignore';
import type { LeaveOutRule } from './leftOut.ts';

/** What the rules that people wrote say of one entry; undefined = they say nothing, the defaults decide. */
export type RuleVerdict = { readonly leaveOut: LeaveOutRule } | 'keep' | undefined;

interface RuleLine {
  readonly pattern: string;
  readonly rule: LeaveOutRule;
}

/**
 * The rules of `.lambdaignore` files and of the manifest's `package.exclude`, with gitignore's meaning
 * (gitignore(5)): the last match wins, `!` brings back, nothing below a left-out folder can be brought back.
 * As in git, what is asked for by the command (the manifest) beats files, and a deeper file beats one above it.
 * Entries are asked top-down: a folder before what is in it.
 */
export class ExcludeRules {
  readonly #manifest: readonly RuleLine[];
  #files: readonly RuleLine[] = [];
  #matcher: Ignore | undefined;
  #rules = new Map<string, LeaveOutRule>();

  constructor(exclude: readonly string[]) {
    this.#manifest = exclude.map((pattern) => ({ pattern, rule: { source: 'manifest', pattern } }));
    this.#compile();
  }

  /** Adds the `.lambdaignore` of `folder` (relative to the root, '' = the root); its patterns count from there. */
  addFile(folder: string, text: string): void {
    const file = folder === '' ? '.lambdaignore' : `${folder}/.lambdaignore`;
    const lines = text.replace(/^\ufeff/, '').split(/\r?\n/);
    const added = lines.map((line) => ({
      pattern: folder === '' ? line : anchorAt(folder, line),
      rule: { source: 'file', pattern: line, file } as const,
    }));
    this.#files = [...this.#files, ...added];
    this.#compile();
  }

  /** @param path relative to the root, `/`-separated, no trailing slash */
  verdict(path: string, isFolder: boolean): RuleVerdict {
    if (this.#matcher === undefined) return undefined;
    const result = this.#matcher.test(isFolder ? `${path}/` : path);
    if (result.unignored) return 'keep';
    if (!result.ignored) return undefined;
    const rule = this.#rules.get(result.rule?.mark ?? '');
    return rule === undefined ? undefined : { leaveOut: rule };
  }

  #compile(): void {
    const lines = [...this.#files, ...this.#manifest];
    this.#rules = new Map(lines.map(({ rule }, index) => [String(index), rule]));
    // Case matters on every machine, or the archive would depend on where it was built.
    this.#matcher = lines.some(({ pattern }) => pattern !== '')
      ? ignore({ ignoreCase: false }).add(
          lines.map(({ pattern }, index) => ({ pattern, mark: String(index) })),
        )
      : undefined;
  }
}

/** Rewrites a line of `folder/.lambdaignore` so that it means the same in the root's. */
function anchorAt(folder: string, line: string): string {
  const pattern = line.trim();
  if (pattern === '' || line.startsWith('#')) return '';
  const negated = line.startsWith('!');
  const body = negated ? line.slice(1) : line;
  const literalFolder = folder.replace(/[\\*?[\]!#]/g, '\\$&');
  const hasInnerSlash = /\/(?!\s*$)/.test(body);
  const anchored = hasInnerSlash
    ? `/${literalFolder}/${body.replace(/^\//, '')}`
    : `/${literalFolder}/**/${body}`;
  return negated ? `!${anchored}` : anchored;
}
