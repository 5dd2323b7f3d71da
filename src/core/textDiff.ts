/**
 * Line by line difference of two texts as `- `, `+ ` and `  ` lines, `context` unchanged lines around each change and `…`
 * where more were left out. For documents of a few hundred lines: time and memory are the product of both lengths.
 */
export function diffLines(from: string, to: string, context = 1): string[] {
  const a = from.split('\n');
  const b = to.split('\n');
  const common = commonLengths(a, b);
  const lines: string[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      lines.push(`  ${a[i] ?? ''}`);
      i++;
      j++;
    } else if (j >= b.length || (i < a.length && (common[i + 1]?.[j] ?? 0) >= (common[i]?.[j + 1] ?? 0))) {
      lines.push(`- ${a[i] ?? ''}`);
      i++;
    } else {
      lines.push(`+ ${b[j] ?? ''}`);
      j++;
    }
  }
  return nearChanges(lines, context);
}

/** `common[i][j]`: length of the longest common subsequence of `a` from i and `b` from j. */
function commonLengths(a: readonly string[], b: readonly string[]): number[][] {
  const common = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const row = common[i];
      if (row === undefined) continue;
      row[j] =
        a[i] === b[j]
          ? 1 + (common[i + 1]?.[j + 1] ?? 0)
          : Math.max(common[i + 1]?.[j] ?? 0, row[j + 1] ?? 0);
    }
  }
  return common;
}

function nearChanges(lines: readonly string[], context: number): string[] {
  const near = lines.map((_, at) =>
    lines.slice(Math.max(0, at - context), at + context + 1).some((line) => !line.startsWith('  ')),
  );
  return lines.flatMap((line, at) => {
    if (near[at] === true) return [line];
    return at > 0 && near[at - 1] === true ? ['  …'] : [];
  });
}
