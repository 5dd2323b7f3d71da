import { t } from '@vscode/l10n';
import { packageSizes } from '../core/archive/packageSizes.ts';
import type { PackageSize } from '../core/archive/packageSizes.ts';
import { formatBytes, formatFileCount } from '../core/quantities.ts';
import type { ArchivedFile, BuiltArchive } from './ports.ts';

/** Of each list; an archive of thousands of files is not read to its end. */
const longest = 2000;
const largest = 10;

/** What is known of an archive beside itself. */
export interface ArchiveBackground {
  /** How what is in it was built. */
  readonly notes?: readonly string[];
  /** See `packageSizes`. */
  readonly records?: ReadonlyMap<string, string>;
}

/**
 * What is inside an archive, as a document: totals, how it was built, packages by size, the largest files, every file with mode
 * and size, what was left out.
 */
export function reportArchive(
  functionName: string,
  archive: BuiltArchive,
  { notes = [], records }: ArchiveBackground = {},
): string {
  const { files, leftOut, size, unzippedSize, sha256 } = archive;
  const bySize = files.toSorted((a, b) => b.size - a.size);
  const total = t(
    '{0}, {1}, unzipped {2}',
    formatFileCount(files.length),
    formatBytes(size),
    formatBytes(unzippedSize),
  );
  const packages = packageSizes(files, records);
  const sections = [
    [`# ${functionName} · ${total}`, '', `${t('File')}: ${archive.file}`, `${t('CodeSha256')}: ${sha256}`],
    ...(notes.length > 0 ? [[`# ${t('Built')}`, '', ...notes.map((note) => `  ${note}`)]] : []),
    ...(packages.some(({ name }) => name !== undefined)
      ? [[`# ${t('By package')}`, '', ...packageRows(packages)]]
      : []),
    ...(files.length > largest
      ? [[`# ${t('The ten largest')}`, '', ...fileRows(bySize.slice(0, largest))]]
      : []),
    [`# ${t('Inside')}`, '', ...fileRows(files)],
    ...(leftOut.length > 0 ? [[`# ${t('Left out')}`, '', ...leftOutRows(archive)]] : []),
  ];
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function packageRows(packages: readonly PackageSize[]): readonly string[] {
  const total = packages.reduce((sum, { size }) => sum + size, 0);
  const rows = packages.map(({ name, size, compressedSize, files }) => [
    shareText(size, total),
    formatBytes(size),
    formatBytes(compressedSize),
    String(files),
    name ?? t('own code'),
  ]);
  const head = [t('Share'), t('Size'), t('Zipped'), t('Files'), t('Package')];
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const aligned = (row: readonly string[]) =>
    row.map((text, column) => (column === row.length - 1 ? text : text.padStart(widths[column] ?? 0)));
  return shorten([head, ...rows].map((row) => `  ${aligned(row).join('  ')}`));
}

const shareText = (size: number, total: number): string => {
  const share = total === 0 ? 0 : (size / total) * 100;
  return share > 0 && share < 1 ? '< 1 %' : `${Math.round(share)} %`;
};

function fileRows(files: readonly ArchivedFile[]): readonly string[] {
  // No more than are shown: thousands would be felt.
  const shown = files.slice(0, longest);
  const sizes = shown.map(({ size }) => formatBytes(size));
  const width = Math.max(0, ...sizes.map((text) => text.length));
  const rows = shown.map(
    ({ path, mode }, at) =>
      `  ${mode.toString(8).padStart(4, '0')}  ${(sizes[at] ?? '').padStart(width)}  ${path}`,
  );
  return shorten(rows, files.length);
}

/** Beyond it a path pushes its rule to the right by itself. */
const widestPath = 40;

/** What an archive does not hold, each entry with the rule that says so. */
export function leftOutRows({ leftOut }: Pick<BuiltArchive, 'leftOut'>): readonly string[] {
  const width = Math.min(widestPath, Math.max(0, ...leftOut.map(({ path }) => path.length)));
  return shorten(leftOut.map(({ path, rule }) => `= ${path.padEnd(width)}  ${rule}`));
}

function shorten(lines: readonly string[], count = lines.length): readonly string[] {
  if (count <= longest) return lines;
  return [...lines.slice(0, longest), t('… and {0} more', count - longest)];
}
