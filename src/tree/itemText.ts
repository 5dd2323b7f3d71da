/** Parts of a row with what joins them; empty ones are left out. */
export const joined = (parts: readonly string[], glue: string): string =>
  parts.filter((part) => part !== '').join(glue);

/** Text as it is inside of Markdown. */
export const escaped = (text: string): string => text.replace(/[\\`*_{}[\]()#+!<>|~-]/g, '\\$&');
