export interface RequirementLine {
  readonly text: string;
  /** 1-based, of its first line. */
  readonly line: number;
}

/** Lines of a requirements file as pip reads them: continued ones joined, without comments and empty ones. */
export function requirementLines(text: string): RequirementLine[] {
  const lines: RequirementLine[] = [];
  let open: RequirementLine | undefined;
  for (const [index, raw] of text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\r|\n/)
    .entries()) {
    const bare = raw.replace(/(^|\s)#.*$/, '');
    const isContinued = bare.endsWith('\\');
    const part = isContinued ? bare.slice(0, -1) : bare;
    open = { text: (open?.text ?? '') + part, line: open?.line ?? index + 1 };
    if (isContinued) continue;
    if (open.text.trim() !== '') lines.push({ ...open, text: open.text.trim() });
    open = undefined;
  }
  if (open !== undefined && open.text.trim() !== '') lines.push({ ...open, text: open.text.trim() });
  return lines;
}

export type RequirementKind =
  | { readonly kind: 'requirements' | 'constraints' | 'links' | 'local'; readonly path: string }
  | { readonly kind: 'other' };

/** What a line leads to in the file system, as it is written. */
export function requirementKind(text: string): RequirementKind {
  const option =
    /^(-r|--requirement|-c|--constraint|-f|--find-links|-e|--editable)(?:\s*=\s*|\s+|(?<=^-\w))(.+)$/.exec(
      text,
    );
  if (option !== null) {
    const [, name = '', value = ''] = option;
    const path = unquoted(value);
    if (/^(?:-r|--req)/.test(name)) return { kind: 'requirements', path };
    if (/^(?:-c|--con)/.test(name)) return { kind: 'constraints', path };
    if (/^(?:-f|--find)/.test(name)) return isAddress(path) ? { kind: 'other' } : { kind: 'links', path };
    return { kind: 'local', path: localPath(path) };
  }
  const named = /^[\w.-]+(?:\[[^\]]*\])?\s*@\s*(file:\S+|\.{0,2}\/\S+)/.exec(text)?.[1];
  if (named !== undefined) return { kind: 'local', path: localPath(named) };
  if (/^(?:\.{1,2}(?:[\\/]|$|\s)|[\\/]|file:|[A-Za-z]:[\\/])/.test(text) && !/\.whl(?:\s|$)/.test(text)) {
    return { kind: 'local', path: localPath(text) };
  }
  return { kind: 'other' };
}

const unquoted = (value: string) => value.trim().replace(/^(["'])(.*)\1$/, '$2');
const isAddress = (path: string) => /^[a-z][a-z+]+:\/\//i.test(path);

/** Without `file://`, extras and markers. */
const localPath = (text: string) =>
  text
    .replace(/\s*;.*$/, '')
    .replace(/\s+--?\w.*$/, '')
    .replace(/\[[^\]]*\]$/, '')
    .replace(/^file:(?:\/\/(?=\/))?/, '')
    .trim();

/** `orjson==3.11 ; …` → `orjson`, the way packages are compared (PEP 503); undefined for an option. */
export function requirementName(text: string): string | undefined {
  const name = /^[A-Za-z0-9][\w.-]*/.exec(text)?.[0];
  return name === undefined ? undefined : normalName(name);
}

export const normalName = (name: string) => name.toLowerCase().replaceAll(/[-_.]+/g, '-');
