import { parse, TomlError } from 'smol-toml';

export type TomlTable = Readonly<Record<string, unknown>>;

/** The text as a table, or the 1-based line of its first mistake. */
export function readToml(text: string): { readonly table: TomlTable } | { readonly line: number } {
  try {
    return { table: parse(text) };
  } catch (error) {
    return { line: error instanceof TomlError ? error.line : 1 };
  }
}

/** The table at a path of keys; an empty one where there is none. */
export function tableAt(table: TomlTable, ...path: readonly string[]): TomlTable {
  let at: unknown = table;
  for (const key of path) at = isTable(at) ? at[key] : undefined;
  return isTable(at) ? at : {};
}

export const isTable = (value: unknown): value is TomlTable =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);

export const textsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
