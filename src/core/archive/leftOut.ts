import { t } from '@vscode/l10n';

/** Why an entry is not in the archive. */
export type LeaveOutRule =
  /** A line of the manifest's `package.exclude`. */
  | { readonly source: 'manifest'; readonly pattern: string }
  /** A line of a `.lambdaignore`; `file` is its path relative to the root. */
  | { readonly source: 'file'; readonly pattern: string; readonly file: string }
  /** One of the rules that hold unless somebody says otherwise. */
  | { readonly source: 'default'; readonly pattern: string }
  | { readonly source: 'virtualEnvironment' }
  /** A file that a manifest names: itself, a policy, an environment or event file. */
  | { readonly source: 'known' }
  /** The zip that is being written, when it lies inside the root. */
  | { readonly source: 'output' }
  /** A socket, pipe or device: it has no content that could be stored. */
  | { readonly source: 'special' }
  /** What a build makes lies in its place. */
  | { readonly source: 'built'; readonly pattern: string }
  /** Another file has its path in the archive. */
  | { readonly source: 'hidden' }
  /** Made by a build for local runs alone, such as a source map. */
  | { readonly source: 'localOnly' }
  /** A link that is kept, and what it leads to is left out. */
  | { readonly source: 'linkTarget' };

export interface LeftOutEntry {
  /** Path in the archive, or where it would be; folders end in `/` and stand for all that is in them. */
  readonly path: string;
  readonly rule: LeaveOutRule;
}

/** The rule as a person reads it beside the path. */
export function describeRule(rule: LeaveOutRule): string {
  switch (rule.source) {
    case 'manifest':
      return `${rule.pattern} (package.exclude)`;
    case 'file':
      return `${rule.pattern} (${rule.file})`;
    case 'default':
      return t('{0} (default)', rule.pattern);
    case 'virtualEnvironment':
      return t('virtual environment (default)');
    case 'known':
      return t('used by the manifest (default)');
    case 'output':
      return t('the archive itself');
    case 'special':
      return t('not a regular file');
    case 'built':
      return t('{0} (taken from the build)', rule.pattern);
    case 'hidden':
      return t('another file has this path');
    case 'localOnly':
      return t('for local runs only');
    case 'linkTarget':
      return t('what it leads to is left out');
  }
}
