/** Version control keeps its own state here; no function reads it, and an editor writes it all the time. */
export const notCode: ReadonlySet<string> = new Set(['.git', '.hg', '.svn']);
