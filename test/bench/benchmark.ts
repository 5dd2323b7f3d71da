/** A measured figure. Lower is better; it holds when `value` is at most `goal`. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly goal: number;
  /** What `value` is the median of. */
  readonly samples: readonly number[];
}

/** Figures that share their preparation. */
export interface Benchmark {
  readonly names: readonly string[];
  /** Measures those of its figures that are wanted. Throws when a measured thing does not do its whole work. */
  run(wanted: ReadonlySet<string>): Promise<Figure[]>;
}

const measuredPairs = 11;

/**
 * Runs two ways of doing the same work in pairs, one unmeasured pair first, and which one begins changes from pair to
 * pair: what else the machine does meets both.
 *
 * @param ours does its work once and answers how long that took, in any unit
 * @param theirs the same in the same unit
 * @returns ours divided by theirs, for each of 11 pairs
 */
export async function alternatingPairs(
  ours: () => Promise<number>,
  theirs: () => Promise<number>,
): Promise<number[]> {
  const ratios: number[] = [];
  for (let pair = 0; pair <= measuredPairs; pair++) {
    const oursFirst = pair % 2 === 0;
    const first = await (oursFirst ? ours() : theirs());
    const second = await (oursFirst ? theirs() : ours());
    if (pair > 0) ratios.push(oursFirst ? first / second : second / first);
  }
  return ratios;
}

/** The figure of `alternatingPairs`. */
export function ratioFigure(name: string, goal: number, samples: readonly number[]): Figure {
  return { name, goal, samples, value: median(samples) };
}

export function median(samples: readonly number[]): number {
  const sorted = samples.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle];
  if (upper === undefined) throw new Error('The median of nothing.');
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2;
}
