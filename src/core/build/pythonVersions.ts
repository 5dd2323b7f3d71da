const release = (version: string) =>
  version
    .replace(/^v/, '')
    .match(/^\d+(?:\.\d+)*/)?.[0]
    .split('.')
    .map(Number) ?? [];

/** Below 0, 0 or above 0; what comes before a release (alpha, rc, dev) is below it. */
function compare(a: string, b: string): number {
  const [one, other] = [release(a), release(b)];
  for (let index = 0; index < Math.max(one.length, other.length); index++) {
    const difference = (one[index] ?? 0) - (other[index] ?? 0);
    if (difference !== 0) return difference;
  }
  const isEarly = (version: string) => Number(/\d[.-]?(?:a|b|c|rc|alpha|beta|pre|dev)/i.test(version));
  return isEarly(b) - isEarly(a);
}

export const newestOf = (versions: readonly string[]): string | undefined =>
  [...versions].sort(compare).at(-1);

/** The first version that is not like this one in its first `kept` numbers. */
const nextOf = (version: string, kept: number): string => {
  const numbers = release(version).slice(0, Math.max(kept, 1));
  return [...numbers.slice(0, -1), (numbers.at(-1) ?? 0) + 1].join('.');
};

/** Whether a version is meant by a constraint: of PEP 440, or with Poetry's `^`, `~`, `||` and a bare version for that one alone. */
export const isMeant = (version: string, constraint: string): boolean =>
  constraint.split('||').some((either) =>
    either
      .replace(/[()]/g, '')
      .replace(/([<>=!~^])\s+/g, '$1')
      .split(/[,\s]+/)
      .every((clause) => clause === '' || clause === '*' || isMeantByOne(version, clause)),
  );

function isMeantByOne(version: string, clause: string): boolean {
  const [, operator = '', wanted = '', prefix] = /^([<>=!~^]*)(.*?)(\.\*)?$/.exec(clause) ?? [];
  const numbers = release(wanted);
  const isBetween = (kept: number) =>
    compare(version, wanted) >= 0 && compare(version, nextOf(wanted, kept)) < 0;
  // Beyond a + is who has built it.
  if (wanted.includes('+')) return (version === wanted) === (operator !== '!=');
  const isSame = prefix === undefined ? compare(version, wanted) === 0 : isBetween(numbers.length);
  switch (operator) {
    case '^': {
      const leading = numbers.findIndex((number) => number > 0);
      return isBetween(leading === -1 ? numbers.length : leading + 1);
    }
    case '~':
      return isBetween(Math.min(numbers.length, 2));
    case '~=':
      return isBetween(numbers.length - 1);
    case '>=':
      return compare(version, wanted) >= 0;
    case '<=':
      return compare(version, wanted) <= 0;
    case '>':
      return compare(version, wanted) > 0;
    case '<':
      return compare(version, wanted) < 0;
    case '!=':
      return !isSame;
    default:
      return isSame;
  }
}
