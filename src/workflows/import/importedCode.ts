import type { Archiver } from '../ports.ts';

/** Sha256 of an archive of ours → CodeSha256 of deployed ones of the same content. */
export type ImportedCode = Readonly<Record<string, readonly string[]>>;

/** Archives that are remembered; the oldest go first. */
const longest = 200;

/** An archiver whose archives are known for what they hold, when it came here by an import. */
export function knowingImports(archiver: Archiver, read: () => ImportedCode | undefined): Archiver {
  return {
    async build(request, options) {
      const built = await archiver.build(request, options);
      const standsFor = read()?.[built.sha256];
      return standsFor === undefined ? built : { ...built, standsFor };
    },
  };
}

/** What is remembered when one more is. */
export function withImport(known: ImportedCode, sha256: string, codeSha256: string): ImportedCode {
  const { [sha256]: before = [], ...others } = known;
  const kept = Object.entries(others).slice(1 - longest);
  return { ...Object.fromEntries(kept), [sha256]: [...new Set([...before, codeSha256])] };
}
